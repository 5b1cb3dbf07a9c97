"""Named ways in which a patient does the exercise, and the script of repetitions they lead to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.core.exercises import EXERCISES
from edge.simulation.body.errors import BodyError
from edge.simulation.body.patient import PatientSettings
from edge.simulation.body.rules import HELD_AT_LEAST, SHORT_HOLD_AT_MOST, Impairment

BLOCK: Final = 8
"""Repetitions in which a profile's list of impairments occurs once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What goes wrong in a session.

    Attributes:
        title: what an engineer reads.
        impaired: impairments that occur in every eight repetitions, the order being drawn; the
            rest of the eight are correct, the very first repetition always. Leaning is left out
            where the trunk is meant to move.
        impaired_holding: further ones where the plan asks for a hold.
        pause_s: shortest and longest pause between two repetitions, 0.5–20 s.
        range_loss: share of the range of motion lost to fatigue by the end of the session, 0–0.5;
            the loss grows with the square of time. A tiring patient holds on to at least 94 % of
            the reference and then, past the middle of the band of `edge.simulation.body.rules`,
            falls to 70 % or less.
    """

    title: str
    impaired: tuple[Impairment, ...] = ()
    impaired_holding: tuple[Impairment, ...] = ()
    pause_s: tuple[float, float] = (1.5, 2.5)
    range_loss: float = 0.0

    def __post_init__(self) -> None:
        """Check the bounds.

        Raises:
            BodyError: a value is out of bounds.
        """
        if len(self.impaired + self.impaired_holding) >= BLOCK:
            raise BodyError(f"a profile has at most {BLOCK - 1} impaired repetitions in {BLOCK}")
        if not 0.5 <= self.pause_s[0] <= self.pause_s[1] <= 20.0:
            raise BodyError(
                f"pause_s is {self.pause_s}", remedy="give two increasing values of 0.5–20 s"
            )
        if not 0.0 <= self.range_loss <= 0.5:
            raise BodyError(
                f"range_loss is {self.range_loss:g}", remedy="give a value from 0 to 0.5"
            )


PROFILES: Final[dict[str, Profile]] = {
    "healthy": Profile(title="every repetition correct"),
    "mixed": Profile(
        title="mostly correct, each impairment now and then",
        impaired=("low_range", "too_fast", "shaky", "leaning"),
        impaired_holding=("short_hold",),
    ),
    "stiff": Profile(title="range of motion too low", impaired=("low_range",) * 6),
    "hasty": Profile(title="too fast", impaired=("too_fast",) * 6, pause_s=(2.8, 4.0)),
    "tremor": Profile(title="shaky", impaired=("shaky",) * 6),
    "leaning": Profile(title="the trunk helps the arm", impaired=("leaning",) * 6),
    "fatigue": Profile(title="range falls as the session goes on", range_loss=0.45),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RepetitionPlan:
    """One repetition as the patient is about to do it.

    Attributes:
        start_s: when it starts.
        outward_s: duration of the way out.
        hold_s: time at the far end.
        returning_s: duration of the way back.
        rom_deg: angle that the limb turns relative to the world.
        lean_deg: trunk lean that helps.
        tremor_deg: tremor amplitude of the moving joint.
    """

    start_s: float
    outward_s: float
    hold_s: float
    returning_s: float
    rom_deg: float
    lean_deg: float
    tremor_deg: float

    @property
    def end_s(self) -> float:
        """When the limb is back."""
        return self.start_s + self.outward_s + self.hold_s + self.returning_s


def profile_named(name: str) -> Profile:
    """Return the profile of that name.

    Raises:
        BodyError: there is none; the message lists those there are.
    """
    try:
        return PROFILES[name]
    except KeyError:
        raise BodyError(
            f"there is no profile {name!r}", remedy=f"known are {', '.join(PROFILES)}"
        ) from None


def session_script(
    patient: PatientSettings,
    profile: Profile,
    *,
    first_s: float,
    last_s: float,
    rng: np.random.Generator,
    hold_s: float = 0.0,
) -> tuple[RepetitionPlan, ...]:
    """Return the repetitions that fit between `first_s` and `last_s`, in order.

    Args:
        patient: who does them.
        profile: how well.
        first_s: start of the first.
        last_s: none ends later.
        rng: for what differs between them.
        hold_s: the hold that the plan asks for; 0 where it asks for none.

    Raises:
        BodyError: not even one fits.
    """
    plans: list[RepetitionPlan] = []
    start_s = first_s
    impaired = profile.impaired + (profile.impaired_holding if hold_s else ())
    for impairment in _impairments(impaired, patient, rng):
        tired = (start_s - first_s) / (last_s - first_s)
        left = 1.0 - profile.range_loss * tired**2
        plan = _draw_repetition(
            patient, impairment, rng, start_s=start_s, left=left, asked_s=hold_s
        )
        if plan.end_s > last_s:
            break
        plans.append(plan)
        start_s = plan.end_s + rng.uniform(*profile.pause_s)
    if not plans:
        least_s = patient.tempo_s + hold_s
        raise BodyError(
            f"no repetition of {least_s:.1f} s fits into the session", remedy="make it longer"
        )
    return tuple(plans)


def anchor_script(
    patient: PatientSettings, *, repetitions: int, first_s: float, rng: np.random.Generator
) -> tuple[RepetitionPlan, ...]:
    """Return that many careful, correct repetitions."""
    plans: list[RepetitionPlan] = []
    start_s = first_s
    for _ in range(repetitions):
        plan = _draw_repetition(patient, None, rng, start_s=start_s)
        plans.append(plan)
        start_s = plan.end_s + rng.uniform(*PROFILES["healthy"].pause_s)
    return tuple(plans)


def _impairments(
    impaired: tuple[Impairment, ...], patient: PatientSettings, rng: np.random.Generator
) -> Iterator[Impairment | None]:
    trunk_may_move = EXERCISES[patient.exercise].trunk_may_move
    while True:
        slots = sorted(rng.choice(np.arange(1, BLOCK), size=len(impaired), replace=False))
        order = iter(rng.permutation(len(impaired)))
        block: list[Impairment | None] = [None] * BLOCK
        for slot in slots:
            impairment = impaired[next(order)]
            if not (impairment == "leaning" and trunk_may_move):
                block[slot] = impairment
        yield from block


def _draw_repetition(
    patient: PatientSettings,
    impairment: Impairment | None,
    rng: np.random.Generator,
    *,
    start_s: float,
    left: float = 1.0,
    asked_s: float = 0.0,
) -> RepetitionPlan:
    rom_ratio = _tired(_vary(patient.rom_variability, rng), left)
    tempo_ratio = _vary(patient.tempo_variability, rng)
    lean_deg = 0.0 if EXERCISES[patient.exercise].trunk_may_move else rng.uniform(0.0, 2.0)
    tremor_deg = patient.physiological_tremor_deg
    if impairment == "low_range":
        rom_ratio = rng.uniform(0.45, 0.70)
    elif impairment == "too_fast":
        tempo_ratio = rng.uniform(0.42, 0.57)
    elif impairment == "leaning":
        lean_deg = rng.uniform(16.0, 25.0)
    elif impairment == "shaky":
        tremor_deg = rng.uniform(0.3, 0.7)
    return RepetitionPlan(
        start_s=start_s,
        outward_s=patient.outward_s * tempo_ratio,
        hold_s=_hold_s(impairment, asked_s, rng) if asked_s else patient.hold_s * tempo_ratio,
        returning_s=patient.returning_s * tempo_ratio,
        rom_deg=patient.rom_deg * rom_ratio,
        lean_deg=lean_deg,
        tremor_deg=tremor_deg,
    )


def _hold_s(impairment: Impairment | None, asked_s: float, rng: np.random.Generator) -> float:
    """Return how long the end is held by a patient who counts the seconds."""
    low, high = (0.15, SHORT_HOLD_AT_MOST) if impairment == "short_hold" else (HELD_AT_LEAST, 1.15)
    return asked_s * rng.uniform(low, high)


def _vary(standard_deviation: float, rng: np.random.Generator) -> float:
    return float(1.0 + standard_deviation * np.clip(rng.normal(), -2.5, 2.5))


def _tired(natural: float, left: float) -> float:
    """Return the range that is left to a tired patient, outside the undecided band."""
    if left == 1.0:
        return natural
    return max(natural * left, 0.94) if left > 0.82 else min(natural * left, 0.70)
