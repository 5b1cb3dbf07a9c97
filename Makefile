# Two commands for a newcomer: `make demo` and `make test`. Both set everything up first.
PYTHON ?= $(firstword $(foreach p,python3.11 python3.12 python3,$(if $(shell $(p) -c 'import sys; print(sys.version_info[:2] in ((3,11),(3,12)) or "")' 2>/dev/null | grep True),$(p))))
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

.PHONY: demo test lint types check setup lock clean

demo: $(READY)
	$(BIN)/physio demo

test: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pytest

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Physio Edge needs Python 3.11 or 3.12; found: $$(python3 --version 2>&1). Install one, or say 'make PYTHON=/path/to/python3.11'." >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing: install the package python3-venv." >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/pip install --disable-pip-version-check --no-deps --no-build-isolation -e .
	@echo "Compiling the kernels once (half a minute) ..."
	$(BIN)/python -m edge.session.compile_kernels
	touch $(READY)

# Needs uv. The header and the index lines stay out, so that the lock names no registry.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-emit-index-url --no-annotate --extra test pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) build *.egg-info
