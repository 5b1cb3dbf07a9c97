"""Changes in the browser find the packet they came from, and only where that is certain."""

import pytest

from benchmarks.errors import BrowserMissingError
from benchmarks.page.browser import PictureChange, opened_browser
from benchmarks.page.painted import TAP, PaintDelays, matched, picture_of, tapped
from edge.core.messages.exercise import Progress
from edge.page.exercise import describe
from edge.wording.languages import ENGLISH
from tests.benchmarks.shown import shown
from tests.page.scenes import make_anchors, make_plan, progress

MS = 1_000_000


def change(at_ms: int, angle_deg: float, reference_deg: float = 0.0) -> PictureChange:
    return PictureChange(
        changed_ns=at_ms * MS,
        painted_ns=(at_ms + 8) * MS,
        angle_deg=angle_deg,
        reference_deg=reference_deg,
    )


def test_a_change_is_of_the_packet_that_alone_fits() -> None:
    pictures = [(0, 10.0, 0.0), (80 * MS, 12.34, 5.0), (160 * MS, 14.0, 7.0)]
    seen = change(130, 12.3, 5.0)
    assert matched([seen], pictures) == [(seen, 80 * MS)]


@pytest.mark.parametrize(
    "seen",
    [
        change(130, 12.3, 6.0),  # another reference
        change(70, 12.3, 5.0),  # before its packet
        change(2_200, 12.3, 5.0),  # too long after it
        change(300, 14.0, 7.0),  # two packets fit
    ],
)
def test_what_is_not_certain_is_left_out(seen: PictureChange) -> None:
    pictures = [(80 * MS, 12.3, 5.0), (160 * MS, 14.0, 7.0), (240 * MS, 14.0, 7.0)]
    assert matched([seen], pictures) == []


def test_a_picture_turns_as_far_as_the_page_turns_it() -> None:
    plan = make_plan()
    task = describe.task(plan, 0, make_anchors(plan)[0], ENGLISH)
    moving = progress(at_ns=7, angle_deg=task.scale_deg / 2)
    at_ns, angle_deg, reference_deg = picture_of(moving, task)
    assert (at_ns, angle_deg) == (7, 90.0)
    assert reference_deg == pytest.approx(180.0 * task.reference_deg / task.scale_deg)


def test_the_tap_is_told_what_the_page_is_told() -> None:
    told = {
        edge.consumer
        for edge in tapped().edges
        if edge.producer == "motion" and Progress in edge.types
    }
    assert told == {"page", TAP}


def test_without_a_browser_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BrowserMissingError, match="install Debian's chromium"), opened_browser():
        pass


def test_a_session_of_which_nothing_was_seen_is_shown_as_such() -> None:
    nothing = PaintDelays(
        page=None,
        browser=None,
        document=None,
        painted=None,
        changes=0,
        page_cpu_percent=1.0,
        browser_cpu_percent=2.0,
    )
    assert "0 of 0 changes" in shown(nothing)
    assert "the page took 1.0 %, the browser 2.0 %" in shown(nothing)
