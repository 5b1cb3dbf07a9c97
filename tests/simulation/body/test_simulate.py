import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import periodogram

from edge.core.exercises import EXERCISES, Side
from edge.simulation.body import (
    IMPAIRMENTS,
    PARAMETER_BOUNDS,
    PROFILES,
    BodyError,
    PatientSettings,
    Profile,
    SimulatedSession,
    draw_patient,
    simulate_anchor,
    simulate_session,
)
from edge.simulation.body.rules import (
    CALM_TEMPO_AT_LEAST,
    FULL_RANGE_AT_LEAST,
    HELD_AT_LEAST,
    LEANING_AT_LEAST_DEG,
    LOW_RANGE_AT_MOST,
    SHAKY_AT_LEAST_DEG,
    SHORT_HOLD_AT_MOST,
    STEADY_AT_MOST_DEG,
    TOO_FAST_AT_MOST,
    UPRIGHT_AT_MOST_DEG,
)

exercises = st.sampled_from(sorted(EXERCISES))
sides: st.SearchStrategy[Side] = st.sampled_from(("left", "right"))
seeds = st.integers(0, 2**31)


def patient(**changes: object) -> PatientSettings:
    drawn = draw_patient(exercise="shoulder_abduction", seed=1)
    return dataclasses.replace(drawn, **changes)  # type: ignore[arg-type]


def session_of(who: PatientSettings, profile: str | Profile = "healthy") -> SimulatedSession:
    return simulate_session(
        exercise=who.exercise, side=who.side, profile=profile, duration_s=60.0, seed=1, patient=who
    )


@settings(max_examples=25)
@given(exercises, sides, st.sampled_from(sorted(PROFILES)), seeds)
def test_a_minute_is_a_session_of_clear_labels(
    exercise: str, side: Side, profile: str, seed: int
) -> None:
    it = simulate_session(
        exercise=exercise, side=side, profile=profile, duration_s=60.0, rate_hz=10.0, seed=seed
    )
    assert 8 <= len(it.truth) <= 12
    assert it.truth[0].start_s >= 3.0
    assert it.truth[-1].end_s <= 60.0 - 1.5
    for before, after in zip(it.truth[:-1], it.truth[1:], strict=True):
        assert after.start_s - before.end_s >= PROFILES[profile].pause_s[0]
    for one in it.truth:
        range_ratio = one.rom_deg / it.patient.rom_deg
        tempo_ratio = one.tempo_s / it.patient.tempo_s
        is_impaired = {
            "low_range": range_ratio <= LOW_RANGE_AT_MOST,
            "too_fast": tempo_ratio <= TOO_FAST_AT_MOST,
            "shaky": one.tremor_deg >= SHAKY_AT_LEAST_DEG,
            "leaning": one.lean_deg >= LEANING_AT_LEAST_DEG,
            "short_hold": False,
        }
        is_clearly_fine = {
            "low_range": range_ratio >= FULL_RANGE_AT_LEAST,
            "too_fast": tempo_ratio >= CALM_TEMPO_AT_LEAST,
            "shaky": one.tremor_deg <= STEADY_AT_MOST_DEG,
            "leaning": one.lean_deg <= UPRIGHT_AT_MOST_DEG,
            "short_hold": True,
        }
        for impairment in IMPAIRMENTS:
            assert is_impaired[impairment] == (one.impairment == impairment)
            assert is_impaired[impairment] != is_clearly_fine[impairment]


@settings(max_examples=25)
@given(exercises, seeds)
def test_mixed_minute_has_every_impairment(exercise: str, seed: int) -> None:
    it = simulate_session(
        exercise=exercise, profile="mixed", duration_s=60.0, rate_hz=5.0, seed=seed
    )
    possible = set(IMPAIRMENTS) - {"short_hold"}
    possible -= {"leaning"} if EXERCISES[exercise].trunk_may_move else set()
    found = [one.impairment for one in it.truth]
    assert possible <= set(found)
    assert found[0] is None


@settings(max_examples=25)
@given(exercises, st.sampled_from(sorted(PROFILES)), seeds, st.floats(1.0, 8.0))
def test_where_a_hold_is_asked_for_it_is_clearly_held_or_clearly_too_short(
    exercise: str, profile: str, seed: int, hold_s: float
) -> None:
    it = simulate_session(
        exercise=exercise, profile=profile, duration_s=150.0, rate_hz=5.0, seed=seed, hold_s=hold_s
    )
    for one in it.truth:
        held = one.hold_s / hold_s
        assert held <= SHORT_HOLD_AT_MOST or held >= HELD_AT_LEAST
        assert (held <= SHORT_HOLD_AT_MOST) == (one.impairment == "short_hold")
    assert any(one.impairment == "short_hold" for one in it.truth) == (profile == "mixed")


