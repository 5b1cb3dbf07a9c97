"""Ten thousand inputs that are nearly right break no reader; `make fuzz` runs more."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.fuzz.runner import TURNS, Fuzz, bounded_memory
from tests.fuzz.targets import TARGETS

CASES = 10_000
PARTS = 5


@pytest.fixture(scope="module")
def fuzz(tmp_path_factory: pytest.TempPathFactory) -> Fuzz:
    return Fuzz(20261129, tmp_path_factory.mktemp("fuzz"))


def test_what_is_right_is_read(fuzz: Fuzz) -> None:
    fuzz.check_seeds()
    assert set(TURNS) == set(TARGETS)


@pytest.mark.parametrize("part", range(PARTS))
def test_what_is_nearly_right_gives_a_result_or_the_documented_error(fuzz: Fuzz, part: int) -> None:
    with bounded_memory():
        failures = [fuzz.run(case) for case in range(part, CASES, PARTS)]
    broken = [failure for failure in failures if failure is not None]
    assert not broken, f"{broken[0].target}, case {broken[0].case}:\n{broken[0].trace}"


def test_a_reader_that_breaks_is_found_again_by_its_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(data: bytes, _: Path) -> object:
        raise KeyError(data)

    monkeypatch.setitem(TARGETS, "plan", replace(TARGETS["plan"], read=broken))
    case = TURNS.index("plan")
    first, second = (Fuzz(7, tmp_path).run(case) for _ in range(2))
    assert first is not None
    assert first == second
    assert "KeyError" in first.trace
