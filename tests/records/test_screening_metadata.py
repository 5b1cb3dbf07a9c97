"""What the recording of a screening says about it is read as it was written."""

from dataclasses import replace
from datetime import date

import pytest

from edge.records.errors import RecordingError
from edge.records.screening_metadata import ScreeningMetadata, is_screening

METADATA = ScreeningMetadata(
    simulated=True,
    camera="webcam:0",
    network="movexor",
    networks=("movexor-a abc", "movexor-b def"),
    scores={"proms.TSK": 37.0},
    made_on=date(2026, 11, 29),
)


@pytest.mark.parametrize("about", [METADATA, replace(METADATA, networks=(), scores={}, network="")])
def test_it_is_read_as_it_was_written(about: ScreeningMetadata) -> None:
    strings = about.strings()
    assert is_screening(strings)
    assert ScreeningMetadata.read(strings) == about
    assert ScreeningMetadata.read({**strings, "began_ns": "1"}) == about


@pytest.mark.parametrize(
    ("name", "text"), [("scores", "[1]"), ("scores", "{"), ("made_on", "today"), ("camera", None)]
)
def test_a_damaged_one_is_one_error(name: str, text: str | None) -> None:
    strings = {key: value for key, value in METADATA.strings().items() if key != name}
    if text is not None:
        strings[name] = text
    with pytest.raises(RecordingError, match="damaged"):
        ScreeningMetadata.read(strings)
