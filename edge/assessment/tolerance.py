"""How far a repetition may be from the anchor before it is spoken of."""

from dataclasses import dataclass
from typing import Final, Self

from edge.core.anchor import Anchor


@dataclass(frozen=True, slots=True, kw_only=True)
class ToleranceSettings:
    """What is natural between repetitions of one person; the same for every exercise.

    Attributes:
        rom_deg: least tolerance of the range: what a patient can feel and a watch can tell.
        rom_share: tolerance as a share of the anchor's range. Repeated movements of one person
            vary by 3–6 %; two and a half times that is out of the ordinary.
        rom_spreads: tolerance in standard deviations of this patient's anchor repetitions.
        fast_factor: tempo above the anchor's that is natural; it varies by about 10 %.
        slow_factor: the same for slowness, wider because care is no fault.
        jerk_factor: natural variation of the dimensionless jerk, which is a squared quantity: 20
            is a root mean square jerk of four and a half times the anchor's. Small and slow
            movements vary most, because sway weighs more in them.
        tremor_factor: natural variation of the trembling; its amplitude doubles and halves from
            one repetition to the next.
        lean_deg: trunk lean that is part of a natural movement.
        turn_deg: natural turn of the limb at the start: people vary by 10–15°, a watch slips as
            far.
    """

    rom_deg: float = 5.0
    rom_share: float = 0.15
    rom_spreads: float = 2.5
    fast_factor: float = 1.33
    slow_factor: float = 1.5
    jerk_factor: float = 20.0
    tremor_factor: float = 4.0
    lean_deg: float = 8.0
    turn_deg: float = 30.0


TOLERANCE_SETTINGS: Final = ToleranceSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """What is natural for one patient in one exercise.

    Attributes:
        rom_deg: shortfall of the range.
        settings: everything that does not depend on the patient.
    """

    rom_deg: float
    settings: ToleranceSettings

    @classmethod
    def of(cls, anchor: Anchor, settings: ToleranceSettings = TOLERANCE_SETTINGS) -> Self:
        """Return the tolerance for a patient with this anchor."""
        natural_deg = max(
            settings.rom_deg,
            settings.rom_share * anchor.rom_deg,
            settings.rom_spreads * anchor.rom_spread_deg,
        )
        return cls(rom_deg=natural_deg, settings=settings)
