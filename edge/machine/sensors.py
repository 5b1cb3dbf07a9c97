"""Temperature and power, where the machine tells them; what it does not tell is said to be absent.

Temperatures come from the kernel's thermal zones and hwmon. Power comes from INA3221 monitors
(Jetson: a rail each, current times voltage) or from RAPL (x86: an energy counter per package, whose
increase over the time between two readings is the power).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from edge.bus.clock import now_ns

SYS: Final = Path("/sys")
OFF_C: Final = -256.0
"""What a Jetson's thermal zone says while its part of the chip is switched off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the machine does at one moment.

    Attributes:
        temperature_c: by the name of the sensor.
        power_w: by the name of the rail or the package.
    """

    temperature_c: Mapping[str, float] = field(default_factory=dict)
    power_w: Mapping[str, float] = field(default_factory=dict)


class Sensors:
    """Reads what there is.

    Attributes:
        absent: what this machine does not tell, one sentence each.
    """

    def __init__(self, sys: Path = SYS) -> None:
        """Look for sensors below `sys`."""
        zones = sorted(sys.glob("class/thermal/thermal_zone*"))
        self._zones = {_text(zone / "type") or zone.name: zone / "temp" for zone in zones}
        self._zones |= _hwmon_temperatures(sys)
        self._rails = _rails(sys)
        counters = sorted(sys.glob("class/powercap/intel-rapl:?/energy_uj"))
        self._energy = {
            _text(path.parent / "name") or path.parent.name: path
            for path in counters
            if _number(path) is not None
        }
        self._spent: dict[str, tuple[int, float]] = {}
        self.absent = tuple(_absences(bool(self._zones), self._rails, self._energy, counters))
        self.read()

    def read(self) -> Reading:
        """Return how the machine does; power from RAPL is the mean since the reading before."""
        temperatures = {name: _number(path) for name, path in self._zones.items()}
        return Reading(
            temperature_c={
                name: value / 1e3
                for name, value in temperatures.items()
                if value is not None and value / 1e3 > OFF_C
            },
            power_w=self._rails_w() | self._packages_w(),
        )

    def _rails_w(self) -> dict[str, float]:
        watts = {}
        for name, (millivolts, milliamperes) in self._rails.items():
            volts, amperes = _number(millivolts), _number(milliamperes)
            if volts is not None and amperes is not None:
                watts[name] = volts * amperes / 1e6
        return watts

    def _packages_w(self) -> dict[str, float]:
        watts = {}
        for name, path in self._energy.items():
            energy_uj, now = _number(path), now_ns()
            if energy_uj is None:
                continue
            before = self._spent.get(name)
            self._spent[name] = now, energy_uj
            # The counter begins anew at its limit; that one reading is left out.
            if before is not None and energy_uj >= before[1] and now > before[0]:
                watts[name] = (energy_uj - before[1]) * 1e3 / (now - before[0])
        return watts


def _hwmon_temperatures(sys: Path) -> dict[str, Path]:
    found = {}
    for path in sorted(sys.glob("class/hwmon/hwmon*/temp*_input")):
        chip = _text(path.parent / "name") or path.parent.name
        label = _text(path.with_name(path.name.replace("_input", "_label")))
        found[f"{chip} {label or path.name.removesuffix('_input')}"] = path
    return found


def _rails(sys: Path) -> dict[str, tuple[Path, Path]]:
    """Return voltage (mV) and current (mA) of each rail that an INA3221 watches."""
    rails = {}
    for chip in sorted(sys.glob("class/hwmon/hwmon*")):
        if _text(chip / "name") != "ina3221":
            continue
        for current in sorted(chip.glob("curr?_input")):
            number = current.name[len("curr")]
            voltage = chip / f"in{number}_input"
            if voltage.exists():
                name = _text(chip / f"in{number}_label") or f"rail {number}"
                rails[name] = voltage, current
    return rails


def _absences(
    warm: bool, rails: Mapping[str, object], energy: Mapping[str, object], counters: list[Path]
) -> list[str]:
    absent = [] if warm else ["temperature: this machine tells none"]
    if not rails and not energy:
        absent.append(
            "power: RAPL is there, but only root may read it"
            if counters
            else "power: neither RAPL nor an INA3221 monitor"
        )
    return absent


def _text(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""


def _number(path: Path) -> float | None:
    try:
        return float(path.read_text())
    except (OSError, ValueError):
        return None
