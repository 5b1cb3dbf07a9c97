"""What each role of a clinic may do; whatever stands not here, nobody may."""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias, get_args

Role: TypeAlias = Literal["admin", "therapist", "assistant", "billing", "auditor"]
Action: TypeAlias = Literal[
    "worklist",
    "snooze",
    "patient",
    "message",
    "note",
    "plan",
    "export",
    "rtm",
    "review",
    "share",
    "invite",
    "staff",
    "backup",
    "audit",
]
"""What can be asked for: to see the worklist · to put something on it off · to see a patient's
sessions · to read and write messages · notes of the staff · to see and change plans · to export a
patient's records · to see the counts of remote monitoring · to start and stop its minutes · to say
who may see a patient · to invite, confirm and revoke machines · to manage accounts · to make
backups · to read the audit."""
ACTIONS: Final[tuple[Action, ...]] = get_args(Action)

RIGHTS: Final[Mapping[Role, frozenset[Action]]] = {
    "admin": frozenset({"share", "invite", "staff", "backup"}),
    "therapist": frozenset(
        {
            *("worklist", "snooze", "patient", "message", "note", "plan", "export", "rtm"),
            *("review", "share", "invite"),
        }
    ),
    "assistant": frozenset({"worklist", "message"}),
    "billing": frozenset({"rtm"}),
    "auditor": frozenset({"audit"}),
}
ROLES: Final[tuple[Role, ...]] = tuple(RIGHTS)
OWN_PATIENTS: Final = frozenset({"therapist"})
"""Roles that reach only the patients they were given; the others reach all of their clinic."""


def may(role: str, action: Action) -> bool:
    """Tell whether a role may do something; no role that is not known may do anything."""
    return any(role == name and action in rights for name, rights in RIGHTS.items())
