import json
import subprocess
import sys
from pathlib import Path

import pytest

from edge.commands.models import verify
from models.inference.catalog import names
from models.inference.errors import CatalogError

WITHOUT_PYTORCH = """
import sys

class NotInstalled:
    def find_spec(self, name, path, target=None):
        if name == "torch":
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, NotInstalled())
from edge.cli import main
main()
"""


def physio(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_PYTORCH, "models", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_catalogue_is_listed() -> None:
    run = physio("list", "--json", "-")
    assert run.returncode == 0, run.stderr
    networks = json.loads(run.stdout)["networks"]
    assert sorted(networks) == names()
    for card in networks.values():
        assert card["trained_on"]
        assert card["limits"]
        assert card["not_for"]


def test_every_network_is_verified() -> None:
    run = physio("verify", "--json", "-")
    assert run.returncode == 0, run.stderr
    assert sorted(json.loads(run.stdout)["verified"]) == names()


def test_a_catalogue_without_networks_is_not_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edge.commands.models.names", list)
    with pytest.raises(CatalogError, match="install Physio Edge again"):
        verify()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("train", "resnet", "--data", "."), "known are snn and fault-localizer"),
        (("train", "snn", "--data", "."), "make train"),
        (("train", "fault-localizer", "--data", "."), "make train"),
        (("train", "course", "--data", "."), "make train"),
        (("export", "snn"), "make train"),
        (("export", "fault-localizer"), "make train"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    arguments: tuple[str, ...], sentence: str, tmp_path: Path
) -> None:
    run = physio(*arguments)
    assert run.returncode == 2
    assert sentence in run.stderr
    assert "Traceback" not in run.stderr
