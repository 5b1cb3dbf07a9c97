"""What is installed: environments with a lock each, which do not break each other."""

import re
import tomllib
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
ON_TOP: Final = ("requirements-hub.lock", "requirements-cohort.lock", "requirements-hid.lock")
"""What an extra adds to the patient's lock."""
LOCKS: Final = (
    *("requirements.lock", "requirements-bench.lock", "requirements-train.lock"),
    *ON_TOP,
)
DIFFERENT: Final = {
    "protobuf": "onnx asks for 6.31 or newer and mediapipe for one below 5; the environment of "
    "PyTorch has no mediapipe",
    "onnx": "PyTorch's exporter needs this one; the benchmarks run beside mediapipe, so they take "
    "the newest that gets along with its protobuf",
}
"""What may have another version in one lock than in the others, and why."""
NOT_IN: Final = {"requirements-train.lock": {"mediapipe"}}
"""What the project depends on and a lock leaves out on purpose."""
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LEFT_OUT: Final = {
    Requirement(text).name for text in PROJECT["tool"]["uv"]["override-dependencies"]
}
"""What packages ask for and nothing here uses."""


@cache
def locked(lock: str) -> dict[str, frozenset[str]]:
    """Return the versions of each package in a lock; several where Pythons differ."""
    found: dict[str, set[str]] = {}
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        if pin := re.match(r"([a-z0-9][a-z0-9._-]*)==(\S+)", line):
            found.setdefault(pin[1], set()).add(pin[2])
    assert len(found) > 100
    return {name: frozenset(versions) for name, versions in found.items()}


def unmet(requirement: Requirement, lock: str) -> list[str]:
    """Return the versions in the lock that the requirement does not admit."""
    versions = locked(lock)[canonicalize_name(requirement.name)]
    return [v for v in sorted(versions) if not requirement.specifier.contains(v, prereleases=True)]


def test_what_the_locks_share_has_one_version_in_all_of_them() -> None:
    names = {name for lock in LOCKS for name in locked(lock)}
    differing = {
        name
        for name in names
        if len({locked(lock)[name] for lock in LOCKS if name in locked(lock)}) > 1
    }
    assert differing == set(DIFFERENT)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_all_that_the_project_depends_on(lock: str) -> None:
    group = lock.removeprefix("requirements").removeprefix("-").removesuffix(".lock")
    texts = [
        *PROJECT["project"]["dependencies"],
        *PROJECT["project"]["optional-dependencies"]["test"],
        *(PROJECT["dependency-groups"] | PROJECT["project"]["optional-dependencies"] | {"": ()})[
            group
        ],
    ]
    wanted = [Requirement(text) for text in texts]
    assert len(wanted) > 20
    missing = {one.name for one in wanted if canonicalize_name(one.name) not in locked(lock)}
    assert missing == NOT_IN.get(lock, set())
    assert not [str(one) for one in wanted if one.name not in missing and unmet(one, lock)]


@pytest.mark.parametrize("lock", ON_TOP)
def test_an_extra_adds_to_what_a_patient_has_and_moves_nothing_of_it(lock: str) -> None:
    assert locked("requirements.lock").items() < locked(lock).items()


def test_a_patients_machine_gains_nothing_of_the_clinics() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    clinics = {Requirement(text).name for text in (*extras["hub"], *extras["cohort"])}
    assert clinics & set(locked("requirements.lock")) == {"cryptography"}  # what the radio uses


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-bench.lock", *ON_TOP])
def test_the_camera_finds_the_protobuf_that_it_can_use(lock: str) -> None:
    # mediapipe 0.10.14 states it, and dies of newer ones at its first picture (GetPrototype).
    assert not unmet(Requirement("protobuf>=4.25.3,<5"), lock)
    assert not unmet(Requirement("mediapipe==0.10.14"), lock)


@pytest.mark.parametrize("lock", LOCKS)
def test_there_is_one_cv2_and_nothing_that_was_to_be_left_out(lock: str) -> None:
    assert {"opencv-python", "opencv-contrib-python"} <= LEFT_OUT
    assert not LEFT_OUT & set(locked(lock))
    assert [name for name in locked(lock) if "opencv" in name] == ["opencv-python-headless"]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_carries_hashes_and_names_no_index(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    for entry in re.split(r"\n(?=[a-z0-9])", text):
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry


def test_what_is_installed_here_gets_what_it_asks_for() -> None:
    installed = {canonicalize_name(one.metadata["Name"]): one for one in distributions()}
    assert len(installed) > 100
    unmet_here = [
        f"{name} asks for {text}"
        for name, distribution in installed.items()
        for text in distribution.requires or ()
        if (wanted := Requirement(text)).name not in LEFT_OUT
        and (wanted.marker is None or wanted.marker.evaluate({"extra": ""}))
        and name in locked("requirements.lock")
        and not (
            (found := installed.get(canonicalize_name(wanted.name)))
            and wanted.specifier.contains(found.version, prereleases=True)
        )
    ]
    assert unmet_here == []
