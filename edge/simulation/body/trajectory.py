"""What the patient's limb does over time: smooth curves that can be evaluated at any instant.

A repetition is a minimum-jerk movement out and another one back (Flash & Hogan, J Neurosci 5,
1985), each slightly skewed in time, with the small unevenness and tremor of a living arm on top.
All curves have continuous second derivatives, so that accelerations are finite everywhere.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.core.exercises import EXERCISES
from edge.simulation.body.patient import PatientSettings
from edge.simulation.body.profiles import RepetitionPlan

_FIDGET_CHANCE: Final = 0.7
_FIDGET_SHORTEST_S: Final = 0.5
_CROSS_TREMOR: Final = 0.4
"""Tremor out of the movement's plane over tremor in it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drive:
    """The patient's movement at n instants, before it is dealt out to the joints.

    Attributes:
        progress: 0 at rest, 1 at the far end.
        move_deg: the moving joint's angle from rest, with unevenness, tremor and fidgeting.
        lean_deg: the trunk's helping lean.
        cross_deg: tremor and fidgeting out of the movement's plane.
        roll_deg: tremor and fidgeting about the forearm.
        sway_forward_deg: postural sway of the whole body.
        sway_side_deg: postural sway of the whole body to the left.
        breath_deg: pitch of the thorax in breathing.
    """

    progress: Floats
    move_deg: Floats
    lean_deg: Floats
    cross_deg: Floats
    roll_deg: Floats
    sway_forward_deg: Floats
    sway_side_deg: Floats
    breath_deg: Floats


def minimum_jerk(u: Floats) -> Floats:
    """Return 10u³ − 15u⁴ + 6u⁵ with u held to 0–1: from 0 to 1 with the least squared jerk."""
    u = np.clip(u, 0.0, 1.0)
    return u * u * u * (10.0 + u * (6.0 * u - 15.0))


def bump(u: Floats) -> Floats:
    """Return 64u³(1 − u)³ within 0–1 and 0 outside: up to 1 and back with a smooth start."""
    u = np.clip(u, 0.0, 1.0)
    return 64.0 * (u * (1.0 - u)) ** 3


class Course:
    """The movement of one session as a function of time."""

    def __init__(
        self,
        patient: PatientSettings,
        plans: tuple[RepetitionPlan, ...],
        *,
        lean_helps: bool,
        rng: np.random.Generator,
    ) -> None:
        """Draw what the plans leave open.

        Args:
            patient: who moves.
            plans: the repetitions, in order, not overlapping; at least one.
            lean_helps: a lean turns the limb too, so the joint itself turns that much less.
            rng: for timing skew, unevenness, fidgeting and sway.
        """
        count = len(plans)
        self._patient = patient
        self._trunk_moves = EXERCISES[patient.exercise].trunk_may_move
        self._start_s = np.array([plan.start_s for plan in plans])
        self._outward_s = np.array([plan.outward_s for plan in plans])
        self._hold_s = np.array([plan.hold_s for plan in plans])
        self._returning_s = np.array([plan.returning_s for plan in plans])
        self._lean_deg = np.array([plan.lean_deg for plan in plans])
        rom_deg = np.array([plan.rom_deg for plan in plans])
        self._joint_deg = rom_deg - self._lean_deg if lean_helps else rom_deg
        self._tremor_deg = np.array([plan.tremor_deg for plan in plans])
        self._ripple_deg = rom_deg * patient.ripple * rng.uniform(0.5, 1.5, count)
        self._skew = rng.uniform(-0.03, 0.05, (2, count))
        self._ripple_hz = rng.uniform(1.5, 3.0, count)
        self._tremor_hz = patient.tremor_hz * rng.uniform(0.95, 1.05, count)
        self._phase_rad = rng.uniform(0.0, 2.0 * np.pi, (4, count))
        # Rest poses before, between and after the repetitions are never quite the same.
        self._rest_deg = np.cumsum(np.append(0.0, rng.uniform(-0.004, 0.004, count) * rom_deg))
        self._rest_deg = np.clip(self._rest_deg, -0.01 * patient.rom_deg, 0.01 * patient.rom_deg)
        self._fidgets = _draw_fidgets(patient, plans, rng, trunk_moves=self._trunk_moves)
        self._sway = _draw_sway(patient, rng)

    @property
    def joint_rom_deg(self) -> Floats:
        """(repetitions,) planned range of the moving joint itself, lean not included."""
        return self._joint_deg

    def at(self, t_s: Floats) -> Drive:
        """Return the movement at those instants, (n,) seconds from the start of the session."""
        i = np.clip(np.searchsorted(self._start_s, t_s, side="right") - 1, 0, None)
        out = (t_s - self._start_s[i]) / self._outward_s[i]
        turn_s = self._start_s[i] + self._outward_s[i] + self._hold_s[i]
        back = (t_s - turn_s) / self._returning_s[i]
        progress = minimum_jerk(_skewed(out, self._skew[0, i])) - minimum_jerk(
            _skewed(back, self._skew[1, i])
        )
        rest_deg = self._rest_deg[i] + (self._rest_deg[i + 1] - self._rest_deg[i]) * minimum_jerk(
            back
        )
        lean = self._lean_deg[i] * self._lean_progress(out, back)
        active = minimum_jerk(out * 4.0) - minimum_jerk(back * 4.0 - 3.0)
        tremor = active * self._tremor_deg[i]
        turn_rad = 2.0 * np.pi * t_s
        beat = turn_rad * self._tremor_hz[i]
        ripple = (bump(out) + bump(back)) * self._ripple_deg[i]
        uneven = ripple * np.sin(turn_rad * self._ripple_hz[i] + self._phase_rad[0, i])
        move_fidget, cross_fidget, roll_fidget = self._fidget(t_s)
        shake = _CROSS_TREMOR * tremor
        return Drive(
            progress=progress,
            move_deg=rest_deg
            + progress * self._joint_deg[i]
            + uneven
            + tremor * np.sin(beat + self._phase_rad[1, i])
            + move_fidget,
            lean_deg=lean,
            cross_deg=shake * np.sin(beat + self._phase_rad[2, i]) + cross_fidget,
            roll_deg=shake * np.sin(beat + self._phase_rad[3, i]) + roll_fidget,
            sway_forward_deg=_sines(self._sway[0], turn_rad),
            sway_side_deg=_sines(self._sway[1], turn_rad),
            breath_deg=_sines(self._sway[2], turn_rad),
        )

    def _lean_progress(self, out: Floats, back: Floats) -> Floats:
        # The lean sets in when the joint alone gets no farther, and is taken back first.
        onset = self._patient.lean_onset
        return minimum_jerk((out - onset) / (1.0 - onset)) - minimum_jerk(back / (1.0 - onset))

    def _fidget(self, t_s: Floats) -> Floats:
        start_s, length_s, amplitude_deg = self._fidgets
        if not len(start_s):
            return np.zeros((3, len(t_s)))
        i = np.clip(np.searchsorted(start_s, t_s, side="right") - 1, 0, None)
        shape: Floats = bump((t_s - start_s[i]) / length_s[i]) * amplitude_deg[:, i]
        return shape


