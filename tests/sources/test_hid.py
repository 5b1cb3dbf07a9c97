"""A game controller as a watch: found, read, lost, found again."""

import asyncio
import importlib.util
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from edge.core.messages.imu import Imu, LinkStatus
from edge.sources.errors import SourceError
from edge.sources.hid import PadSource
from edge.sources.hid_devices import Pad, is_meant, load_evdev, open_pad, pads_there
from edge.sources.link_report import LinkReport
from edge.sources.scheme import Source
from edge.sources.watch import open_source
from firmware_bridge.errors import LinkError
from firmware_bridge.playback import Motion
from firmware_bridge.protocols.hid_motion import NINTENDO, SONY
from tests.sources.fake_pad import NAMES, FakePad, told_by_kernel

MakeMotion = Callable[..., Motion]
PLAYS_S = {NINTENDO: 1.0, SONY: 0.7}


def small(moving: Motion) -> Motion:
    """Return the same within ±4 g and ±1000 deg/s."""
    return Motion(
        t_s=moving.t_s, accel_m_s2=0.3 * moving.accel_m_s2, gyro_rad_s=0.3 * moving.gyro_rad_s
    )


class Listening:
    """What a source says, while the body of the context runs."""

    def __init__(self, source: Source) -> None:
        self.chunks: list[Imu] = []
        self.links: list[LinkStatus] = []
        self._source = source

    def _emit(self, message: Imu | LinkStatus) -> None:
        (self.chunks if isinstance(message, Imu) else self.links).append(message)  # type: ignore[arg-type]

    async def __aenter__(self) -> "Listening":
        report = LinkReport("any controller", simulated=False, emit=self._emit)
        self._task = asyncio.create_task(self._source.listen(report, self._emit))
        await asyncio.sleep(0.05)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    @property
    def rows(self) -> np.ndarray:
        return np.vstack([chunk.six_axes for chunk in self.chunks])

    @property
    def t_ns(self) -> np.ndarray:
        return np.concatenate([chunk.t_ns for chunk in self.chunks])


@pytest.mark.parametrize("vendor", [NINTENDO, SONY])
async def test_what_a_controller_measures_arrives_in_si_units_on_the_hosts_clock(
    motion: MakeMotion, vendor: int
) -> None:
    moving = small(motion(PLAYS_S[vendor], {NINTENDO: 200.0, SONY: 250.0}[vendor]))
    device = FakePad(vendor, moving)
    async with Listening(
        PadSource(name="", there=device.pads_there, opened=device.opened)
    ) as heard:
        await device.play(10.0)
        await asyncio.sleep(0.1)
    n = len(heard.rows)
    assert n >= len(moving.t_s) - 3
    truth = np.hstack([moving.accel_m_s2, moving.gyro_rad_s])[:n]
    np.testing.assert_allclose(heard.rows, truth, atol=0.003)
    steps_s = np.diff(heard.t_ns) * 1e-9
    assert np.all(steps_s > 0)
    assert np.sum(steps_s) == pytest.approx(moving.t_s[n - 1] - moving.t_s[0], abs=0.06)
    assert device.closed == 1
    assert heard.links[0].state == "scanning"
    assert (heard.links[1].state, heard.links[1].device) == ("streaming", NAMES[vendor])
    assert not heard.links[-1].simulated
    assert heard.links[-1].malformed == 0


async def test_an_unplugged_controller_leaves_a_gap_and_comes_back_by_itself(
    motion: MakeMotion,
) -> None:
    device = FakePad(SONY, small(motion(2.0, 250.0)))
    async with Listening(
        PadSource(name="", there=device.pads_there, opened=device.opened)
    ) as heard:
        await device.play(0.4)
        device.unplug()
        await device.play(0.8)
        device.there = True
        await device.play(1.9)
    assert [link.state for link in heard.links if link.state != "streaming"][1:] == [
        "lost",
        "scanning",
    ]
    assert [chunk.gap for chunk in heard.chunks].count(True) == 2
    assert np.all(np.diff(heard.t_ns) > 0)
    assert np.max(np.diff(heard.t_ns)) > 0.3e9
    assert heard.t_ns[-1] - heard.t_ns[0] > 1.0e9
    assert device.closed == 2


