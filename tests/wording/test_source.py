"""What a person is shown stands in the catalogue, and the catalogue holds nothing else."""

import re

import pytest

from edge.wording.languages import ENGLISH, LANGUAGES
from tests.wording.sources import HOLE, ROOT, literals_of, sentences_in

ROOMS = (
    *("assessment", "avatar", "film", "page", "processes", "report"),
    *("screening", "simulation", "sources", "stages", "web"),
    *("hub/course", "hub/dashboard", "hub/planning", "hub/worklist"),
)
NOT_FOR_PATIENTS = {
    "edge/processes/comparison.py": "goes into the log",
    "edge/processes/graph.py": "names an event of a trace",
    "edge/report/algorithmic_delay.py": "for who measures latencies",
    "edge/report/latency.py": "for who measures latencies",
    "edge/simulation/body/profiles.py": "for who starts a demonstration",
    "edge/simulation/patient.py": "is kept in a reference's file",
    "edge/sources/camera_video.py": "for who evaluates a video in a terminal",
    "edge/sources/file.py": "for who starts a session in a terminal",
    **{
        f"edge/sources/{name}.py": "for who starts a session in a terminal"
        for name in (
            *("phone/source", "schemes"),
            *("wifi/sensor_log", "wifi/sensor_logger", "wifi/wear_mocap"),
        )
    },
}
CATALOGUES = {f"{code}.py" for code in LANGUAGES}


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


def test_every_sentence_of_the_catalogue_is_said_somewhere() -> None:
    texts = {
        text
        for path in (ROOT / "edge").rglob("*.py")
        if path.parent.name != "wording" or path.name not in CATALOGUES
        for _, text in literals_of(path.read_text(encoding="utf-8"))
    }
    patterns = [
        re.compile(".+".join(map(re.escape, text.split(HOLE))))
        for text in texts
        if HOLE in text and re.match(r"[a-z_]+\.", text)
    ]
    said = {
        key
        for key in ENGLISH.sentences
        if key in texts or any(pattern.fullmatch(key) for pattern in patterns)
    }
    assert set(ENGLISH.sentences) - said == set()