def test_the_limb_really_stays_at_its_end_for_the_hold() -> None:
    it = simulate_session(exercise="elbow_flexion", duration_s=60.0, seed=2, hold_s=3.0)
    for one in it.truth:
        inside = (it.t_s >= one.start_s) & (it.t_s <= one.end_s)
        angle_deg = it.angle_deg[inside]
        near_s = np.count_nonzero(angle_deg >= angle_deg.max() - 3.0) / it.rate_hz
        assert one.hold_s <= near_s + 0.05
        assert near_s < one.hold_s + 0.8


def test_healthy_anchors_and_sessions_have_nothing_wrong() -> None:
    for seed in range(5):
        for exercise in EXERCISES:
            anchor = simulate_anchor(exercise=exercise, seed=seed, rate_hz=10.0)
            healthy = simulate_session(
                exercise=exercise, profile="healthy", duration_s=30.0, rate_hz=10.0, seed=seed
            )
            assert 3 <= len(anchor.truth) <= 5
            assert {one.impairment for one in anchor.truth + healthy.truth} == {None}


def test_same_seed_is_the_same_recording_and_another_is_not() -> None:
    def make(seed: int) -> SimulatedSession:
        return simulate_session(exercise="external_rotation", duration_s=20.0, seed=seed)

    first, again, other = make(3), make(3), make(4)
    np.testing.assert_array_equal(first.accel_m_s2, again.accel_m_s2)
    np.testing.assert_array_equal(first.gyro_rad_s, again.gyro_rad_s)
    assert first.truth == again.truth
    assert first.patient != other.patient
    assert not np.array_equal(first.accel_m_s2, other.accel_m_s2)


def test_anchor_and_session_of_a_seed_share_person_wearing_and_device() -> None:
    anchor = simulate_anchor(exercise="elbow_flexion", seed=9)
    session = simulate_session(exercise="elbow_flexion", duration_s=20.0, seed=9)
    assert anchor.patient == session.patient
    np.testing.assert_allclose(anchor.axis, session.axis)
    still = slice(0, 150)
    bias = [(it.gyro_rad_s - it.ideal_gyro_rad_s)[still].mean(axis=0) for it in (anchor, session)]
    np.testing.assert_allclose(bias[0], bias[1], atol=3e-4)


def test_another_wearing_turns_the_watch_and_nothing_else() -> None:
    first, anew = (
        simulate_session(exercise="elbow_flexion", duration_s=20.0, seed=9, wearing=wearing)
        for wearing in (0, 1)
    )
    assert np.degrees(np.arccos(first.axis @ anew.axis)) > 1.0
    names = ("watch_roll_deg", "watch_yaw_deg")
    turned = {name: getattr(anew.patient, name) for name in names}
    assert dataclasses.replace(first.patient, **turned) == anew.patient
    for name, angle_deg in first.joint_angles.items():
        np.testing.assert_array_equal(angle_deg, anew.joint_angles[name])


@pytest.mark.parametrize("exercise", EXERCISES)
def test_angle_reaches_the_true_range_and_returns(exercise: str) -> None:
    it = simulate_session(exercise=exercise, duration_s=60.0, rate_hz=200.0, seed=2)
    for one in it.truth:
        inside = (it.t_s >= one.start_s) & (it.t_s <= one.end_s)
        angle_deg = it.angle_deg[inside]
        assert angle_deg.max() - angle_deg[0] == pytest.approx(one.rom_deg, abs=0.2)
        assert abs(angle_deg[0]) < 3.0
        assert abs(angle_deg[-1]) < 3.0


def test_stands_still_at_first_and_only_fidgets_in_the_pauses() -> None:
    for seed in range(5):
        for exercise in EXERCISES:
            it = simulate_session(exercise=exercise, duration_s=40.0, seed=seed)
            assert np.ptp(it.angle_deg[it.t_s < 3.0]) < 1.5
            at_rest = np.ones(len(it.t_s), dtype=bool)
            for one in it.truth:
                at_rest &= (it.t_s < one.start_s) | (it.t_s > one.end_s)
            assert np.abs(it.angle_deg[at_rest]).max() < 0.25 * it.patient.rom_deg


