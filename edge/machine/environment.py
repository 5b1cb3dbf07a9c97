"""What a result was measured on: versions, processor, settings, temperature, commit."""

import importlib.metadata
import os
import platform
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import psutil

from edge.machine.sensors import Sensors

ROOT: Final = Path(__file__).parents[2]
PACKAGES: Final = (
    *("numpy", "scipy", "numba", "llvmlite", "pyzmq", "msgpack", "onnxruntime", "mediapipe"),
    *("opencv-python-headless", "nicegui", "hdrhistogram", "tslearn"),
)
FLAGS: Final = ("avx2", "fma", "avx512f", "asimd", "sve")
"""Instruction sets that the kernels' speed depends on, as /proc/cpuinfo names them."""
VOLATILE: Final = (
    *("started", "load_1_min", "memory_free_mb"),
    *("temperature_c", "power_w", "load_percent"),
)
"""What differs between any two runs, and says little about them."""


def environment() -> dict[str, Any]:
    """Return what this machine is and how it stands, by name; None where it does not tell.

    `absent` says in words what is missing.
    """
    with Sensors() as sensors:
        reading = sensors.read()
    cpu = _cpu()
    known: dict[str, Any] = {
        "project": version_of("physio-edge"),
        "commit": _git("rev-parse", "--short=12", "HEAD"),
        "uncommitted_changes": _has_changes(),
        "python": platform.python_version(),
        "packages": {name: version_of(name) for name in PACKAGES},
        "system": f"{platform.system()} {platform.release()}",
        "machine": platform.machine(),
        "device": _text("/proc/device-tree/model"),
        "cpu": cpu.get("model name") or cpu.get("Model"),
        "instruction_sets": _instruction_sets(cpu),
        "cores": psutil.cpu_count(logical=False),
        "threads": psutil.cpu_count(),
        "usable_threads": len(os.sched_getaffinity(0)),
        "governor": _text("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"),
        "power_mode": _power_mode(),
        "memory_mb": round(psutil.virtual_memory().total / 1e6),
        "memory_free_mb": round(psutil.virtual_memory().available / 1e6),
        "load_1_min": round(os.getloadavg()[0], 2),
        "temperature_c": dict(reading.temperature_c),
        "power_w": dict(reading.power_w),
        "load_percent": dict(reading.load_percent),
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    missing = [f"{name}: not told" for name in ("governor", "power_mode") if known[name] is None]
    return {**known, "absent": [*sensors.absent, *missing]}


def differences(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return what differs between two environments, by name, without what always does."""
    flat_one, flat_other = _flat(one), _flat(other)
    names = [name for name in {**flat_one, **flat_other} if name.split(".")[0] not in VOLATILE]
    return {
        name: (flat_one.get(name), flat_other.get(name))
        for name in names
        if flat_one.get(name) != flat_other.get(name)
    }


def _flat(environment: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in environment.items():
        if isinstance(value, Mapping):
            flat |= {f"{name}.{key}": item for key, item in value.items()}
        else:
            flat[name] = value
    return flat


def version_of(package: str) -> str | None:
    """Return the version of an installed package, None where it is not installed."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _cpu() -> dict[str, str]:
    """Return what /proc/cpuinfo says of the first processor."""
    lines = (_text("/proc/cpuinfo") or "").split("\n\n")[0].splitlines()
    pairs = (line.partition(":") for line in lines)
    return {key.strip(): value.strip() for key, _, value in pairs}


def _instruction_sets(cpu: Mapping[str, str]) -> list[str]:
    flags = (cpu.get("flags") or cpu.get("Features") or "").split()
    return [flag for flag in FLAGS if flag in flags]


def _power_mode() -> str | None:
    """Return the firmware's profile of a laptop, or the mode of a Jetson."""
    return _text("/sys/firmware/acpi/platform_profile") or _text("/var/lib/nvpmodel/status")


def _git(*words: str) -> str | None:
    """Return what git says of the checkout, None where there is none."""
    if not (ROOT / ".git").exists():
        return None
    try:
        ended = subprocess.run(
            ["git", "-C", str(ROOT), *words], capture_output=True, text=True, check=True, timeout=10
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return ended.stdout.strip()


def _has_changes() -> bool | None:
    status = _git("status", "--porcelain", "--untracked-files=no")
    return None if status is None else bool(status)


def _text(path: str) -> str | None:
    try:
        return Path(path).read_text().strip("\0\n ") or None
    except OSError:
        return None
