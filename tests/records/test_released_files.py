"""Files that version 0.1.0 wrote stay readable and mean the same (see tests/data/released_0_1)."""

import json
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from edge.bus.errors import CodecError
from edge.bus.json_form import from_json, to_json
from edge.core.arrays import AXES
from edge.core.findings import Place
from edge.core.messages.camera import Pose
from edge.core.messages.exercise import Command, Feedback, Summary
from edge.core.messages.imu import Imu
from edge.core.messages.restart import RestartMark, Resumption
from edge.processes.comparison_networks import networks_here
from edge.records.anchor_store import ANCHOR_CODEC, ANCHORS
from edge.records.former_messages import as_written_now
from edge.records.imu_calibration_store import CALIBRATION_CODEC, CALIBRATIONS
from edge.records.plan import load_plan
from edge.records.recording import Recording, read_recording
from edge.records.session_history import FILE_NAME, append_history, read_history
from edge.records.session_metadata import SessionMetadata
from edge.report.latency import latency_html
from edge.report.latency_figures import read_latency
from edge.session.feedback_row import feedback_row
from edge.session.replay import likeness, outputs, replay
from tests.judgements import judgement_of

ROOT = Path(__file__).parents[1] / "data/released_0_1"
PATIENT = "simulated"
SESSION = ROOT / PATIENT / "sessions/2026-11-29_02-03-58"
VALUES = (
    *("start_ns", "end_ns", "rom_deg", "rom_difference_deg", "stability"),
    *("stability_difference", "tempo_s", "tempo_ratio", "lean_deg"),
)
EXPECTED: dict[str, list[dict[str, Any]]] = json.loads((ROOT / "expected.json").read_text())


@pytest.fixture(scope="module")
def recording() -> Recording:
    return read_recording(SESSION)


@pytest.fixture(scope="module")
def feedbacks(recording: Recording) -> list[Feedback]:
    return [message for message in outputs(replay(recording)) if isinstance(message, Feedback)]


def test_a_session_replays_to_what_was_said_live_but_for_names_of_places_and_scores(
    recording: Recording,
) -> None:
    assert recording.warnings == ()
    assert recording.is_former
    assert sum(isinstance(message, Imu) for message in recording.messages) > 500
    live = outputs(recording.messages)
    assert len(live) == len(EXPECTED["repetitions"]) + len(EXPECTED["summaries"])
    again = replay(recording)
    assert likeness(again, recording) == "worded_otherwise"
    assert likeness(again, replace(recording, is_former=False)) == "different"
    assert likeness(again, replace(recording, messages=tuple(again))) == "same"


def further(feedback: Feedback) -> Feedback:
    judgement = judgement_of(feedback)
    return replace(feedback, judgement=replace(judgement, rom_deg=judgement.rom_deg + 1e-9))


@pytest.mark.parametrize(
    "change",
    [further, lambda one: replace(one, cue_kind="too_fast"), lambda one: replace(one, number=3)],
)
def test_a_figure_that_differs_is_no_matter_of_words(
    recording: Recording, change: Callable[[Feedback], Feedback]
) -> None:
    again = [change(one) if isinstance(one, Feedback) else one for one in replay(recording)]
    assert likeness(again, recording) == "different"


def test_another_score_of_the_network_is_no_matter_of_what_was_measured(
    recording: Recording,
) -> None:
    again = replay(recording)
    changed = [scored(one) if isinstance(one, Feedback) else one for one in again]
    assert likeness(changed, recording) == "worded_otherwise"
    # A recording of now has the scores of the network of now.
    of_now = replace(recording, messages=tuple(again), is_former=False)
    assert likeness(again, of_now) == "same"
    assert likeness(changed, of_now) == "different"
    for networks, expected in ((networks_here(), "different"), (("snn 0",), "scored_otherwise")):
        named = dict(recording.metadata) | {"networks": "\n".join(networks)}
        assert likeness(changed, replace(of_now, metadata=named)) == expected


def scored(feedback: Feedback) -> Feedback:
    return replace(feedback, judgement=replace(judgement_of(feedback), similarity=0.5))


def test_a_session_replays_to_the_words_of_that_version(feedbacks: list[Feedback]) -> None:
    assert [(f.number, f.cue_kind, f.cue) for f in feedbacks] == [
        (row["number"], row["cue_kind"], row["cue"]) for row in EXPECTED["repetitions"]
    ]


