"""Temperature, power and GPU load, where the machine tells them; what it does not is said.

Temperatures come from the kernel's thermal zones and hwmon. Power comes from INA3221 monitors
(Jetson: a rail each, current times voltage) or from RAPL (x86: an energy counter per package, whose
increase over the time between two readings is the power). A Jetson's `tegrastats` adds the GPU's
load, and temperatures and rails where the kernel shows none.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, Self

from edge.bus.clock import now_ns
from edge.machine.reading import Reading
from edge.machine.tegrastats import OFF_C, Tegrastats

SYS: Final = Path("/sys")


class Sensors:
    """Reads what there is; a context that ends what it started.

    Attributes:
        absent: what this machine does not tell, one sentence each.
    """

    def __init__(self, sys: Path = SYS, tegrastats: str | None = None) -> None:
        """Look for sensors below `sys`, and for `tegrastats` where no path to it is given."""
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
        self._tegrastats = Tegrastats(tegrastats)
        self._tegrastats.wait()
        first = self.read()
        self.absent = tuple(_absences(first, self._energy, counters))

    def read(self) -> Reading:
        """Return how the machine does; power from RAPL is the mean since the reading before."""
        jetson = self._tegrastats.read()
        return Reading(
            temperature_c=self._temperatures_c() or jetson.temperature_c,
            power_w=(self._rails_w() | self._packages_w()) or jetson.power_w,
            load_percent=jetson.load_percent,
        )

    def close(self) -> None:
        """End what was started."""
        self._tegrastats.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _temperatures_c(self) -> dict[str, float]:
        read = {name: _number(path) for name, path in self._zones.items()}
        known = {name: value / 1e3 for name, value in read.items() if value is not None}
        return {name: value for name, value in known.items() if value > OFF_C}

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


def _absences(first: Reading, energy: Mapping[str, object], counters: list[Path]) -> list[str]:
    """Return what is missing; the first reading has no power from RAPL yet."""
    absent = [] if first.temperature_c else ["temperature: this machine tells none"]
    if not first.power_w and not energy:
        absent.append(
            "power: RAPL is there, but only root may read it"
            if counters
            else "power: neither RAPL, nor an INA3221 monitor, nor tegrastats tells it"
        )
    if not first.load_percent:
        absent.append("GPU load: there is no tegrastats to tell it")
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
