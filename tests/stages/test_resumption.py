"""A restarted `motion` knows all that the one before it knew, and invents nothing."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pytest

from edge.core.messages.base import Message
from edge.core.messages.exercise import Progress, Repetition
from edge.core.messages.restart import RestartMark
from edge.simulation.patient import SimulatedPatient, overlap
from edge.stages.motion import Motion
from tests.stages.playing import (
    PATIENT,
    START,
    at_times,
    command,
    middle_of,
    packets_of,
    repetitions,
    session_of,
    session_plan_of,
)

TRUTH = session_of(PATIENT).truth

BEGINS_ANEW: Final = {
    "Motion._resampler": "the stream before the restart is gone",
    "Motion._orientation": "the tilt is found anew, the heading is arbitrary; its bias is compared",
    "Motion._tilt_rate": "the stream before the restart is gone",
    "Motion._window": "the stream before the restart is gone",
    "Motion._pose": "the heading is arbitrary",
    "Motion._last_ns": "the stream begins anew",
    "Motion._hole_ends_ns": "a repetition under way is lost, with a hole or without",
    "Motion._progress_seq": "each process counts for itself",
    "Motion._repetition_seq": "each process counts for itself",
    "ExerciseRun._detector": "its rest pose is found anew, and a movement under way is lost",
    "ExerciseRun._tracker": "a movement under way is lost",
    "ExerciseRun._rest": "found anew: the heading is arbitrary",
    "ExerciseRun._followed_since_ns": "a movement under way is lost",
    "ExerciseRun.angle_deg": "no angle before the rest pose is found",
    "ExerciseRun.position": "a movement under way is lost",
    "ExerciseRun.hold_left_s": "a movement under way is lost",
    "CameraSide._sync": "its result is compared, as offset_ms",
    "CameraSide._limb": "the camera's rest pose is taken anew at rest",
    "CameraSide._fusion": "the camera is matched with the watch anew",
    "CameraSide._seen": "what was seen of a movement under way is lost",
    "CameraSide._settled_ns": "the camera's rest pose is taken anew at rest",
    "RestGuess.moving": "compared as a part of the resumption: the old one knew of the movement",
    "RestGuess.sure": "the rest pose is guessed anew",
}
"""What a restart may lose, and why; all else must be as in a `motion` that never died."""


def restarted(motion: Motion, at_ns: int = 0) -> Message:
    """Return the mark of a restart that knows what `motion` leaves."""
    return RestartMark(seq=0, sensor_ns=at_ns, host_ns=at_ns, resumption=motion.resumption)


def played(motion: Motion, messages: Iterable[Message]) -> list[Message]:
    return [out for message in messages for out in motion.process(message)]


def differing(one: Any, other: Any) -> set[str]:
    """Return the fields, all the way down, in which two objects of this stage differ."""
    found = set()
    for name, value in vars(one).items():
        field = f"{type(one).__name__}.{name}"
        against = vars(other)[name]
        if type(value).__module__.startswith("edge.stages") and type(value) is type(against):
            found |= {field} & BEGINS_ANEW.keys() or differing(value, against)
        elif not equal(value, against):
            found.add(field)
    return found


def equal(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        return bool(np.array_equal(one, other))
    return bool(one == other)  # what has no equality of its own equals only itself


MOMENTS: Final = {
    "before the start": [],
    "at rest": at_times(packets_of(), START)[:900],
    "in a movement": [START, *(p for p in packets_of() if p.sensor_ns < middle_of(3) * 1e9)],
    "paused": at_times(packets_of(), START, command("pause", TRUTH[1].end_s + 1.0)),
    "paused in a movement": at_times(packets_of(), START, command("pause", middle_of(2))),
    "between exercises": at_times(packets_of(), START, command("next", TRUTH[1].end_s + 1.0)),
    "finished": at_times(packets_of(), START, command("finish", TRUTH[2].end_s + 1.0)),
    "finished while paused": at_times(
        packets_of(), START, command("pause", 9.0), command("finish", 12.0)
    ),
    "in the second exercise": at_times(
        packets_of(), START, command("next", 9.0), command("start", 9.5, 1)
    ),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_restarted_motion_equals_one_that_never_died_field_by_field(moment: str) -> None:
    anchors, holds_s = session_plan_of().anchors * 2, (0.0, 5.0)
    lived, fresh = Motion(anchors, holds_s=holds_s), Motion(anchors, holds_s=holds_s)
    played(lived, MOMENTS[moment])
    played(fresh, [restarted(lived)])
    assert fresh.resumption == lived.resumption
    assert differing(lived, fresh) <= BEGINS_ANEW.keys()


def test_a_pause_outlives_a_restart() -> None:
    pause_s, resume_s = TRUTH[1].end_s + 1.0, TRUTH[3].end_s + 0.5
    packets = packets_of()
    motion = Motion(session_plan_of().anchors)
    stream = at_times(packets, START, command("pause", pause_s), command("resume", resume_s))
    at = next(i for i, m in enumerate(stream) if m.sensor_ns > middle_of(3) * 1e9)
    first = played(motion, stream[:at])
    second = played(motion, [restarted(motion), *stream[at:]])
    found = repetitions([*first, *second])
    assert [r.number for r in found] == list(range(1, len(TRUTH) - 1))
    shown = [m for m in second if isinstance(m, Progress) and m.sensor_ns < resume_s * 1e9]
    assert {p.activity for p in shown} == {"paused"}


def test_a_finished_session_stays_finished() -> None:
    motion = Motion(session_plan_of().anchors)
    played(motion, [START, command("finish")])
    out = played(motion, [restarted(motion), *packets_of()])
    assert repetitions(out) == []
    assert {m.activity for m in out if isinstance(m, Progress)} == {"finished"}


PEOPLE: Final = (
    replace(PATIENT, seed=761, profile="tremor"),
    replace(PATIENT, exercise="trunk_extension", seed=757, profile="healthy"),
    replace(PATIENT, exercise="trunk_extension", seed=765),
    replace(PATIENT, exercise="trunk_flexion", seed=728, profile="tremor"),
    replace(PATIENT, exercise="elbow_flexion", seed=707, profile="hasty"),
    replace(PATIENT, exercise="external_rotation", seed=771),
)
NEAR_S: Final = 10.0
"""So long after a break a repetition may still be missing: the rest pose is waited for."""


@pytest.mark.parametrize("gap", [False, True], ids=["restart", "gap"])
@pytest.mark.parametrize("patient", PEOPLE, ids=lambda p: f"{p.exercise}-{p.profile}-{p.seed}")
def test_breaks_at_any_instant_invent_nothing_and_cost_what_they_hit(
    patient: SimulatedPatient, gap: bool
) -> None:
    packets, session = packets_of(patient), session_of(patient)
    rng = np.random.default_rng(patient.seed)
    for _ in range(2):
        cuts = sorted(int(cut) for cut in rng.integers(60, len(packets) - 20, 2))
        motion = Motion(session_plan_of(patient).anchors)
        found: list[Repetition] = []
        stream: Iterable[Message] = [START, *packets[: cuts[0]]]
        for cut, end in zip(cuts, [*cuts[1:], len(packets)], strict=True):
            found += repetitions(played(motion, stream))
            if gap:
                back = replace(packets[cut + 10], gap=True, lost=10) if cut + 10 < end else None
                stream = [] if back is None else [back, *packets[cut + 11 : end]]
            else:
                stream = [restarted(motion, packets[cut].sensor_ns), *packets[cut:end]]
        found += repetitions(played(motion, stream))
        at_s = [packets[cut].sensor_ns / 1e9 for cut in cuts]
        spans = [(r.start_ns / 1e9, r.end_ns / 1e9, r.angle_deg.max()) for r in found]
        for begin_s, end_s, rom_deg in spans:
            true = max(session.truth, key=lambda t: overlap(begin_s, end_s, t.start_s, t.end_s))
            assert overlap(begin_s, end_s, true.start_s, true.end_s) > 0.5, (at_s, begin_s)
            assert rom_deg == pytest.approx(true.rom_deg, abs=5), (at_s, begin_s)
        for true in session.truth:
            if all(not at - 0.5 < true.end_s < at + NEAR_S for at in at_s):
                assert any(overlap(b, e, true.start_s, true.end_s) > 0.5 for b, e, _ in spans), at_s
        assert [r.number for r in found] == list(range(1, len(found) + 1))
