"""What a Jetson's `tegrastats` says: GPU load, temperatures and power rails.

The statistics are named in NVIDIA's Jetson Linux Developer Guide ("tegrastats Utility"); their form
changed with the releases. JetPack 4 writes rails without a unit (`POM_5V_IN 2500/2400`, now and
average) and the GPU's clock after its load (`GR3D_FREQ 12%@76`); JetPack 5 writes `mW`, a clock per
cluster (`GR3D_FREQ 12%@[611]`) and the date before all; JetPack 6 names temperatures in small
letters (`cpu@49.906C`).
"""

import os
import re
import select
import shutil
import subprocess
from time import monotonic
from typing import Final

from edge.machine.reading import Reading

GPU: Final = "GPU"
INTERVAL_MS: Final = 500
PATIENCE_S: Final = 2.0
"""What has said nothing by then will not."""
OFF_C: Final = -256.0
"""What a temperature is while its part of the chip is switched off."""
UNCONNECTED: Final = "NC"
"""The name of a rail that leads nowhere."""

_RAIL: Final = re.compile(r"(?<!\S)([A-Z][A-Z0-9_]*) (\d+)(?:mW)?/\d+(?:mW)?(?!\S)")
_TEMPERATURE: Final = re.compile(r"(?<!\S)([A-Za-z][\w.-]*)@(-?\d+(?:\.\d+)?)C(?!\S)")
_GPU_LOAD: Final = re.compile(r"(?<!\S)GR3D_FREQ (\d+)%")


def parse(line: str) -> Reading:
    """Return what a line tells; nothing of what is not in it, and of parts that are off."""
    temperatures = {name: float(value) for name, value in _TEMPERATURE.findall(line)}
    load = _GPU_LOAD.search(line)
    return Reading(
        temperature_c={name: value for name, value in temperatures.items() if value > OFF_C},
        power_w={
            name: float(now_mw) / 1e3 for name, now_mw in _RAIL.findall(line) if name != UNCONNECTED
        },
        load_percent={} if load is None else {GPU: float(load[1])},
    )


class Tegrastats:
    """Runs `tegrastats` and knows its latest line; it ends with this process at the latest.

    Args:
        program: its path; None looks for it.
    """

    def __init__(self, program: str | None = None) -> None:
        program = program or shutil.which("tegrastats")
        self._process: subprocess.Popen[bytes] | None = None
        self._rest = b""
        self._latest = Reading()
        self._told = False
        if program is not None:
            self._process = subprocess.Popen(
                [program, "--interval", str(INTERVAL_MS)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )

    def wait(self) -> None:
        """Return once a line has come, or none can be expected any more."""
        begun_s = monotonic()
        while not self._told and (left_s := begun_s + PATIENCE_S - monotonic()) > 0:
            if self._process is None or not self._take(left_s):
                return

    def read(self) -> Reading:
        """Return what the latest line told, without waiting; nothing before the first."""
        while self._process is not None and self._take(0.0):
            pass
        return self._latest

    def close(self) -> None:
        """End the program."""
        if self._process is not None:
            self._process.terminate()
            self._process.communicate()
            self._process = None

    def _take(self, patience_s: float) -> bool:
        """Take in what comes within that time; return whether anything came."""
        assert self._process is not None
        assert self._process.stdout is not None
        pipe = self._process.stdout.fileno()
        if not select.select([pipe], [], [], patience_s)[0]:
            return False
        content = os.read(pipe, 65536)
        *lines, self._rest = (self._rest + content).split(b"\n")
        for line in lines:
            self._latest = parse(line.decode(errors="replace"))
            self._told = True
        return bool(content)