def test_range_and_tempo_are_those_of_the_patient() -> None:
    who = patient(rom_deg=100.0, outward_s=1.0, hold_s=0.5, returning_s=2.0, tempo_variability=0.0)
    it = session_of(dataclasses.replace(who, rom_variability=0.0))
    assert [one.rom_deg for one in it.truth] == pytest.approx([100.0] * len(it.truth), abs=2.0)
    assert [one.tempo_s for one in it.truth] == pytest.approx([3.5] * len(it.truth))


def test_variability_is_that_of_the_patient() -> None:
    who = patient(rom_variability=0.03, tempo_variability=0.05)
    it = simulate_session(
        exercise=who.exercise, profile="healthy", duration_s=900.0, rate_hz=5.0, seed=1, patient=who
    )
    tempo = np.array([one.tempo_s for one in it.truth]) / who.tempo_s
    joint_rom = np.array([one.joint_rom_deg + one.lean_deg for one in it.truth]) / who.rom_deg
    assert tempo.std() == pytest.approx(0.05, rel=0.15)
    assert joint_rom.std() == pytest.approx(0.03, rel=0.15)


def test_lean_adds_to_the_arm_and_takes_from_the_joint() -> None:
    it = session_of(patient(rom_variability=0.0), Profile(title="", impaired=("leaning",) * 7))
    leaning = [one for one in it.truth if one.impairment == "leaning"]
    assert len(leaning) >= 7
    for one in leaning:
        assert one.rom_deg == pytest.approx(it.patient.rom_deg, abs=3.0)
        assert one.joint_rom_deg + one.lean_deg == pytest.approx(it.patient.rom_deg)
    bend = sum(it.joint_angles[f"{part}_lateral_deg"] for part in ("hip", "lumbar", "thoracic"))
    assert np.max(bend) == pytest.approx(max(one.lean_deg for one in it.truth), abs=0.2)


def test_tremor_has_its_frequency_and_amplitude() -> None:
    quiet = {"ripple": 0.0, "sway_deg": 0.0, "breath_deg": 0.0}
    it = session_of(patient(tremor_hz=6.0, **quiet), Profile(title="", impaired=("shaky",) * 7))
    one = max(it.truth, key=lambda repetition: repetition.tremor_deg)
    inside = (it.t_s > one.start_s) & (it.t_s < one.end_s)
    elevation_deg = it.joint_angles["right_shoulder_elevation_deg"][inside]
    frequency_hz, power = periodogram(elevation_deg, it.rate_hz, "hann")
    above = frequency_hz > 3.0
    assert frequency_hz[above][power[above].argmax()] == pytest.approx(6.0, abs=0.6)
    amplitude_deg = np.sqrt(2.0 * power[above].sum() * frequency_hz[1])
    assert amplitude_deg == pytest.approx(one.tremor_deg, rel=0.25)


def test_fatigue_takes_the_range_and_never_stops_in_between() -> None:
    for seed in range(10):
        it = simulate_session(
            exercise="shoulder_flexion", profile="fatigue", duration_s=60.0, rate_hz=5.0, seed=seed
        )
        labels = [one.impairment for one in it.truth]
        assert labels[0] is None
        assert labels[-1] == "low_range"
        assert sorted(labels, key=lambda label: label is not None) == labels


@pytest.mark.parametrize("name", PARAMETER_BOUNDS)
@pytest.mark.parametrize("beyond", [-1.0, 1.0])
def test_a_parameter_out_of_bounds_is_named(name: str, beyond: float) -> None:
    bounds = PARAMETER_BOUNDS[name]
    wrong = bounds.low - 0.01 if beyond < 0 else bounds.high + 0.01
    with pytest.raises(BodyError, match=name):
        patient(**{name: wrong})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"exercise": "juggling"}, "juggling"),
        ({"profile": "lazy"}, "lazy"),
        ({"side": "middle"}, "middle"),
        ({"duration_s": 5.0}, "too short"),
        ({"rate_hz": 1.0}, "rate_hz"),
        ({"seed": -1}, "seed"),
    ],
)
def test_what_cannot_be_simulated_is_said(changes: dict[str, object], words: str) -> None:
    arguments: dict[str, object] = {"exercise": "elbow_flexion", "duration_s": 20.0, "seed": 0}
    with pytest.raises(BodyError, match=words):
        simulate_session(**(arguments | changes))  # type: ignore[arg-type]


def test_a_profile_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(BodyError, match="at most 7"):
        Profile(title="", impaired=("shaky",) * 8)
    with pytest.raises(BodyError, match="pause_s"):
        Profile(title="", pause_s=(2.0, 1.0))
    with pytest.raises(BodyError, match="range_loss"):
        Profile(title="", range_loss=0.9)
