import json
from dataclasses import replace
from pathlib import Path

import pytest

from edge.core.tolerances import LearntLimit, LearntTolerances
from edge.records.anchor_store import reference_sha256
from edge.records.errors import ToleranceError
from edge.records.tolerance_store import TOLERANCE_CODEC, TOLERANCES, tolerances_if_known
from tests.assessment.patients import anchor_of

ANCHOR = anchor_of("elbow_flexion", 4)
LIMIT = LearntLimit(
    measure="range",
    limit=6.25,
    usual=-0.1,
    natural_low=1 / 3,
    natural_high=7.5,
    false_percent=2.5,
    missed_percent=1e-3,
    tells_fault=True,
)
FAST = replace(LIMIT, measure="fast", limit=1.3, missed_percent=None, tells_fault=None)
MADE = LearntTolerances(
    exercise="elbow_flexion",
    side="right",
    reference_sha256=reference_sha256(ANCHOR),
    limits=(LIMIT, FAST),
    repetitions=10,
    sessions=2,
    left_out=1,
    simulated=True,
)
FIRST = """{
 "schema": 1,
 "exercise": "elbow_flexion",
 "side": "right",
 "reference_sha256": "0f",
 "limits": [{"measure": "range", "limit": 6.25, "usual": -0.1, "natural_low": 0.5,
   "natural_high": 7.5, "false_percent": 2.5, "missed_percent": 0.001, "tells_fault": true,
   "more_helps": false},
  {"measure": "fast", "limit": 1.3, "usual": 1.0, "natural_low": 1.1, "natural_high": 1.6,
   "false_percent": 0.2, "missed_percent": null, "tells_fault": null, "more_helps": false}],
 "repetitions": 10,
 "sessions": 2,
 "left_out": 1,
 "simulated": true
}
"""
"""A file as the first version wrote it, which stays readable."""


def test_what_is_saved_is_loaded_to_the_last_digit(tmp_path: Path) -> None:
    path = TOLERANCES.save(tmp_path, "p-01", "curl", MADE)
    assert path == tmp_path / "p-01" / "tolerances" / "curl.json"
    assert TOLERANCES.load(tmp_path, "p-01", "curl") == MADE


def test_the_first_versions_file_is_read() -> None:
    read = TOLERANCE_CODEC.value(FIRST)
    assert read.limit_of("range") == replace(LIMIT, natural_low=0.5)
    assert read.limit_of("fast") == replace(
        FAST, usual=1.0, natural_low=1.1, natural_high=1.6, false_percent=0.2
    )
    assert read.limit_of("lean") is None
    assert json.loads(TOLERANCE_CODEC.text(read)) == json.loads(FIRST)


def test_tolerances_belong_to_the_reference_that_they_were_learnt_against(tmp_path: Path) -> None:
    assert tolerances_if_known(tmp_path, "p", "curl", ANCHOR) is None
    TOLERANCES.save(tmp_path, "p", "curl", MADE)
    assert tolerances_if_known(tmp_path, "p", "curl", ANCHOR) == MADE
    recorded_anew = replace(ANCHOR, recorded="once more")
    assert tolerances_if_known(tmp_path, "p", "curl", recorded_anew) is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"schema": 2}, "schema"),
        ({"exercise": "juggling"}, "juggling"),
        ({"repetitions": 0}, "repetitions is 0; it must be between"),
        ({"limits": [{**json.loads(FIRST)["limits"][0], "limit": 1e9}]}, "limit is 1000000000"),
        ({"limits": [json.loads(FIRST)["limits"][0]] * 2}, "given twice"),
        ({"limits": [{"measure": "colour"}]}, "damaged"),
        ({"side": "middle"}, "damaged"),
    ],
)
def test_a_damaged_file_is_named(change: dict[str, object], words: str) -> None:
    row = json.loads(FIRST) | change
    with pytest.raises(ToleranceError, match=words):
        TOLERANCE_CODEC.value(json.dumps(row))