def test_a_session_replays_to_the_values_of_that_version(feedbacks: list[Feedback]) -> None:
    for feedback, row in zip(feedbacks, EXPECTED["repetitions"], strict=True):
        judgement, flat = judgement_of(feedback), feedback_row(feedback)
        own = {name: flat[name] for name in VALUES}
        assert own == pytest.approx({name: row[name] for name in VALUES}, rel=1e-6)
        # Another network gave it then.
        assert judgement.similarity == pytest.approx(row["similarity"], abs=0.1)
        assert list(judgement.critical) == row["critical"]
        assert judgement.scored_by == row["scored_by"]
        differences_deg = [segment.angle_difference_deg for segment in judgement.segments]
        assert differences_deg == pytest.approx(row["angle_difference_deg"], rel=1e-6)


def test_a_session_replays_to_the_summary_of_that_version(recording: Recording) -> None:
    (summary,) = [m for m in outputs(replay(recording)) if isinstance(m, Summary)]
    (row,) = EXPECTED["summaries"]
    assert summary.words == row["words"]
    assert (summary.done, summary.correct, summary.prescribed) == (2, 1, 2)
    assert summary.cue_counts == row["cue_counts"]
    assert summary.rom_deg == pytest.approx(row["rom_deg"])


def test_a_session_carries_the_plan_and_the_reference_it_was_done_by(recording: Recording) -> None:
    metadata = SessionMetadata.read(recording.metadata)
    assert (metadata.simulated, metadata.watch) == (True, "virtual")
    assert metadata.began_at is not None
    assert metadata.began_at.date().isoformat() == "2026-11-29"
    carried = metadata.required_plan()
    (planned,) = carried.plan.exercises
    assert (planned.name, planned.side, planned.repetitions) == ("shoulder_abduction", "right", 2)
    assert carried.calibration is None
    kept = ANCHORS.load(ROOT, PATIENT, "shoulder_abduction-right")
    (anchor,) = carried.anchors
    assert np.array_equal(anchor.signal, kept.signal)


def test_a_session_of_a_calibrated_watch_carries_the_calibration(recording: Recording) -> None:
    text = (ROOT / PATIENT / "watches/virtual.json").read_text()
    metadata = SessionMetadata.read({**recording.metadata, "correction": text})
    calibration = metadata.required_plan().calibration
    assert calibration is not None
    assert calibration.poses == 6


def test_a_repetition_that_was_not_compared_is_read_as_such() -> None:
    row = {
        **{"seq": 4, "sensor_ns": 9, "host_ns": 9, "exercise": 0, "number": 5},
        **{"start_ns": 1, "end_ns": 8, "similarity": None, "rom_deg": None},
        **{"rom_difference_deg": None, "stability": None, "stability_difference": None},
        **{"tempo_s": 2.5, "tempo_ratio": 0.9, "lean_deg": None, "segments": [], "critical": []},
        **{"cue_kind": "praise", "cue": "This repetition counts", "judged": False},
        "aligned": {axis: [None, None] for axis in AXES},
        **{"aligned_angle_deg": [None, None], "camera_rom_deg": 80.5, "scored_by": "alignment"},
        "views": [],
    }
    read = from_json(*as_written_now("Feedback", json.dumps(row).encode()))
    assert isinstance(read, Feedback)
    assert (read.judgement, read.cue_kind, read.cue_facts) == (None, "not_compared", None)
    assert (read.number, read.start_ns, read.end_ns, read.tempo_s) == (5, 1, 8, 2.5)
    assert (read.cue, read.camera_rom_deg) == ("This repetition counts", 80.5)
    now = to_json(read)
    assert as_written_now("Feedback", now) == ("Feedback", now)


@pytest.mark.parametrize("damaged", [b"{", b"[1]", b"null", b"{}"])
def test_feedback_that_is_damaged_is_refused(damaged: bytes) -> None:
    with pytest.raises(CodecError, match="Feedback cannot be read"):
        from_json(*as_written_now("Feedback", damaged))


def test_every_kind_of_message_that_motion_consumed_is_read() -> None:
    recording = read_recording(ROOT / "messages.mcap")
    assert recording.warnings == ()
    start, rate, mark, pose = recording.messages
    assert isinstance(start, Command)
    assert (start.action, start.exercise, start.pain) == ("start", 0, None)
    assert isinstance(rate, Command)
    assert (rate.action, rate.pain, rate.effort) == ("rate", 2, 7)
    assert isinstance(mark, RestartMark)
    assert mark.resumption == Resumption(exercise=1, completed=3)
    assert isinstance(pose, Pose)
    assert (pose.presence, pose.height, pose.width) == ("followed", 480, 640)
    assert np.isnan(pose.landmarks_px[1]).all()
    assert pose.landmarks_px[2].tolist() == [1.333, 1.667]


def test_the_latencies_of_a_session_are_read() -> None:
    figures = read_latency(SESSION / "latency.json")
    assert figures["end_to_end"]["progress"]["n"] == 601
    assert "601" in latency_html(figures, "a session")


