"""The numbers of the worklist's rules: a clinic may set its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from edge.hub.errors import HubError
from edge.records.config_fields import described, read_fields
from edge.records.errors import FieldError

MOST_SESSIONS: Final = 6
"""Of a patient that the rules look at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From when on a rule speaks; the fields describe themselves."""

    pain_high: int = field(
        default=7,
        metadata=described(
            title="High pain", description="Pain from which it is red.", minimum=1, maximum=10
        ),
    )
    pain_rise: int = field(
        default=2,
        metadata=described(
            title="Rise of pain",
            description="Above the median of the last three ratings before, from which it is red.",
            minimum=1,
            maximum=10,
        ),
    )
    pain_some: int = field(
        default=5,
        metadata=described(
            title="Some pain",
            description="Pain from which it is amber, where it has risen too.",
            minimum=1,
            maximum=10,
        ),
    )
    pain_some_rise: int = field(
        default=1,
        metadata=described(
            title="Some rise of pain",
            description="Above the median of the last three ratings before, that goes with it.",
            minimum=1,
            maximum=10,
        ),
    )
    limit_repetitions: int = field(
        default=2,
        metadata=described(
            title="Repetitions beyond the limit",
            description="In one exercise, from which it is red.",
            minimum=1,
            maximum=100,
        ),
    )
    limit_deg: float = field(
        default=5.0,
        metadata=described(
            title="Degrees beyond the limit",
            description="Of one repetition, beyond which it is red.",
            minimum=0.0,
            maximum=90.0,
        ),
    )
    gap_times: float = field(
        default=2.0,
        metadata=described(
            title="Planned gaps",
            description="Without a session, beyond which it is amber.",
            minimum=1.0,
            maximum=10.0,
        ),
    )
    gap_least_days: int = field(
        default=3,
        metadata=described(
            title="Shortest absence",
            description="Days without a session that are never too many, whatever is planned.",
            minimum=1,
            maximum=60,
        ),
    )
    gap_unplanned_days: int = field(
        default=14,
        metadata=described(
            title="Absence without a schedule",
            description="Days without a session beyond which it is amber where no days are "
            "planned.",
            minimum=1,
            maximum=365,
        ),
    )
    rom_share: float = field(
        default=0.8,
        metadata=described(
            title="Range of the target",
            description="Mean range of motion as a fraction of the target, below which it is "
            "amber where it falls from session to session too.",
            minimum=0.1,
            maximum=1.0,
        ),
    )
    finding_share: float = field(
        default=0.5,
        metadata=described(
            title="Same finding",
            description="Fraction of the compared repetitions with the same finding, from which a "
            "session counts.",
            minimum=0.5,
            maximum=1.0,
        ),
    )
    sessions_in_a_row: int = field(
        default=3,
        metadata=described(
            title="Sessions in a row",
            description="Over which a range falls, or a finding recurs, before it is amber.",
            minimum=2,
            maximum=MOST_SESSIONS,
        ),
    )
    plan_wait_h: int = field(
        default=72,
        metadata=described(
            title="Plan without an answer",
            description="Hours after which it is amber that a plan was not accepted.",
            minimum=1,
            maximum=720,
        ),
    )
    unseen_days: int = field(
        default=7,
        metadata=described(
            title="Machine unseen",
            description="Days after which it is amber that a machine did not report.",
            minimum=1,
            maximum=365,
        ),
    )
    clock_off_s: int = field(
        default=600,
        metadata=described(
            title="Wrong clock",
            description="Seconds by which a machine's clock may be wrong.",
            minimum=60,
            maximum=600,
        ),
    )


def thresholds_of(table: Mapping[str, Any]) -> Thresholds:
    """Return the thresholds of a clinic: its own, and the defaults of the others.

    Raises:
        HubError: one is unknown or out of bounds; all such are named.
    """
    try:
        return read_fields(Thresholds, table)
    except FieldError as error:
        raise HubError(str(error), cause="bad_thresholds") from error
