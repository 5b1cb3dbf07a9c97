# Two commands for a newcomer: `make demo` and `make test`. Both set everything up first.
FITS = import sys; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))
PYTHON ?= $(firstword $(foreach p,python3.11 python3.12 python3,$(shell $(p) -c '$(FITS)' 2>/dev/null && echo $(p))))
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
TESTED := $(VENV)/tested
COMPILED := $(VENV)/compiled

# Sessions and tests start processes by the hundred, and each would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test test-slow check fuzz setup hub bench train test-train wheel-check lock clean

demo: $(COMPILED)
	$(BIN)/physio demo

# What checks and what compiles take a core each. Then two processes: with a third the sessions and
# supervisors of the tests wait too long for a core. A file of tests is never divided: its fixtures are
# made once.
test: $(TESTED)
	$(MAKE) -j 2 check $(COMPILED)
	$(BIN)/pytest -n 2 --dist loadfile -m "not slow"

# Whole benchmarks and evaluations in little, and the alignment compiled for other processors.
test-slow: $(COMPILED)
	$(BIN)/pytest -m slow

check: $(TESTED)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

# N inputs in all that are nearly right, for every reader and decoder; it goes on where it was ended,
# and another SEED gives others. What breaks a reader is kept in build/fuzz.
N ?= 1000000
SEED ?= 1
fuzz: $(READY)
	$(BIN)/python -m tests.fuzz $(N) --seed $(SEED)

setup: $(COMPILED)

# The clinic's side (docs/hub.md), in an environment of its own.
hub: .venv-hub/ready
	@echo "The clinic's hub: .venv-hub/bin/physio hub --help"

# The other libraries that `physio bench` compares with, in an environment of their own.
bench: .venv-bench/ready
	@echo "Benchmarks with all peers: .venv-bench/bin/physio bench NAME"

# PyTorch, in an environment of its own. TORCH may name a wheel of torch 2.13.0 on the disk, such as
# the smaller one without CUDA; it takes the place of PyTorch and CUDA in the lock.
train: .venv-train/ready
	@echo "Training and export: .venv-train/bin/physio models train NAME"

# The tests that need PyTorch, which `make test` skips.
test-train: .venv-train/ready
	.venv-train/bin/pytest -n 2 --dist loadfile tests/models tests/explain \
		tests/benchmarks/evaluations/test_low_back_networks.py

# The wheel, installed as a user would by uv or pipx, in an environment of its own with what pip finds
# newest: some hundred megabytes to download. `make test-slow` installs it beside the locked packages.
WHEEL := $(CURDIR)/build/wheel
wheel-check: $(TESTED)
	rm -rf $(WHEEL) build/lib build/bdist.*
	mkdir -p $(WHEEL)/empty
	$(BIN)/pip wheel --disable-pip-version-check -q --no-deps --no-build-isolation -w $(WHEEL) .
	if command -v uv >/dev/null; then \
	    UV_TOOL_DIR=$(WHEEL)/tools UV_TOOL_BIN_DIR=$(WHEEL)/bin uv tool install -p $(PYTHON) $(WHEEL)/*.whl; \
	elif command -v pipx >/dev/null; then \
	    PIPX_HOME=$(WHEEL)/tools PIPX_BIN_DIR=$(WHEEL)/bin pipx install --python $(PYTHON) $(WHEEL)/*.whl; \
	else echo "Install uv or pipx first." >&2; exit 2; fi
	cd $(WHEEL)/empty && ../bin/physio models verify && \
	    PHYSIO_HOME=$(WHEEL)/home ../bin/physio demo --headless --camera --seconds 12

# Recipe of an environment: its folder, its lock, and what else pip is to install from.
# A later `pip install` in it may add packages, but moves none of the lock and brings no second cv2.
define environment
	@$(or $(PYTHON),false) -c '$(FITS)' 2>/dev/null || { echo "Physio Edge needs Python 3.11 or 3.12; found: $$($(or $(PYTHON),python3) --version 2>&1). Install one, or say 'make PYTHON=/path/to/python3.11'." >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing: install the package python3-venv." >&2; exit 2; }
	$(PYTHON) -m venv --clear $(1)
	$(1)/bin/pip install --disable-pip-version-check --no-deps --require-hashes -r $(2)
	$(if $(3),$(1)/bin/pip install --disable-pip-version-check --no-deps $(3))
	$(1)/bin/pip install --disable-pip-version-check --no-deps --no-build-isolation -e .
	{ $(PINS) $(2); echo "opencv-python<0"; echo "opencv-contrib-python<0"; } > $(1)/constraints.txt
	printf '[install]\nconstraint = %s\n' "$(CURDIR)/$(1)/constraints.txt" > $(1)/pip.conf
endef
PINS := sed -n 's/^\([a-z0-9][^ ]*==.*[^ ]\) *\\$$/\1/p'

$(READY): requirements.lock pyproject.toml
	$(call environment,$(VENV),requirements.lock)
	touch $@

# The clinic's packages beside those of a session, so that one environment runs all tests.
$(TESTED): $(READY) requirements-hub.lock
	$(BIN)/pip install --disable-pip-version-check -q --no-deps --require-hashes -r requirements-hub.lock
	touch $@

$(COMPILED): $(READY)
	@echo "Compiling the kernels once (half a minute) ..."
	$(BIN)/python -m edge.session.prepared
	touch $@

.venv-hub/ready: requirements-hub.lock pyproject.toml
	$(call environment,.venv-hub,requirements-hub.lock)
	touch $@

.venv-bench/ready: requirements-bench.lock pyproject.toml
	$(call environment,.venv-bench,requirements-bench.lock)
	touch $@

ifdef TORCH
.venv-train/ready: requirements-train.lock pyproject.toml
	@echo "Downloading about 0.5 GB, and PyTorch from $(TORCH) ..."
	mkdir -p build
	awk '/^[a-z0-9]/ {keep = !/^(torch|triton|(nvidia|cuda)-[a-z0-9-]+)==/} keep' requirements-train.lock > build/without-torch.lock
	$(call environment,.venv-train,build/without-torch.lock,$(TORCH))
	touch $@
else
.venv-train/ready: requirements-train.lock pyproject.toml
	@echo "Downloading about 3.2 GB on x86-64, most of it PyTorch with CUDA (with a wheel of torch 2.13.0 at hand, 'make train TORCH=WHEEL' takes 0.5 GB) ..."
	$(call environment,.venv-train,requirements-train.lock)
	touch $@
endif

# Needs uv. What the locks share has one version in all of them. The header and the index lines stay
# out, so that the locks name no registry.
COMPILE := uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
    --no-emit-index-url --no-annotate --extra test pyproject.toml
BESIDE = $(COMPILE) --extra $(1) -c build/pins.txt -o requirements-$(1).lock
lock:
	mkdir -p build
	$(COMPILE) -o requirements.lock
	$(PINS) requirements.lock > build/pins.txt
	$(call BESIDE,hub)
	$(call BESIDE,cohort)
	$(call BESIDE,hid)
	grep -E '^(numba|pandas|scipy)==' build/pins.txt > build/for-aeon.txt
	$(COMPILE) --group bench -c build/pins.txt --override build/for-aeon.txt -o requirements-bench.lock
	grep -v '^protobuf==' build/pins.txt > build/pins-train.txt
	echo "mediapipe; python_version < '3'" > build/without-camera.txt
	$(COMPILE) --group train -c build/pins-train.txt --override build/without-camera.txt -o requirements-train.lock

clean:
	rm -rf $(VENV) .venv-hub .venv-bench .venv-train build *.egg-info
