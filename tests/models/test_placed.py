from pathlib import Path

import numpy as np
import pytest

from models.data.actions import load_actions
from models.data.placed import draw_placed
from models.data.recorded import load_groups
from models.data.repeats import Repeats, repeats_of, with_variations
from models.data.simulated import simulated_group
from models.inference.errors import ModelError
from tests.models.toys import write_person


@pytest.fixture(scope="module")
def repeats() -> list[Repeats]:
    return repeats_of([simulated_group("elbow_flexion", 5)])


def test_faults_are_drawn_in_known_places_and_some_repetitions_have_none(
    repeats: list[Repeats],
) -> None:
    drawn = draw_placed(repeats, 60, np.random.default_rng(0))
    assert len(drawn) == 60
    originals = {signal.tobytes() for own in repeats for signal in own.signals}
    for one in drawn:
        compared = one.compared
        assert 1 <= len(compared.references) <= 4
        assert compared.signal.tobytes() not in {x.tobytes() for x in compared.references}
        assert one.cuts[-1] == len(compared.signal)
        assert (np.diff(one.cuts) > 0).all()
        assert len(one.faulty) == len(one.cuts) - 1
        assert (compared.signal.tobytes() in originals) != one.faulty.any()
    assert {int(one.faulty.sum()) for one in drawn} >= {0, 1}


def test_equal_seeds_draw_the_same(repeats: list[Repeats]) -> None:
    one, again = (draw_placed(repeats, 5, np.random.default_rng(3)) for _ in range(2))
    for x, y in zip(one, again, strict=True):
        np.testing.assert_array_equal(x.compared.signal, y.compared.signal)
        np.testing.assert_array_equal(x.faulty, y.faulty)


def test_nobody_who_rests_gets_a_fault() -> None:
    still = np.tile([0.0, 0.0, 9.8, 0.0, 0.0, 0.0], (100, 1))
    with pytest.raises(ModelError, match="nobody moves enough"):
        draw_placed([Repeats(person="p", signals=(still, still))], 1, np.random.default_rng(0))


def test_types_of_execution_are_kept_apart_and_varied_alike(tmp_path: Path) -> None:
    groups = load_groups(*write_person(tmp_path))
    repeats = repeats_of(groups)
    assert [len(own.signals) for own in repeats] == [3, 2, 2] * 2
    varied = with_variations(repeats, 2, np.random.default_rng(1))
    assert len(varied) == 3 * len(repeats)
    for own, changed in zip(np.repeat(range(len(repeats)), 2), varied[len(repeats) :], strict=True):
        lengths = [
            len(a) / len(b) for a, b in zip(changed.signals, repeats[own].signals, strict=True)
        ]
        assert np.ptp(lengths) < 0.05
        assert np.linalg.norm(changed.signals[0][:, :3], axis=1).mean() == pytest.approx(9.8, 0.1)


def test_actions_are_cut_to_the_movement_and_brought_to_our_units(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    trial = np.zeros((150, 6))
    trial[:, 2] = 1.0
    trial[50:120, 4] = 90.0 * np.sin(np.linspace(0, 2 * np.pi, 70))
    trials = {f"a1_s3_t{k}_iner": trial + rng.normal(scale=0.001, size=trial.shape) for k in (1, 2)}
    path = tmp_path / "actions.npz"
    np.savez(path, **trials, a2_s3_t1_iner=trial, a1_s3_t1_skel=np.zeros(3))  # type: ignore[arg-type]
    (only,) = load_actions(path)
    assert only.person == "utd s3"
    assert len(only.signals) == 2
    for signal in only.signals:
        assert 70 <= len(signal) <= 96
        assert signal[:, 2].mean() == pytest.approx(9.8, abs=0.1)
        assert signal[:, 4].max() == pytest.approx(np.pi / 2, rel=0.02)


def test_what_holds_no_actions_is_said(tmp_path: Path) -> None:
    path = tmp_path / "actions.npz"
    np.savez(path, other=np.zeros(3))
    with pytest.raises(ModelError, match="no action that a person did twice"):
        load_actions(path)