def test_a_reference_is_read() -> None:
    anchor = ANCHORS.load(ROOT, PATIENT, "shoulder_abduction-right")
    assert (anchor.exercise, anchor.side, anchor.simulated) == ("shoulder_abduction", "right", True)
    assert anchor.recorded == "simulated patient, seed 3"
    assert anchor.signal.shape == (len(anchor.angle_deg), 6)
    assert anchor.orientation.shape == (len(anchor.angle_deg), 4)
    assert math.isclose(anchor.rom_deg, anchor.angle_deg.max(), abs_tol=1e-9)
    row = json.loads((ROOT / PATIENT / "anchors/shoulder_abduction-right.json").read_text())
    assert anchor.signal.tolist() == row["signal"]
    assert [other.tolist() for other in anchor.others] == row["others"]


def test_a_calibration_is_read() -> None:
    calibration = CALIBRATIONS.load(ROOT, PATIENT, "virtual")
    assert calibration.poses == 6
    bias_m_s2 = [-0.17032439814000874, 0.0463789309183085, -0.08844636001227918]
    assert calibration.accel_bias_m_s2.tolist() == bias_m_s2
    rest = np.array([[0.1, -0.2, 9.8]])
    accel, gyro = calibration.apply(rest, np.array([[0.0, 0.1, 0.0]]))
    assert accel[0] == pytest.approx([0.590155782096421, -1.8492130268832663, 9.66682073610814])
    assert gyro[0] == pytest.approx([-0.0030504255181, 0.0943338907742, 0.0208486775511])


def test_what_is_written_now_has_the_form_of_that_version() -> None:
    anchor = (ROOT / PATIENT / "anchors/shoulder_abduction-right.json").read_text()
    assert ANCHOR_CODEC.text(ANCHOR_CODEC.value(anchor)) == anchor
    calibration = (ROOT / PATIENT / "watches/virtual.json").read_text()
    assert CALIBRATION_CODEC.text(CALIBRATION_CODEC.value(calibration)) == calibration


def test_a_plan_with_every_field_is_read() -> None:
    plan = load_plan(ROOT / "plan.toml")
    first, second = plan.exercises
    assert (plan.patient, plan.schema) == ("p001", 2)
    assert (first.name, first.side) == ("shoulder_abduction", "right")
    assert (first.sets, first.repetitions) == (3, 12)
    assert (first.target_rom_deg, first.max_rom_deg) == (92.5, 120.0)
    assert (first.anchor, first.cues) == ("shoulder_abduction-right", False)
    assert (first.hold_s, first.rest_s) == (2.5, 45.0)
    assert (second.name, second.side) == ("elbow_flexion", "left")
    assert second.anchor_name == "elbow_flexion-left"
    assert (plan.plan_id, plan.version, plan.schedule.planned_a_week) == ("", 0, 0)
    assert not plan.hub.send
    assert plan.speech.cues
    assert (plan.camera.picture, plan.camera.mirrored) == (True, False)
    assert (plan.store.recording, plan.store.history) == (False, True)


def test_a_history_is_read() -> None:
    (entry,) = read_history(ROOT / PATIENT).entries
    assert (entry.session, entry.date) == (SESSION.name, "2026-11-29")
    assert (entry.exercise, entry.side) == ("shoulder_abduction", "right")
    assert (entry.prescribed, entry.done, entry.correct) == (2, 2, 1)
    assert (entry.rom_deg, entry.tempo_s) == (95.61958147436209, 2.21)
    assert (entry.pain, entry.effort, entry.simulated) == (None, None, True)


def test_a_line_of_the_history_is_written_as_then(tmp_path: Path) -> None:
    (entry,) = read_history(ROOT / PATIENT).entries
    append_history(tmp_path, entry)
    assert (tmp_path / FILE_NAME).read_text() == (ROOT / PATIENT / FILE_NAME).read_text()


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ({"quarter": 2, "half": None}, Place(half="outward", part="end")),
        ({"quarter": 4, "half": None}, Place(half="returning", part="end")),
        ({"quarter": None, "half": "both"}, Place(half="both")),
        ({"quarter": None, "half": None}, None),
        ({}, None),
    ],
)
def test_the_place_that_a_cue_named_is_named_as_places_are_now(
    told: dict[str, Any], place: Place | None
) -> None:
    row = {
        **{"seq": 4, "sensor_ns": 9, "host_ns": 9, "exercise": 0, "number": 5},
        **{"start_ns": 1, "end_ns": 2, "tempo_s": 3.0, "cue_kind": "low_range", "cue": "Farther"},
        **{"judged": False, "cue_facts": {"degrees": 24.0, **told}},
    }
    message = from_json(*as_written_now("Feedback", json.dumps(row).encode()))
    assert isinstance(message, Feedback)
    assert message.cue_facts is not None
    assert (message.cue_facts.degrees, message.cue_facts.place) == (24.0, place)
