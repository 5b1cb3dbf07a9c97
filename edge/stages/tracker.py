"""Which way a movement goes while it is still going on, and how far it has got.

The way follows from the angle alone: outward until the angle falls from its largest by more than
noise, sway and tremor make it fall, then back until the limb is at rest, or rises again. So a
movement of half the range turns where it turns, not where the reference would.
"""

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from edge.core.arrays import Floats, Times
from edge.core.messages.exercise import Direction
from edge.repetitions.reference_course import ReferenceCourse
from edge.signals.newest_line import NewestLine


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerSettings:
    """What counts as leaving, standing and turning; shares are of the reference's range.

    Attributes:
        leave_deg: at least so far from rest the limb has left it.
        turn_deg: by at least so much the angle falls or rises where the limb turns.
        share: the same two as a share. The larger holds, and grows with the noise:
        leave_noise: in standard deviations of the noise of one sample.
        turn_noise: in standard deviations of the noise of one sample.
        leave_off: and with what the sensor's angle wanders, in degrees for each.
        turn_off: the same for the turn of a limb that moves.
        stands_turn_off: the same for the turn of a limb that stands.
        swing_deg: a limb that turned for less than this trembled, and has to turn by more than
            it did then; at least, or
        swing_share: as a share.
        swing_kept: what of that counts in the next movement.
        stands_deg_s: a limb that turns by no more stands: tremor and sway come to that.
        stands_share: the same as a share per second, or
        stands_slow: as a share of the movement's own top speed, whichever is less. The larger
            holds.
        stands_noise_s: by how much that grows for each degree of noise, per second.
        stands_off_s: and for each degree by which the sensor's angle wanders.
        stands_s: for this long it has to stand.
        near_share: closer than this to rest a limb that stands is at rest.
        over_share: a movement that comes back by more than this share of its own way and sets out
            again is another one.
        begins_share: below this the time of the way out has not begun.
        slow_factor: who takes so many times as long as the reference for the way out is late.
    """

    leave_deg: float = 1.0
    turn_deg: float = 0.7
    share: float = 0.01
    leave_noise: float = 0.6
    turn_noise: float = 0.2
    leave_off: float = 1.0
    turn_off: float = 0.2
    stands_turn_off: float = 3.0
    swing_deg: float = 3.0
    swing_share: float = 0.05
    swing_kept: float = 0.7
    stands_deg_s: float = 3.0
    stands_share: float = 0.08
    stands_slow: float = 0.3
    stands_noise_s: float = 1.0
    stands_off_s: float = 3.0
    stands_s: float = 0.12
    near_share: float = 0.15
    over_share: float = 0.5
    begins_share: float = 0.05
    slow_factor: float = 1.5


TRACKER_SETTINGS: Final = TrackerSettings()


class Position(NamedTuple):
    """How far a movement under way has got.

    Attributes:
        phase: 0–1 on the way out, where the reference has this angle; 1–2 on the way back.
        reference_deg: the reference's angle there.
        difference_deg: the largest angle so far minus the reference's; None as long as that is not
            known to be where the limb turns.
    """

    phase: float
    reference_deg: float
    difference_deg: float | None


