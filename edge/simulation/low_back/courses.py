"""How the regions of the trunk go through repeated bends: windows, tempo, stops and holds.

Every region goes from its rest angle to an end angle of its own by a share of the way; the angles
are never shares of one bend. Forward the lumbar spine leads and the pelvis follows (Esola, Spine
21, 1996), on the way back the pelvis leads.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.posture.angle_bins import DIRECTIONS, Direction
from edge.simulation.low_back.persons import MOVEMENT_STREAM, Person
from edge.simulation.low_back.phenotypes import REGIONS

REPETITIONS: Final = 10

_TEMPO_SD: Final = 0.08
_DRIFT_SD_DEG: Final = 2.0
"""Of the depth, over ten repetitions."""
_STOP_S: Final = (0.2, 0.6)
_STOP_AT: Final = (0.3, 0.7)
"""Share of the way out at which somebody hesitates."""
_PAUSE_S: Final = (1.0, 2.0)
"""Standing between two bends."""
_LUMBAR_POWER, _PELVIS_POWER = 2.5, 1.2
_BACKWARD_LUMBAR_POWER, _BACKWARD_PELVIS_POWER = 0.9, 1.1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bend:
    """One repetition.

    Attributes:
        start_s: the first region leaves its rest.
        out_s: duration of one region's way out without a stop.
        delay_s: by which the pelvis starts after the lumbar spine; negative: before it.
        stop_at: share of the way at which the trunk stops.
        stop_s: for how long, 0 where nobody hesitates.
        hold_s: time at the end.
        back_s: duration of the way back.
        end_deg: (5,) angles of `REGIONS` at the end.
    """

    start_s: float
    out_s: float
    delay_s: float
    stop_at: float
    stop_s: float
    hold_s: float
    back_s: float
    end_deg: Floats

    @property
    def turn_s(self) -> float:
        """When the last region has reached its end."""
        return self.start_s + self.out_s + self.stop_s + abs(self.delay_s)

    @property
    def leave_s(self) -> float:
        """When the way back begins."""
        return self.turn_s + self.hold_s

    @property
    def end_s(self) -> float:
        """When the trunk is upright again."""
        return self.leave_s + self.back_s


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Course:
    """All repetitions of one person in one direction.

    Attributes:
        direction: to which side.
        rest_deg: (5,) angles of `REGIONS` while standing: the pelvis' tilt, then flexion beyond
            straight, so that a lordosis is negative.
        bends: the repetitions in order.
        duration_s: of all, with a pause before and after.
    """

    direction: Direction
    rest_deg: Floats
    bends: tuple[Bend, ...]
    duration_s: float

    def regions_deg(self, t_s: Floats) -> Floats:
        """Return the (n, 5) angles of `REGIONS` at (n,) seconds."""
        angles_deg = np.tile(self.rest_deg, (len(t_s), 1))
        for bend in self.bends:
            share = self._shares(bend, t_s)
            angles_deg += share * (bend.end_deg - self.rest_deg)
        return angles_deg

    def _shares(self, bend: Bend, t_s: Floats) -> Floats:
        """Return the (n, 5) shares of the way from rest to end."""
        after_s = t_s - bend.start_s
        lumbar = _way_out(after_s - max(-bend.delay_s, 0.0), bend)
        pelvis = _way_out(after_s - max(bend.delay_s, 0.0), bend)
        back = _minimum_jerk((t_s - bend.leave_s) / bend.back_s)
        if self.direction == "forward":
            outward = 1.0 - (1.0 - lumbar) ** _LUMBAR_POWER, pelvis**_PELVIS_POWER
            left = 1.0 - back**_PELVIS_POWER, (1.0 - back) ** _LUMBAR_POWER
        else:
            outward = lumbar**_BACKWARD_LUMBAR_POWER, pelvis**_BACKWARD_PELVIS_POWER
            left = 1.0 - back**_BACKWARD_PELVIS_POWER, 1.0 - back**_BACKWARD_LUMBAR_POWER
        spine, hips, thorax = outward[0] * left[0], outward[1] * left[1], lumbar * (1.0 - back)
        return np.stack([hips, spine, spine, thorax, thorax], axis=1)


def draw_course(
    person: Person, direction: Direction, rest_deg: Floats, repetitions: int = REPETITIONS
) -> Course:
    """Return how a person bends: the same on every call, and fewer repetitions are the first ones.

    Args:
        person: who.
        direction: to which side.
        rest_deg: (5,) angles while standing.
        repetitions: how many.
    """
    which = DIRECTIONS.index(direction)
    rng = np.random.default_rng([person.seed, MOVEMENT_STREAM, person.number, which])
    numbers = person.numbers
    end_deg = end_angles_deg(person, direction, rest_deg)
    region_sd_deg = np.exp(numbers["ln_depth_sd_deg"]) / np.sqrt(len(REGIONS))
    outward = np.sign(end_deg - rest_deg)
    drift_deg = rng.normal(0.0, _DRIFT_SD_DEG) / len(REGIONS)
    hesitates = 1.0 / (1.0 + np.exp(-numbers["hesitation_logit"]))
    t_s = rng.uniform(*_PAUSE_S)
    bends = []
    for number in range(repetitions):
        tempo = 1.0 + _TEMPO_SD * float(np.clip(rng.normal(), -2.5, 2.5))
        out_s = tempo * float(np.exp(numbers[f"ln_{direction}_s"]))
        stops = rng.uniform() < hesitates
        drifted_deg = drift_deg * (number / (REPETITIONS - 1) - 0.5)
        bend = Bend(
            start_s=t_s,
            out_s=out_s,
            delay_s=numbers["pelvic_delay_share"] * out_s,
            stop_at=rng.uniform(*_STOP_AT),
            stop_s=rng.uniform(*_STOP_S) * stops,
            hold_s=tempo * float(np.exp(numbers["ln_hold_s"])),
            back_s=out_s,
            end_deg=end_deg + outward * drifted_deg + rng.normal(0.0, region_sd_deg, len(REGIONS)),
        )
        bends.append(bend)
        t_s = bend.end_s + rng.uniform(*_PAUSE_S)
    return Course(direction=direction, rest_deg=rest_deg, bends=tuple(bends), duration_s=t_s)


def end_angles_deg(person: Person, direction: Direction, rest_deg: Floats) -> Floats:
    """Return the (5,) angles of `REGIONS` that a person means to reach."""
    numbers = person.numbers
    pelvis, ll, ul, lt, ut = rest_deg
    if direction == "forward":
        return np.array(
            [
                pelvis + numbers["pelvis_forward_deg"],
                *(numbers["ll_flexed_deg"], numbers["ul_flexed_deg"]),
                *(lt + numbers["lt_flexion_deg"], ut + numbers["ut_flexion_deg"]),
            ]
        )
    return np.array(
        [
            pelvis - numbers["pelvis_backward_deg"],
            *(ll - numbers["ll_extension_deg"], ul - numbers["ul_extension_deg"]),
            *(lt - numbers["lt_extension_deg"], ut - numbers["ut_extension_deg"]),
        ]
    )


def _way_out(after_s: Floats, bend: Bend) -> Floats:
    """Return the (n,) share of the way; a stop ends one movement and begins the next."""
    if bend.stop_s == 0.0:
        return _minimum_jerk(after_s / bend.out_s)
    until_s, rest_s = bend.stop_at * bend.out_s, (1.0 - bend.stop_at) * bend.out_s
    before = _minimum_jerk(after_s / until_s)
    after = _minimum_jerk((after_s - until_s - bend.stop_s) / rest_s)
    return bend.stop_at * before + (1.0 - bend.stop_at) * after


def _minimum_jerk(share: Floats) -> Floats:
    """Return the smoothest way from 0 to 1 (Flash & Hogan, J Neurosci 5, 1985)."""
    s = np.clip(share, 0.0, 1.0)
    way: Floats = s**3 * (10.0 + s * (6.0 * s - 15.0))
    return np.clip(way, 0.0, 1.0)