def _skewed(u: Floats, skew: Floats) -> Floats:
    """Return u with its middle shifted in time; both ends keep their place and slope."""
    return u + skew * bump(u)


def _sines(waves: Floats, turn_rad: Floats) -> Floats:
    """Return the sum of sines given as rows of amplitude, frequency in Hz and phase."""
    total: Floats = np.zeros_like(turn_rad)
    for amplitude, frequency_hz, phase_rad in waves:
        total += amplitude * np.sin(turn_rad * frequency_hz + phase_rad)
    return total


def _draw_sway(patient: PatientSettings, rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    def waves(amplitude_deg: float, low_hz: float, high_hz: float, count: int) -> Floats:
        return np.column_stack(
            [
                np.full(count, amplitude_deg / np.sqrt(count)),
                rng.uniform(low_hz, high_hz, count),
                rng.uniform(0.0, 2.0 * np.pi, count),
            ]
        )

    return (
        waves(patient.sway_deg, 0.08, 0.6, 4),
        waves(patient.sway_deg, 0.08, 0.6, 4),
        waves(patient.breath_deg, 0.2, 0.3, 1),
    )


def _draw_fidgets(
    patient: PatientSettings,
    plans: tuple[RepetitionPlan, ...],
    rng: np.random.Generator,
    *,
    trunk_moves: bool,
) -> tuple[Floats, Floats, Floats]:
    """Return start, length and (3, k) amplitudes of small movements in the pauses."""
    starts: list[float] = []
    lengths: list[float] = []
    for before, after in pairwise(plans):
        room_s = after.start_s - before.end_s - 0.4
        if room_s < _FIDGET_SHORTEST_S or rng.random() > _FIDGET_CHANCE:
            continue
        length_s = rng.uniform(_FIDGET_SHORTEST_S, min(room_s, 1.2))
        starts.append(before.end_s + 0.2 + rng.uniform(0.0, room_s - length_s))
        lengths.append(length_s)
    # Far less than a repetition: a strap is set right, a hand is turned.
    move_deg = min(3.0, patient.rom_deg / 12.0)
    reach_deg = np.array([[move_deg], [move_deg], [2.0 if trunk_moves else 7.0]])
    amplitudes = reach_deg * rng.uniform(-1.0, 1.0, (3, len(starts)))
    return np.array(starts), np.array(lengths), amplitudes
