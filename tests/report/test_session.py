import re
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from typing import get_args

import numpy as np
import pytest

from edge.core.anchor import Anchor
from edge.core.messages.exercise import CueKind, Feedback, Judgement, Segment, Summary
from edge.records.plan import Plan
from edge.report.session import CUE_KINDS, Session, report_html
from edge.wording.language import Language
from edge.wording.languages import LANGUAGES

PLAN = Plan.from_toml(
    """
    patient = "p001"
    [[exercises]]
    name = "shoulder_abduction"
    side = "right"
    target_rom_deg = 90
    max_rom_deg = 120
    repetitions = 3
    [[exercises]]
    name = "elbow_flexion"
    side = "left"
    target_rom_deg = 110
    """
)
ANGLE_DEG = 95 * np.sin(np.linspace(0, np.pi, 150))
ANCHOR = Anchor(
    exercise="shoulder_abduction",
    side="right",
    signal=np.zeros((150, 6)),
    orientation=np.tile([1.0, 0, 0, 0], (150, 1)),
    angle_deg=ANGLE_DEG,
    axis=np.array([1.0, 0, 0]),
    rom_deg=95.0,
    stability=-6.0,
    tempo_s=3.0,
    spread=0.1,
    rom_spread_deg=2.0,
    arm_length_m=0.55,
    recorded="four <repetitions>",
    simulated=True,
)


def feedback(number: int, kind: CueKind, rom_deg: float, *, judged: bool = True) -> Feedback:
    segments = tuple(
        Segment(
            index=i,
            start=i / 10,
            end=(i + 1) / 10,
            weight=0.1,
            axis_weights=np.full(6, 1 / 6),
            angle_difference_deg=0.0,
            tempo_ratio=1.0,
        )
        for i in range(10)
    )
    judgement = Judgement(
        similarity=0.9,
        rom_deg=rom_deg,
        rom_difference_deg=rom_deg - 95,
        stability=-6.0,
        stability_difference=0.0,
        tempo_ratio=1.0,
        lean_deg=None,
        segments=segments,
        critical=() if kind == "praise" else (3,),
        aligned=np.zeros((150, 6)),
        aligned_angle_deg=ANGLE_DEG,
    )
    return Feedback(
        seq=number,
        sensor_ns=number,
        host_ns=number,
        exercise=0,
        number=number,
        start_ns=number,
        end_ns=number + 1,
        tempo_s=3.0,
        cue_kind=kind if judged else "not_compared",
        cue="",
        judgement=judgement if judged else None,
    )


FEEDBACKS = (
    feedback(1, "praise", 94),
    feedback(2, "low_range", 60),
    feedback(3, "praise", 0, judged=False),
)


def summary(words: str, pain: int | None) -> Summary:
    values = np.array([94.0, 60.0, np.nan])
    return Summary(
        seq=0,
        sensor_ns=0,
        host_ns=0,
        exercise=0,
        name="shoulder_abduction",
        prescribed=3,
        done=3,
        correct=1,
        duration_s=15.0,
        rom_deg=values,
        stability=values,
        tempo_s=values,
        similarity=values,
        cue_counts={"praise": 1, "low_range": 1},
        recurring=(3,),
        pain=pain,
        effort=None,
        words=words,
    )


def session(*, simulated: bool = True) -> Session:
    return Session(
        plan=PLAN,
        anchors={0: ANCHOR},
        feedbacks=FEEDBACKS,
        summaries=[summary("before rating", None), summary("Well & good.", 4)],
        began_at=datetime(2026, 11, 20, 12, 5),
        watch="PineTime",
        simulated=simulated,
        warnings=["The recording ends in the middle."],
    )