class MovementTracker:
    """Follows the angle of one exercise, sample by sample, with a constant effort for each.

    Args:
        course: of the reference.
        settings: what counts as leaving, standing and turning.
    """

    def __init__(
        self, course: ReferenceCourse, settings: TrackerSettings = TRACKER_SETTINGS
    ) -> None:
        self._course = course
        self._settings = settings
        self._line = NewestLine(course.top_deg)
        self._slow_deg_s = settings.stands_share * course.top_deg
        self._begins_deg = settings.begins_share * course.top_deg
        self.reset()

    def reset(self) -> None:
        """Forget the movement under way, as after a gap."""
        self._line.reset()
        self._way: Literal["rest", "outward", "returning"] = "rest"
        self._now_ns = self._moved_ns = self._begun_ns = 0
        self._rest_deg = self._top_deg = self._low_deg = self._swing_deg = self._fastest_deg_s = 0.0
        self._off_deg = 0.0
        self._stood_deg: float | None = None
        self._set_out(0.0)

    @property
    def direction(self) -> Direction:
        """Which way the limb goes; at rest outward, as that is where the next movement goes."""
        return "returning" if self._way == "returning" else "outward"

    @property
    def position(self) -> Position | None:
        """How far the movement has got; None at rest."""
        if self._way == "rest":
            return None
        course = self._course
        if self._way == "returning":
            left = self._line.level_deg / self._top_deg
            phase = 1.0 + min(max(1.0 - left, 0.0), 1.0)
        else:
            phase = course.place(self._farthest_deg)
        return Position(phase, course.angle_at(phase), self._difference_deg())

    def take(self, t_ns: Times, angle_deg: Floats, off_deg: float = 0.0) -> None:
        """Take the next angles from rest.

        Args:
            t_ns: (n,) their times, which increase.
            angle_deg: (n,) angles.
            off_deg: by how much they wander about the truth, slowly, unlike noise.
        """
        self._off_deg = off_deg
        for at_ns, angle in zip(t_ns.tolist(), angle_deg.tolist(), strict=True):
            self._step(at_ns, angle)

    def _difference_deg(self) -> float | None:
        over_deg = self._line.level_deg - self._course.top_deg
        if self._way == "outward" and over_deg > 0.0:
            return over_deg
        late_s = self._settings.slow_factor * self._course.outward_s
        late = (self._now_ns - self._begun_ns) * 1e-9 > late_s
        if self._way == "returning" or self._stood_deg is not None or late:
            return self._top_deg - self._course.top_deg
        return None

    def _step(self, at_ns: int, angle_deg: float) -> None:
        settings, line = self._settings, self._line
        line.take(at_ns, angle_deg)
        self._now_ns = at_ns
        share_deg = settings.share * self._course.top_deg
        leave_deg = max(settings.leave_deg, share_deg) + settings.leave_noise * line.noise_deg
        leave_deg += settings.leave_off * self._off_deg
        turn_deg = max(settings.turn_deg, share_deg) + settings.turn_noise * line.noise_deg
        turn_deg += self._swing_deg
        speed_deg_s = abs(line.speed_deg_s)
        self._fastest_deg_s = max(self._fastest_deg_s, speed_deg_s)
        slow_deg_s = min(self._slow_deg_s, settings.stands_slow * self._fastest_deg_s)
        stands_deg_s = max(settings.stands_deg_s, slow_deg_s)
        stands_deg_s += settings.stands_off_s * self._off_deg
        if speed_deg_s > stands_deg_s + settings.stands_noise_s * line.noise_deg:
            self._moved_ns = at_ns
        stands = (at_ns - self._moved_ns) * 1e-9 > settings.stands_s
        turn_off = settings.stands_turn_off if stands else settings.turn_off
        turn_deg += turn_off * self._off_deg
        match self._way:
            case "rest":
                self._rest_deg = min(self._rest_deg, max(line.mean_deg, 0.0))
                if line.mean_deg > self._rest_deg + leave_deg:
                    self._begin(at_ns)
            case "outward":
                stood = stands and self._fastest_deg_s > 2.0 * stands_deg_s
                self._go_on(at_ns, leave_deg, turn_deg, stands=stood)
            case "returning":
                self._come_back(at_ns, leave_deg, turn_deg, stands=stands)

    def _begin(self, at_ns: int) -> None:
        self._way, self._begun_ns = "outward", at_ns
        self._swing_deg *= self._settings.swing_kept
        self._top_deg = self._line.mean_deg
        self._set_out(self._line.mean_deg)

    def _set_out(self, angle_deg: float) -> None:
        """Take note that the limb goes outward from there on."""
        self._crest_deg, self._farthest_deg = angle_deg, self._line.level_deg
        self._fastest_deg_s, self._stood_deg = 0.0, None

    def _go_on(self, at_ns: int, leave_deg: float, turn_deg: float, *, stands: bool) -> None:
        angle_deg = self._line.mean_deg
        if angle_deg < max(leave_deg, self._begins_deg):
            self._begun_ns = at_ns
        self._crest_deg = max(self._crest_deg, angle_deg)
        self._top_deg = max(self._top_deg, angle_deg)
        self._farthest_deg = max(self._farthest_deg, self._line.level_deg)
        if angle_deg < self._crest_deg - turn_deg:
            self._way, self._low_deg = "returning", angle_deg
        elif stands:
            self._stood_deg = angle_deg if self._stood_deg is None else self._stood_deg
        elif self._stood_deg is not None and angle_deg > self._stood_deg + 2.0 * turn_deg:
            self._stood_deg = None  # a rest on the way out was not its end

    def _come_back(self, at_ns: int, leave_deg: float, turn_deg: float, *, stands: bool) -> None:
        angle_deg = self._line.mean_deg
        self._low_deg = min(self._low_deg, angle_deg)
        if stands and angle_deg < max(leave_deg, self._settings.near_share * self._top_deg):
            self._way, self._rest_deg = "rest", max(angle_deg, 0.0)
        elif stands and self._off_deg and angle_deg > self._crest_deg - turn_deg:
            self._way = "outward"  # the limb stands at the far end: only what is seen wandered
        elif angle_deg > self._low_deg + turn_deg:
            if self._low_deg < self._settings.over_share * self._top_deg:
                self._begin(at_ns)
            else:
                self._trembled(self._crest_deg - self._low_deg)
                self._way = "outward"
                self._set_out(angle_deg)

    def _trembled(self, swing_deg: float) -> None:
        """Take note that the limb fell by so much and rose again, unless noise alone does that."""
        settings = self._settings
        most_deg = max(settings.swing_deg, settings.swing_share * self._course.top_deg)
        if settings.turn_deg + self._line.noise_deg < swing_deg < most_deg:
            self._swing_deg = max(self._swing_deg, swing_deg)
