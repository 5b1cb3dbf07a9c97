"""What a machine tells of itself at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the machine does at one moment.

    Attributes:
        temperature_c: by the name of the sensor.
        power_w: by the name of the rail or the package.
        load_percent: of what is no processor core, by name.
    """

    temperature_c: Mapping[str, float] = field(default_factory=dict)
    power_w: Mapping[str, float] = field(default_factory=dict)
    load_percent: Mapping[str, float] = field(default_factory=dict)
