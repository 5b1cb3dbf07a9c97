"""What a person is shown stands in the catalogue, and nowhere else."""

import pytest

from tests.wording.sources import ROOT, sentences_in

ROOMS = (
    *("assessment", "avatar", "film", "page", "processes"),
    *("simulation", "sources", "stages"),
)
NOT_FOR_PATIENTS = {
    "edge/processes/comparison.py": "goes into the log",
    "edge/processes/graph.py": "names an event of a trace",
    "edge/simulation/body/profiles.py": "for who starts a demonstration",
    "edge/simulation/patient.py": "is kept in a reference's file",
    "edge/sources/camera_video.py": "for who evaluates a video in a terminal",
}


@pytest.mark.parametrize("room", ROOMS)
def test_no_sentence_for_a_person_stands_outside_the_catalogue(room: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for path in sorted((ROOT / "edge" / room).rglob("*.py"))
        if str(path.relative_to(ROOT)) not in NOT_FOR_PATIENTS
        for line, text in sentences_in(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("file", NOT_FOR_PATIENTS)
def test_a_file_that_may_hold_sentences_holds_some(file: str) -> None:
    assert list(sentences_in((ROOT / file).read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("source", "is_one"),
    [
        ('label("Hold your arm still")', True),
        ('label(f"Hold for {n} seconds now")', True),
        ('"""Return what is shown."""', False),
        ('raise PageError("the port is taken", remedy="choose another port")', False),
        ('log.warning("a message was dropped")', False),
        ('element.classes("card cue is-none")', False),
        ('html("<p>one two three</p>")', False),
        ('label("Hold still")', False),
    ],
)
def test_the_scan_knows_a_sentence(source: str, is_one: bool) -> None:
    assert bool(list(sentences_in(source))) == is_one
