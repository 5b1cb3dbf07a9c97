"""What the worklist can say of a patient: its rules with their severity, and a hit of one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from edge.core.exercises import EXERCISES
from edge.wording.language import Language
from edge.wording.languages import language_named

Severity = Literal["red", "amber", "grey"]
SEVERITIES: Final[tuple[Severity, ...]] = ("red", "amber", "grey")
RULES: Final[dict[str, Severity]] = {
    "pain_high": "red",
    "pain_risen": "red",
    "beyond_limit": "red",
    "stopped_for_pain": "red",
    "pain_message": "red",
    "copied_machine": "red",
    "conflict": "red",
    "absent": "amber",
    "pain_some": "amber",
    "range_falls": "amber",
    "same_finding": "amber",
    "plan_refused": "amber",
    "plan_waits": "amber",
    "machine_unseen": "amber",
    "clock_wrong": "amber",
    "not_paired": "grey",
    "ended": "grey",
    "nothing_new": "grey",
}
"""By name; the more pressing one first."""
_RANKS: Final = {rule: rank for rank, rule in enumerate(RULES)}
_ENGLISH: Final = language_named("en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A rule that speaks of a patient.

    Attributes:
        rule: one of `RULES`.
        since: from when on what it tells of was so.
        values: of its sentence; an exercise stands in it by its name.
    """

    rule: str
    since: datetime
    values: Mapping[str, str | float] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """How pressing it is."""
        return RULES[self.rule]

    @property
    def words(self) -> str:
        """The sentence of the rule, in English."""
        return self.said(_ENGLISH)

    def said(self, language: Language) -> str:
        """Return the sentence of the rule in a language."""
        values = dict(self.values)
        name = values.get("exercise")
        if name in EXERCISES:
            values["exercise"] = language.words_of(EXERCISES[str(name)]).title
        return language.say(f"hub.rule.{self.rule}", **values)

    @property
    def order(self) -> tuple[int, datetime, int]:
        """What hits are sorted by: severity, then age, the oldest first."""
        return SEVERITIES.index(self.severity), self.since, _RANKS[self.rule]
