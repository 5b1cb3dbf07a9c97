"""The house's rules: imports go downwards only, and the pure rooms know no sockets or files."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# What each room may import of the project, besides itself. `messages`, `exercises` and `anchor`
# are the shared vocabulary.
VOCABULARY = {"edge.core.messages", "edge.core.exercises", "edge.core.anchor"}
ALLOWED: dict[str, set[str]] = {
    "edge/core/messages.py": set(),
    "edge/core/exercises.py": set(),
    "edge/core/anchor.py": VOCABULARY,
    "edge/signals": VOCABULARY,
    "edge/align": VOCABULARY | {"edge.signals"},
    "edge/body": VOCABULARY | {"edge.signals"},
    "edge/explain": VOCABULARY | {"edge.signals", "edge.align"},
    "edge/feedback": VOCABULARY
    | {"edge.signals", "edge.align", "edge.explain", "edge.records.plan", "edge.avatar.kinematics"},
    "edge/records/config_fields.py": set(),
    "edge/records/plan.py": VOCABULARY | {"edge.records.config_fields"},
    "edge/bus": VOCABULARY,
    "edge/processes/graph.py": VOCABULARY | {"edge.bus"},
    "models": VOCABULARY | {"edge.signals", "edge.align", "edge.simulation.body"},
    "firmware_bridge": VOCABULARY | {"edge.signals", "edge.simulation.body"},
    "calibration": VOCABULARY
    | {"edge.signals", "edge.align", "edge.simulation.body", "edge.feedback", "edge.records.plan"},
}
PURE = ("edge/signals", "edge/align", "edge/body", "edge/explain", "edge/feedback")
TRAINING = ("models.networks", "models.training", "models.export")
"""Needs PyTorch; only `physio models train` and `export` import it."""
TRAINERS = ("edge.commands.models", "models.training.command")
"""What these commands are made of."""
IMPURE_MODULES = {"socket", "zmq", "subprocess", "multiprocessing", "asyncio", "os", "pathlib"}


def modules_of(room: str) -> list[Path]:
    path = ROOT / room
    return [path] if path.suffix == ".py" else sorted(path.rglob("*.py"))


def imports_of(module: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def own(names: set[str]) -> set[str]:
    rooms = ("edge", "models", "firmware_bridge", "calibration", "benchmarks")
    return {name for name in names if name.split(".")[0] in rooms}


@pytest.mark.parametrize("room", sorted(ALLOWED))
def test_imports_go_downwards_only(room: str) -> None:
    itself = room.removesuffix(".py").replace("/", ".")
    allowed = ALLOWED[room] | {itself}
    for module in modules_of(room):
        for name in own(imports_of(module)):
            assert any(name == a or name.startswith(a + ".") for a in allowed), (
                f"{module.relative_to(ROOT)} imports {name}"
            )


@pytest.mark.parametrize("room", PURE)
def test_pure_rooms_know_no_sockets_processes_or_files(room: str) -> None:
    for module in modules_of(room):
        touched = {name.split(".")[0] for name in imports_of(module)} & IMPURE_MODULES
        assert not touched, f"{module.relative_to(ROOT)} imports {sorted(touched)}"


def test_only_training_and_export_know_pytorch() -> None:
    for room in ("edge", "models", "firmware_bridge", "calibration", "benchmarks/evaluations"):
        for module in modules_of(room):
            name = ".".join(module.relative_to(ROOT).with_suffix("").parts)
            if not name.startswith((*TRAINING, TRAINERS[1])):
                heavy = {i for i in imports_of(module) if i.split(".")[0] in {"torch", "captum"}}
                assert not heavy, f"{name} imports {sorted(heavy)}"


def test_the_pipeline_knows_the_catalogue_and_no_training() -> None:
    for module in modules_of("edge"):
        name = ".".join(module.relative_to(ROOT).with_suffix("").parts)
        if name not in TRAINERS:
            wrong = {
                name for name in imports_of(module) if name.startswith((*TRAINING, "models.data"))
            }
            assert not wrong, f"{module.relative_to(ROOT)} imports {sorted(wrong)}"


def test_running_the_pipeline_imports_no_training_code() -> None:
    code = "import edge.cli, sys; print(sorted({'torch', 'models.training'} & set(sys.modules)))"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert run.stdout.strip() == "[]"
