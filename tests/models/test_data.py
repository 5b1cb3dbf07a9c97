from pathlib import Path

import numpy as np
import pytest

from edge.core.anchor import PIPELINE_RATE_HZ
from models.data.edits import Edit
from models.data.executions import Group
from models.data.graded import draw_edit, graded, kind_of
from models.data.local import draw_local
from models.data.recorded import load_groups
from models.data.simulated import simulated_group
from models.data.varied import varied
from models.inference.errors import ModelError
from tests.models.toys import ROM_RAD, write_person


@pytest.fixture(scope="module")
def group(tmp_path_factory: pytest.TempPathFactory) -> Group:
    return load_groups(*write_person(tmp_path_factory.mktemp("toy")))[0]


def test_recorded_executions_are_cut_and_brought_to_the_pipelines_rate(group: Group) -> None:
    assert [e.kind for e in group.executions].count("correct") == 3
    assert len(group.anchor.signal) == pytest.approx(4.0 * PIPELINE_RATE_HZ, rel=0.06)
    assert np.exp(group.anchor.measures[0]) == pytest.approx(ROM_RAD[1], rel=0.08)
    assert np.exp(group.templates["low_amplitude"].measures[0]) == pytest.approx(0.6, rel=0.08)
    assert not group.simulated


def test_only_the_unit_that_moves_serves(tmp_path: Path) -> None:
    assert len(load_groups(*write_person(tmp_path), every_unit=True)) == 2


@pytest.mark.parametrize(
    ("npz", "truth", "sentence"),
    [
        (b"", None, "does not hold|toy.npz"),
        (None, "[]", "does not hold marked"),
        (None, "{}", "marks no exercise"),
        (None, '{"e1": [[1, 2]]}', "toy.npz"),
    ],
)
def test_foreign_files_are_said(
    tmp_path: Path, npz: bytes | None, truth: str | None, sentence: str
) -> None:
    path, marked = write_person(tmp_path)
    if npz is not None:
        path.write_bytes(npz)
    if truth is not None:
        marked.write_text(truth)
    with pytest.raises(ModelError, match=sentence):
        load_groups(path, marked)


def test_graded_edits_are_made_of_correct_repetitions_and_repeatable(group: Group) -> None:
    made, again = (graded(group, 4, np.random.default_rng(1)) for _ in range(2))
    assert len(made) == 12
    for one, other in zip(made, again, strict=True):
        np.testing.assert_array_equal(one.signal, other.signal)


def test_the_distribution_is_the_documented_one() -> None:
    rng = np.random.default_rng(0)
    edits = [draw_edit(rng) for _ in range(4000)]
    assert np.mean([e.gain != 1.0 for e in edits]) == pytest.approx(0.5, abs=0.03)
    assert np.mean([e.tremor > 0.0 for e in edits]) == pytest.approx(0.5, abs=0.03)
    assert np.mean([e.pause_s > 0.0 for e in edits]) == pytest.approx(0.25, abs=0.03)
    assert np.mean([e.stop - e.start < 0.99 for e in edits]) == pytest.approx(0.3, abs=0.03)
    assert all(0.35 <= e.gain <= 1.2 and 0.6 <= e.tempo <= 2.2 for e in edits)


@pytest.mark.parametrize(
    ("edit", "kind"),
    [
        (Edit(), "correct"),
        (Edit(gain=0.6), "low_amplitude"),
        (Edit(tempo=2.0), "too_fast"),
        (Edit(gain=0.8), None),
        (Edit(gain=0.6, tempo=2.0), None),
        (Edit(tremor=0.1), None),
        (Edit(gain=0.6, start=0.2, stop=0.3), None),
    ],
)
def test_an_edit_has_a_type_where_there_is_no_doubt(edit: Edit, kind: str | None) -> None:
    assert kind_of(edit) == kind


@pytest.mark.parametrize("seed", range(20))
def test_a_local_fault_is_where_it_is_said_to_be(group: Group, seed: int) -> None:
    original = group.correct[0].signal
    local = draw_local(original, np.random.default_rng(seed))
    assert 0 <= local.start < local.stop <= len(local.signal)
    untouched = max(local.start - 10, 0)
    np.testing.assert_allclose(local.signal[:untouched, 3:], original[:untouched, 3:], atol=1e-6)
    after = len(local.signal) - local.stop - 10
    if after > 0:
        # Behind the fault the same movement goes on, at most a fraction of a sample later.
        difference = local.signal[-after:, 3:] - original[-after:, 3:]
        assert np.abs(difference).max() < 0.2


def test_a_simulated_group_says_so_and_holds_every_type() -> None:
    simulated = simulated_group("elbow_flexion", 3)
    assert simulated.simulated
    assert {e.kind for e in simulated.executions} == {
        "correct", "too_fast", "low_amplitude", None
    }  # fmt: skip


def test_a_variation_keeps_how_executions_relate(group: Group) -> None:
    other = varied(group, np.random.default_rng(2))
    own, new = (
        [e.measures[0] - g.anchor.measures[0] for e in g.executions] for g in (group, other)
    )
    np.testing.assert_allclose(own, new, atol=0.03)
    ratio = [
        len(b.signal) / len(a.signal)
        for a, b in zip(group.executions, other.executions, strict=True)
    ]
    assert np.ptp(ratio) < 0.02
