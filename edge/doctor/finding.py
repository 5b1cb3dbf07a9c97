"""What looking at one thing found."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["ok", "limited", "missing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at.

    Attributes:
        subject: what was looked at.
        verdict: "ok", "limited" where a session works without it, or "missing".
        detail: what was found, and what to do where it does not work.
    """

    subject: str
    verdict: Verdict
    detail: str


def ok(subject: str, detail: str) -> Finding:
    """Return that a thing works."""
    return Finding(subject=subject, verdict="ok", detail=detail)


def limited(subject: str, detail: str) -> Finding:
    """Return that a thing does not work, and a session can do without it."""
    return Finding(subject=subject, verdict="limited", detail=detail)


def missing(subject: str, detail: str) -> Finding:
    """Return that a thing does not work, and nothing works without it."""
    return Finding(subject=subject, verdict="missing", detail=detail)
