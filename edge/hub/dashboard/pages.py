"""The dashboard's pages: one row each says its address, its title and which role may open it.

A new page is a module with `async def build(visit: Visit) -> None` and a row here. `build` adds its
content below the page's heading. It reads and changes the database through `visit.view` alone,
which asks for an action each time (`edge.hub.rights`), in functions that `visit.ask` runs in a
thread. What shows a patient's records begins with `visit.view.viewing(...)`, so that the audit
knows. Handlers of events go through `visit.handled`. Texts come from `visit.say`; what a patient
wrote is shown by `ui.label` and by nothing else, tables to be read by `text_table.TextTable`.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from edge.hub.dashboard import (
    accounts_page,
    audit_page,
    machines_page,
    monitored_page,
    worklist_page,
)
from edge.hub.dashboard.outline import Entry
from edge.hub.dashboard.patient import (
    course_page,
    plan_page,
    records_page,
    rtm_page,
    session_page,
    words_page,
)
from edge.hub.dashboard.visit import Visit
from edge.hub.rights import Action, may


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page.

    Attributes:
        path: its address; {name} in it becomes one of the visit's `parameters`.
        title: key of its title, which is given those parameters.
        action: what the role must be allowed to do, to open it at all.
        build: adds its content.
    """

    path: str
    title: str
    action: Action
    build: Callable[[Visit], Awaitable[None]]

    @property
    def is_in_menu(self) -> bool:
        """Whether the menu leads to it: a page of one patient is opened from a list."""
        return "{" not in self.path


PAGES: Final = (
    Page(path="/worklist", title="dash.worklist", action="worklist", build=worklist_page.build),
    Page(path="/monitored", title="hub.page.monitored", action="rtm", build=monitored_page.build),
    Page(
        path="/patient/{code}",
        title="hub.page.overview",
        action="patient",
        build=course_page.build,
    ),
    Page(
        path="/patient/{code}/session/{session}",
        title="hub.page.session",
        action="patient",
        build=session_page.build,
    ),
    Page(
        path="/patient/{code}/plan",
        title="hub.page.plan",
        action="plan",
        build=plan_page.build,
    ),
    Page(
        path="/patient/{code}/words",
        title="hub.page.words",
        action="message",
        build=words_page.build,
    ),
    Page(
        path="/patient/{code}/rtm",
        title="hub.page.rtm",
        action="rtm",
        build=rtm_page.build,
    ),
    Page(
        path="/patient/{code}/records",
        title="hub.page.records",
        action="export",
        build=records_page.build,
    ),
    Page(path="/machines", title="dash.machines", action="invite", build=machines_page.build),
    Page(path="/accounts", title="dash.accounts", action="staff", build=accounts_page.build),
    Page(path="/audit", title="dash.audit", action="audit", build=audit_page.build),
)


def menu(role: str, current: str) -> list[Entry]:
    """Return the pages that a role may open, with the one at a path marked."""
    return [
        Entry(path=page.path, title=page.title, is_current=page.path == current)
        for page in PAGES
        if page.is_in_menu and may(role, page.action)
    ]
