"""`physio doctor`: what on this machine will not work, and what to do about it."""

import importlib
import importlib.util
import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import typer
import zmq
from rich.console import Console
from rich.table import Table

from edge.terminal.output import JsonOption, write_json

Verdict = Literal["ok", "limited", "missing"]

NEEDED_MODULES: Final = {
    "numpy": "numpy",
    "scipy": "scipy",
    "numba": "numba",
    "zmq": "pyzmq",
    "msgpack": "msgpack",
    "mcap": "mcap",
    "bleak": "bleak",
    "bumble": "bumble",
    "nicegui": "nicegui",
    "onnxruntime": "onnxruntime",
    "cv2": "opencv-python-headless",
    "mediapipe": "mediapipe",
    "tslearn": "tslearn",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at.

    Attributes:
        subject: what was looked at.
        verdict: whether it works.
        detail: what was found, and what to do where it does not work.
    """

    subject: str
    verdict: Verdict
    detail: str


def python_version() -> Finding:
    """Tell whether the interpreter is one that the locked packages exist for."""
    version = ".".join(map(str, sys.version_info[:3]))
    good = sys.version_info[:2] in {(3, 11), (3, 12)}
    detail = version if good else f"{version}; install Python 3.11 or 3.12 and run make again"
    return Finding(subject="Python", verdict="ok" if good else "missing", detail=detail)


def packages() -> Finding:
    """Tell which needed packages cannot be found."""
    absent = [
        package
        for module, package in NEEDED_MODULES.items()
        if importlib.util.find_spec(module) is None
    ]
    if absent:
        return Finding(
            subject="Packages", verdict="missing", detail=f"{', '.join(absent)}; run make setup"
        )
    return Finding(subject="Packages", verdict="ok", detail=f"all {len(NEEDED_MODULES)} found")


def bluetooth() -> Finding:
    """Tell whether a real watch can be reached."""
    if not sys.platform.startswith("linux"):
        return Finding(subject="Bluetooth", verdict="limited", detail="only tried on Linux")
    adapters = sorted(path.name for path in Path("/sys/class/bluetooth").glob("hci*"))
    bus = Path("/run/dbus/system_bus_socket").exists() or "DBUS_SYSTEM_BUS_ADDRESS" in os.environ
    if adapters and bus:
        return Finding(subject="Bluetooth", verdict="ok", detail=", ".join(adapters))
    reason = "no adapter: plug in a Bluetooth dongle" if not adapters else "no D-Bus: start bluez"
    return Finding(
        subject="Bluetooth",
        verdict="limited",
        detail=f"{reason}; until then the simulated watch and recordings work",
    )


def webcams() -> Finding:
    """Tell whether a webcam is there."""
    found = sorted(path.name for path in Path("/dev").glob("video*"))
    if found:
        return Finding(subject="Webcam", verdict="ok", detail=", ".join(found))
    return Finding(
        subject="Webcam", verdict="limited", detail="none found; sessions with the watch alone work"
    )


def encryption() -> Finding:
    """Tell whether summaries can be encrypted for the therapist."""
    if zmq.has("curve"):
        return Finding(subject="CURVE", verdict="ok", detail=f"libzmq {zmq.zmq_version()}")
    return Finding(
        subject="CURVE",
        verdict="missing",
        detail="this libzmq was built without it; install the pyzmq wheel with make setup",
    )


def browser() -> Finding:
    """Tell whether the page can be shown on this machine."""
    names = ("chromium", "chromium-browser", "google-chrome", "firefox")
    found = next((name for name in names if shutil.which(name)), None)
    if found:
        return Finding(subject="Browser", verdict="ok", detail=found)
    return Finding(
        subject="Browser",
        verdict="limited",
        detail="none found; open the page on a phone (--lan)",
    )


def local_port() -> Finding:
    """Tell whether a server can listen on this machine."""
    try:
        with socket.create_server(("127.0.0.1", 0)) as server:
            return Finding(
                subject="Local page", verdict="ok", detail=f"port {server.getsockname()[1]} opens"
            )
    except OSError as error:
        return Finding(
            subject="Local page", verdict="missing", detail=f"no local port can be opened: {error}"
        )


def shared_memory() -> Finding:
    """Tell whether there is room for camera frames in shared memory."""
    path = Path("/dev/shm") if Path("/dev/shm").is_dir() else Path("/tmp")
    free_mb = shutil.disk_usage(path).free // 2**20
    enough = free_mb >= 64
    detail = f"{free_mb} MB free in {path}"
    return Finding(
        subject="Shared memory",
        verdict="ok" if enough else "limited",
        detail=detail if enough else f"{detail}; 64 MB are needed for camera frames",
    )


CHECKS: Final[tuple[Callable[[], Finding], ...]] = (
    python_version,
    packages,
    encryption,
    local_port,
    shared_memory,
    bluetooth,
    webcams,
    browser,
)


def findings() -> Iterator[Finding]:
    """Yield what every check found."""
    for check in CHECKS:
        yield check()


def doctor(json_file: JsonOption = None) -> None:
    """Say what on this machine will not work, and what to do about it."""
    found = list(findings())
    table = Table("", "", "what was found", box=None)
    for finding in found:
        table.add_row(finding.subject, finding.verdict, finding.detail)
    Console(stderr=True).print(table)
    write_json({"findings": found}, json_file)
    if any(finding.verdict == "missing" for finding in found):
        raise typer.Exit(1)
