"""What a live picture should show: direction, phase and difference of the noise-free movement."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.repetitions.reference_course import STANDS, ReferenceCourse
from edge.simulation.body import SimulatedSession, TrueRepetition

END_DEG: Final = 5.0
END_SHARE: Final = 0.1
"""So close to its own largest angle the limb is at the end of its way out: in degrees, or as a
share of the reference's range. It can be told there how far it went."""
AWAY_S: Final = 0.15
"""So close to a turning point no direction is judged."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrueCourse:
    """The truth of one repetition on the session's own samples.

    Attributes:
        repetition: which.
        t_s: (n,) from its start to its end.
        direction: (n,) 1 outward, −1 back, 0 where it is not judged.
        phase: (n,) 0–1 out, 1–2 back.
        turned: (n,) the turn is past.
        may_tell: (n,) a difference may be told: from near the far end on, beyond the
            reference's top, or later than the reference arrives at its own.
        difference_deg: own top minus the reference's.
    """

    repetition: TrueRepetition
    t_s: Floats
    direction: Floats
    phase: Floats
    turned: Flags
    may_tell: Flags
    difference_deg: float


def true_courses(session: SimulatedSession, course: ReferenceCourse) -> Iterator[TrueCourse]:
    """Yield the truth of each repetition of a session, in order."""
    for repetition in session.truth:
        inside = (session.t_s >= repetition.start_s) & (session.t_s <= repetition.end_s)
        yield _course(repetition, session.t_s[inside], session.angle_deg[inside], course)


def _course(
    repetition: TrueRepetition, t_s: Floats, turned_deg: Floats, course: ReferenceCourse
) -> TrueCourse:
    angle_deg = turned_deg - turned_deg[0]
    top_deg = float(angle_deg.max())
    stands = np.flatnonzero(angle_deg >= STANDS * top_deg)
    arrives, turns = int(stands[0]), int(stands[-1])
    at = np.arange(len(t_s))
    way_deg = top_deg - angle_deg[-1]
    behind = np.clip((top_deg - angle_deg) / way_deg, 0.0, 1.0)
    out = np.array([course.place(angle) for angle in angle_deg])
    turned = at > turns
    end_deg = top_deg - max(END_DEG, END_SHARE * course.top_deg)
    at_end = np.maximum.accumulate(angle_deg) >= end_deg
    slow = t_s - t_s[0] > course.outward_s
    return TrueCourse(
        repetition=repetition,
        t_s=t_s,
        direction=_direction(t_s, angle_deg, (at >= arrives) & ~turned),
        phase=np.where(turned, 1.0 + behind, out),
        turned=turned,
        may_tell=at_end | (angle_deg > course.top_deg) | slow,
        difference_deg=top_deg - course.top_deg,
    )


def _direction(t_s: Floats, angle_deg: Floats, stands: Flags) -> Floats:
    """Return the sign of the velocity, 0 within `AWAY_S` of where it changes or the limb stands."""
    sign = np.where(stands, 0.0, np.sign(np.gradient(angle_deg, t_s)))
    reach = round(AWAY_S / float(t_s[1] - t_s[0]))
    around = np.pad(sign, reach)
    near = np.lib.stride_tricks.sliding_window_view(around, 2 * reach + 1)
    same = (near == sign[:, None]).all(axis=1)
    return np.where(same, sign, 0.0)
