"""What stands on every page of the dashboard: the clinic, the menu, who is signed in, the style."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from nicegui import ui

from edge.core.palette import css_themes
from edge.hub.dashboard.forms import PASSWORD, TOKEN
from edge.hub.dashboard.visit import Visit
from edge.web.style import BASE
from edge.web.tables import heading

_HERE: Final = Path(__file__).parent
STYLE: Final = css_themes() + BASE + (_HERE / "style.css").read_text(encoding="utf-8")
SIGNED_OUT: Final = (_HERE / "signed_out.js").read_text(encoding="utf-8")
CONTENT: Final = "content"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A page in the menu.

    Attributes:
        path: its address.
        title: key of its title.
        is_current: it is the page that is open.
    """

    path: str
    title: str
    is_current: bool


@contextmanager
def outline(visit: Visit, title: str, menu: Sequence[Entry]) -> Iterator[None]:
    """Build the outline into the current NiceGUI page; what is built meanwhile is its content.

    Args:
        visit: of the page.
        title: of the page, its only heading of the first level.
        menu: pages that the account may open.
    """
    ui.add_css(STYLE)
    ui.add_head_html(f"<script>{SIGNED_OUT}</script>")
    link(visit.say("dash.skip"), f"#{CONTENT}").classes("skip")
    with ui.element("header").classes("head"):
        ui.label(visit.clinic).classes("clinic")
        with ui.element("nav").props(f'aria-label="{visit.say("dash.menu")}"'):
            for entry in menu:
                shown = link(visit.say(entry.title), entry.path)
                if entry.is_current:
                    shown.props("aria-current=page")
        with ui.element("div").classes("who"):
            role = visit.say(f"dash.role.{visit.account.role}")
            ui.label(f"{visit.account.name} ({role})").mark("who")
            link(visit.say("door.password"), PASSWORD)
            _sign_out(visit)
    with ui.element("main").props(f"id={CONTENT} tabindex=-1"):
        heading(1, title).mark("title")
        yield
    with ui.element("footer"):
        ui.label(visit.say("dash.zone", zone=visit.zone.key))
        ui.label(visit.say("dash.footer"))


def link(text: str, target: str) -> ui.element:
    """Return a link with a text, added to the current place."""
    element = ui.element("a").props(f'href="{target}"')
    with element:
        ui.label(text)
    return element


def button(text: str, react: Callable[..., object]) -> ui.element:
    """Return a button with a text, added to the current place.

    Args:
        text: on it.
        react: called when it is pressed.
    """
    element = ui.element("button").props("type=button")
    element.on("click", react)
    with element:
        ui.label(text)
    return element


def _sign_out(visit: Visit) -> None:
    with ui.element("form").props("method=post action=/sign-out"):
        ui.element("input").props(f"type=hidden name={TOKEN} value={visit.sign_out_token}")
        with ui.element("button").props("type=submit").mark("sign-out"):
            ui.label(visit.say("dash.sign_out"))