async def test_one_that_falls_silent_is_opened_anew_and_lost_events_are_no_end(
    motion: MakeMotion,
) -> None:
    device = FakePad(SONY, small(motion(1.0, 250.0)))
    source = PadSource(name="", there=device.pads_there, opened=device.opened, silence_s=0.15)
    async with Listening(source) as heard:
        await device.play(0.1)
        device.drop()
        await device.play(0.3)
        await asyncio.sleep(0.4)
        before = len(heard.rows)
        await device.play(1.0)
        await asyncio.sleep(0.1)
    assert "lost" in [link.state for link in heard.links]
    assert len(heard.rows) > before + 50 > 100


def refusing(pad: Pad) -> FakePad:
    raise LinkError("input_denied", f"{pad.name} may not be read", remedy="ask for it")


async def test_what_only_a_person_can_cure_is_told_or_raised(motion: MakeMotion) -> None:
    device = FakePad(SONY, motion())
    refused = PadSource(name="", there=device.pads_there, opened=refusing)
    async with Listening(refused.waiting()) as heard:
        pass
    assert heard.links[-1].trouble == "input_denied"
    report = LinkReport("pad", simulated=False, emit=lambda _: None)
    with pytest.raises(LinkError, match="may not be read"):
        await refused.listen(report, lambda _: None)


def test_motion_sensors_are_told_from_sticks_and_other_devices(tmp_path: Path) -> None:
    sensor = {"axes": "3f", "properties": "40"}
    told_by_kernel(tmp_path, 2, "Joy-Con", vendor=NINTENDO, axes="1b", properties="0")
    told_by_kernel(tmp_path, 11, "DualSense Motion Sensors", vendor=SONY, **sensor)
    told_by_kernel(tmp_path, 3, "Joy-Con IMU", vendor=NINTENDO, **sensor)
    told_by_kernel(tmp_path, 4, "Laptop", vendor=1, axes="7", properties="40")
    (tmp_path / "event5").mkdir()  # one that is being unplugged
    found = pads_there(tmp_path, Path("/dev/input"))
    assert [(one.name, one.path.name, one.vendor) for one in found] == [
        ("Joy-Con IMU", "event3", NINTENDO),
        ("DualSense Motion Sensors", "event11", SONY),
    ]
    assert all(is_meant(one, "") for one in found)
    assert [is_meant(one, "joy-con") for one in found] == [True, False]
    assert [is_meant(one, "/dev/input/event11") for one in found] == [False, True]
    assert is_meant(found[0], "AA:BB:CC:00:11:22")


@pytest.mark.skipif(
    importlib.util.find_spec("evdev") is not None, reason="python-evdev is installed"
)
def test_without_python_evdev_it_is_said_how_to_install_it() -> None:
    with pytest.raises(SourceError, match=r"pip install 'physio-edge\[hid\]'"):
        open_source("hid:", lambda: pytest.fail("nobody is simulated"))


@pytest.mark.skipif(
    importlib.util.find_spec("evdev") is None or not os.access("/dev/uinput", os.W_OK),
    reason="needs python-evdev and a writable /dev/uinput",
)
async def test_a_controller_of_the_kernels_own_making_is_found_and_read() -> None:
    evdev = load_evdev()
    axes = [
        (axis, evdev.AbsInfo(0, -32768, 32767, 0, 0, 8192 if axis < 3 else 1024))
        for axis in range(6)
    ]
    events = {evdev.ecodes.EV_ABS: axes, evdev.ecodes.EV_MSC: [evdev.ecodes.MSC_TIMESTAMP]}
    made = evdev.UInput(
        events,
        name="Physio test pad",
        vendor=SONY,
        input_props=[evdev.ecodes.INPUT_PROP_ACCELEROMETER],
    )
    try:
        await asyncio.sleep(0.5)  # until its device file may be read
        async with Listening(PadSource(name="Physio test pad")) as heard:
            for i in range(50):
                made.write(evdev.ecodes.EV_ABS, 1, 8192 + 40 * (i % 2))
                made.write(evdev.ecodes.EV_MSC, evdev.ecodes.MSC_TIMESTAMP, 4000 * i)
                made.syn()
                await asyncio.sleep(0.004)
            await asyncio.sleep(0.1)
    finally:
        made.close()
    assert len(heard.rows) > 40
    np.testing.assert_allclose(heard.rows[:, 1], 9.80665, atol=0.1)
    with pytest.raises((LinkError, OSError)):
        open_pad(Pad(path=Path("/dev/input/event9999"), name="", address="", vendor=SONY))