class Page(HTMLParser):
    """Collects the table's cells, the visible text and every attribute that could load a thing."""

    void = frozenset({"meta"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.cells: list[str] = []
        self.text = ""
        self.loads: list[str] = []
        self.circles = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.void:
            self.open.append(tag)
        if tag == "td":
            self.cells.append("")
        self.circles += tag == "circle"
        self.loads += [f"{tag} {name}" for name, _ in attrs if name in {"src", "href", "srcset"}]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.circles += tag == "circle"

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "td":
            self.cells[-1] += data
        if "style" not in self.open:
            self.text += data


def test_it_says_what_was_prescribed_and_done() -> None:
    page = Page(report_html(session()))
    assert page.open == []
    assert page.cells[:11] == [
        *("Raise the arm to the side", "right", "1 × 3", "3", "1"),
        *("77°", "95°", "90°", "120°", "4/10", "–"),
    ]
    assert page.cells[11:16] == ["Bend the elbow", "left", "1 × 10", "not done", "–"]
    assert "2 of 3" not in page.text
    assert "3 of 3 prescribed repetitions done, 1 like the reference." in page.text
    assert "Range 77° on average, from 60° to 94°; reference 95°, target 90°." in page.text
    assert "Well & good." not in page.text, "that is said to the patient"
    assert "20 November 2026, 12:05 · watch: PineTime" in page.text
    assert "1 like the reference, 1 range too small, 1 not compared" in page.text
    first, _, third = (page.cells[22 + 7 * row : 29 + 7 * row] for row in range(3))
    assert first == ["1", "94°", "-1°", "3.0 s", "-6.0", "0.90", "like the reference"]
    assert third == ["3", *("–",) * 5, "not compared"]
    assert "four <repetitions>" in page.text
    assert "The recording ends in the middle." in page.text
    assert "Exercise aid, not a medical device." in page.text


def test_every_judged_repetition_is_one_dot_in_each_of_the_three_plots() -> None:
    assert Page(report_html(session())).circles == 2 * 3


def test_the_page_asks_nothing_of_the_outside() -> None:
    html = report_html(session())
    assert Page(html).loads == []
    assert not re.search(r"https?:|url\(|@import|<script", html)


@pytest.mark.parametrize("simulated", [True, False])
def test_simulated_is_said_when_it_is(simulated: bool) -> None:
    assert ("Simulated patient" in report_html(session(simulated=simulated))) == simulated


def test_segments_that_depart_are_shown_with_their_share() -> None:
    assert ">50%<" in report_html(session())


def test_a_hold_that_is_asked_for_stands_beside_what_was_held() -> None:
    planned, *others = PLAN.exercises
    held_s = (3.1, 1.0, 3.0)
    held = replace(
        session(),
        plan=replace(PLAN, exercises=(replace(planned, hold_s=3.0), *others)),
        feedbacks=[replace(f, held_s=s) for f, s in zip(FEEDBACKS, held_s, strict=True)],
    )
    cells = Page(report_html(held)).cells
    judged = [s for f, s in zip(FEEDBACKS, held_s, strict=True) if f.judgement is not None]
    assert any(cell.endswith(", hold 3 s") for cell in cells)
    assert any(cell.endswith(f" ({sum(s >= 3.0 for s in judged)} held)") for cell in cells)
    assert "held" not in " ".join(Page(report_html(session())).cells)


def test_a_report_of_a_german_plan_is_german() -> None:
    html = report_html(replace(session(), plan=replace(PLAN, language="de"), simulated=True))
    assert '<html lang="de">' in html
    assert "Simulierter Patient" in html
    cells = Page(html).cells
    assert {"rechts", "nicht gemacht", "3,0 s", "0,90", "wie die Referenz"} <= set(cells)
    assert "20. November 2026, 12:05" in html
    assert not {"right", "not done"} & set(cells)
    for english in ("Exercise session", "Repetitions:", "Range of motion", "Steadiness", "medical"):
        assert english not in html


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language.code)
def test_every_kind_of_a_compared_repetition_is_listed_and_has_words(language: Language) -> None:
    assert set(CUE_KINDS) == set(get_args(CueKind)) - {"not_compared"}
    for kind in CUE_KINDS:
        assert language.say(f"kind.{kind}")


def test_a_limit_that_nobody_set_is_not_shown() -> None:
    planned, *others = PLAN.exercises
    free = replace(planned, max_rom_deg=180.0)
    cells = Page(report_html(replace(session(), plan=replace(PLAN, exercises=(free, *others)))))
    assert cells.cells[8] == "–"
    assert "180" not in cells.text


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language.code)
def test_the_year_has_twelve_months(language: Language) -> None:
    assert len({language.say(f"month.{month}") for month in range(1, 13)}) == 12
