"""ONNX Runtime tells nobody that it is used, and leaves nothing behind."""

import ast
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
USE = (
    "import numpy as np\n"
    "from models.inference.siamese import SiameseNetwork\n"
    "net = SiameseNetwork.load('snn')\n"
    "move = np.outer(np.sin(np.linspace(0, 6, 150)), np.arange(1.0, 7.0))\n"
    "net.predict(net.prepare(move, move).inputs)\n"
)


def test_a_prediction_leaves_no_identifier_behind(tmp_path: Path) -> None:
    environment = {
        **{key: value for key, value in os.environ.items() if key != "ORT_DISABLE_TELEMETRY"},
        "TMPDIR": str(tmp_path),
        "HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT),
    }
    subprocess.run(
        [sys.executable, "-B", "-c", USE], env=environment, cwd=tmp_path, check=True, timeout=60
    )
    assert list(tmp_path.rglob("*")) == []


def test_nobody_imports_it_in_another_way() -> None:
    for room in ("edge", "models", "firmware_bridge", "calibration", "benchmarks", "tests"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                loud = [name for name in names if name.split(".")[0] == "onnxruntime"]
                assert not loud or path.name == "quiet_runtime.py", path
