"""The sets that counting is judged on have the truth that they claim."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.errors import EvaluationError
from benchmarks.evaluations.counting import counted_sets, held_out_days
from benchmarks.evaluations.counting.counted_sets import CountedSets, simple_count
from benchmarks.evaluations.counting.drawn_sets import KINDS, RATE_HZ, CountedSet, drawn_set
from benchmarks.evaluations.counting.edited_sets import edited_set, uci_clips, uci_sets
from benchmarks.evaluations.counting.gym_sets import KINDS as GYM_KINDS
from benchmarks.evaluations.counting.gym_sets import composed, daily_life, gym_sets
from benchmarks.question import ignored
from edge.core.arrays import Floats
from edge.repetitions.counting.count_settings import COUNT_SETTINGS, CountSettings
from edge.repetitions.counting.sets import CountedRecording, CountedRepetition
from edge.repetitions.counting.sets import CountedSet as CountedSetOf
from tests.benchmarks.shown import shown


def waves(count: int, rate_hz: float, seconds: float = 2.0) -> Floats:
    """A watch that is turned to and fro that many times, with a second's rest around."""
    t_s = np.arange(round(count * seconds * rate_hz)) / rate_hz
    angle = (1 - np.cos(2 * np.pi * t_s / seconds)) / 2
    angle = np.pad(angle, round(rate_hz))
    zero = np.zeros_like(angle)
    rate = np.gradient(angle, 1 / rate_hz)
    return np.column_stack([9.81 * np.sin(angle), zero, 9.81 * np.cos(angle), zero, rate, zero])


@pytest.mark.parametrize("kind", KINDS)
def test_drawn_sets_are_reproducible_and_worn_on_earth(kind: str) -> None:
    one = drawn_set(kind, 3)
    assert np.array_equal(one.signal, drawn_set(kind, 3).signal)
    assert 5 <= one.count <= 30
    low, high = np.percentile(np.linalg.norm(one.signal[:, :3], axis=1), [5, 95])
    assert low < 9.81 < high


def test_simple_counter_is_good_at_what_is_simple() -> None:
    assert abs(simple_count(waves(12, RATE_HZ)) - 12) <= 1


def test_recorded_and_edited_sets(tmp_path: Path) -> None:
    path, truth = tmp_path / "s9.npz", tmp_path / "truth.json"
    block = waves(10, 25.0)
    units = np.stack([np.concatenate([block] * 3), 0.1 * np.concatenate([block] * 3)])
    np.savez(path, e1_test=units)
    rows = [
        [25 + len(block) * k + 50 * i, 75 + len(block) * k + 50 * i, k + 1]
        for k in range(3)
        for i in range(10)
    ]
    truth.write_text(json.dumps({"s9": {"e1": rows}}))
    recorded = list(uci_sets(path, truth, seed=1))
    assert [(one.name, one.count) for one in recorded] == [
        (f"s9 e1 type {kind} unit 1", 10) for kind in (1, 2, 3)
    ]
    clips = uci_clips(path, truth)
    edited = edited_set("edited", "s9 e1 type 1 unit 1", clips, clips, seed=2)
    longest_s = 30 * (2 * 1.5 * 1.2 * 1.4 + 1.5 * 5) + 60
    assert edited.count * 1.0 < len(edited.signal) / RATE_HZ < longest_s


def test_run_gives_figures_for_both_counters() -> None:
    result = CountedSets(sets=4, first_seed=1).run(ignored)
    assert result.groups["all"].sets == 4
    wrong = {entry.set for entry in result.missed}
    assert result.groups["drawn"].ours_exact_percent == 100 * (4 - len(wrong)) / 4
    assert 0 <= result.groups["all"].simple_exact_percent <= 100
    assert "drawn" in shown(result)


def write_gym(folder: Path) -> None:
    turns = np.repeat(waves(8, 50.0, seconds=3.0), 2, axis=0)
    names = [f"{day}0124_CURL_W5_S{k}_R8" for day in ("01", "02") for k in (1, 2)]
    np.savez(folder / "sets.npz", **dict.fromkeys(names, turns))  # type: ignore[arg-type]
    rows = {name: {"visible": 8, "trust": True} for name in names}
    rows["010124_CURL_W5_S3_R8"] = {"visible": 7, "trust": False}
    (folder / "counts.json").write_text(json.dumps(rows))


def test_only_trusted_gym_sets_take_part(tmp_path: Path) -> None:
    write_gym(tmp_path)
    sets = gym_sets(tmp_path)
    assert [one.count for one in sets] == [8, 8, 8, 8]
    assert len(sets[0].signal) == len(waves(8, 50.0, seconds=3.0))
    with pytest.raises(EvaluationError, match="holds no gym sets"):
        gym_sets(tmp_path / "nowhere")


@pytest.mark.parametrize("seed", range(len(GYM_KINDS)))
def test_a_composed_recording_holds_its_sets_and_is_reproducible(tmp_path: Path, seed: int) -> None:
    write_gym(tmp_path)
    sets = gym_sets(tmp_path)
    one = composed(sets, seed)
    assert one.group == GYM_KINDS[seed]
    assert one.count % 8 == 0
    assert np.isfinite(one.signal).all()
    assert len(one.signal) >= one.count // 8 * len(sets[0].signal)
    assert np.array_equal(one.signal, composed(sets, seed).signal)


def test_daily_life_is_as_long_as_was_asked_for_and_in_gravity() -> None:
    signal = daily_life(60.0, 5)
    assert len(signal) / RATE_HZ >= 60.0
    assert 9.0 < float(np.median(np.linalg.norm(signal[:, :3], axis=1))) < 10.6


def test_gym_sets_in_daily_life_have_figures_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_gym(tmp_path)
    monkeypatch.setattr(counted_sets, "_RESTS", 1)
    monkeypatch.setattr(counted_sets, "held_out_days", lambda *_: {})
    result = CountedSets(sets=1, gym=tmp_path, compose=6).run(ignored)
    assert set(result.by_kind) == set(GYM_KINDS)
    assert result.exact is not None
    assert result.exact <= (result.within_one or 0.0)
    assert "Gym sets in daily life" in shown(result)


def test_a_held_out_day_has_no_say_in_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first day is right with one setting, the second with another; a third with both."""
    few, many = (replace(COUNT_SETTINGS, background=background) for background in (1.0, 2.0))
    right = {"01": 1.0, "02": 2.0, "03": None}

    def found(signal: Floats, _rate_hz: float, settings: CountSettings) -> CountedRecording:
        wanted = right[f"0{len(signal)}"]
        repetition = CountedRepetition(start_s=0.0, end_s=1.0)
        one = CountedSetOf(repetitions=(repetition,) * (2 + (wanted == settings.background)))
        return CountedRecording(sets=(one,))

    monkeypatch.setattr(held_out_days, "count_sets", found)
    sets = [
        CountedSet(group="gym", name=f"0{day}_CURL", signal=np.zeros((day, 6)), count=count)
        for day, count in ((1, 3), (2, 3), (2, 3), (3, 2))
    ]
    days = held_out_days.held_out_days(sets, ignored, (few, many))
    assert {day: (one.sets, one.background, one.exact) for day, one in days.items()} == {
        "01": (1, 2.0, 0.0),
        "02": (2, 1.0, 0.0),
        "03": (1, 2.0, 1.0),
    }
    assert held_out_days.held_out_days(sets[:1], ignored, (few, many)) == {}
