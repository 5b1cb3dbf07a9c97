"""Where in the movement something recurs, as a strip that is drawn and told in words."""

from typing import Final

from edge.core.palette import CRITICAL, INK, TRACK
from edge.hub.course.recurring import Recurring
from edge.hub.course.titles import Titles

_WIDTH: Final = 200
_HEIGHT: Final = 26
_LEAST: Final = 4
"""Width of the narrowest mark, so that it is seen."""


def place_text(found: Recurring, titles: Titles) -> str:
    """Return where in the movement it is, in words."""
    return titles.say(
        f"hub.course.place_{found.way}",
        start=titles.percent(found.start_share),
        end=titles.percent(found.end_share),
    )


def course_text(found: Recurring, titles: Titles) -> str:
    """Return in how many sessions it was found, and where that goes."""
    told = titles.say(
        "hub.course.found_in", n=found.of, found=found.found_in, share=titles.percent(found.share)
    )
    return f"{told}; {titles.say(f'hub.course.trend_{found.course}')}" if found.course else told


def strip_text(found: Recurring, titles: Titles) -> str:
    """Return what the strip shows, for whoever does not see it."""
    return titles.say(
        "hub.course.strip", exercise=titles.part(found.part), place=place_text(found, titles)
    )


def strip_svg(found: Recurring) -> str:
    """Return the movement from its start to its end as a bar, the micro-segment marked.

    An arrow below tells the way, so that no colour need be told from another. No text is in it.
    """
    start = found.start_share * _WIDTH
    width = max((found.end_share - found.start_share) * _WIDTH, _LEAST)
    middle = min(start + width / 2, _WIDTH - 5)
    tip = 6 if found.way == "outward" else -6
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'width="{_WIDTH}" height="{_HEIGHT}">'
        f'<rect x="0" y="4" width="{_WIDTH}" height="10" fill="{TRACK}"/>'
        f'<rect x="{start:.1f}" y="1" width="{width:.1f}" height="16" fill="{CRITICAL}"/>'
        f'<path d="M{middle - tip:.1f} 22H{middle + tip:.1f}m{-tip / 2:.1f} -3l{tip / 2:.1f} 3'
        f'l{-tip / 2:.1f} 3" fill="none" stroke="{INK}" stroke-width="1.5"/>'
        "</svg>"
    )
