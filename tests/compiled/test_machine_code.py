"""Stored machine code is that of the present source, whichever module of the package changed."""

import subprocess
import sys
from pathlib import Path

PACKAGE = {
    "__init__.py": "",
    "inner.py": """
from edge.compiled.machine_code import inlined

@inlined
def number():
    return 1
""",
    "outer.py": """
from edge.compiled.machine_code import compiled
from package.inner import number

@compiled
def twice(x):
    return x * number() * 2
""",
}
CALL = """
from package.outer import twice
print(twice(3), sum(twice.stats.cache_hits.values()))
"""


def call(folder: Path) -> list[str]:
    command = [sys.executable, "-c", CALL]
    run = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=True, timeout=100
    )
    return run.stdout.split()


def test_it_is_loaded_until_any_module_of_the_package_changes(tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    for name, source in PACKAGE.items():
        (tmp_path / "package" / name).write_text(source)
    assert [call(tmp_path), call(tmp_path)] == [["6", "0"], ["6", "1"]]
    inner = tmp_path / "package" / "inner.py"
    inner.write_text(PACKAGE["inner.py"].replace("return 1", "return 10"))
    assert call(tmp_path) == ["60", "0"]
