"""A film of bends as a live camera's process would tell of it, picture by picture."""

import base64
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from edge.core.messages.camera import CameraState, CameraStatus
from edge.core.messages.screening import BodySighting, ScreeningAction, ScreeningCommand
from edge.pose.clip import Clip
from edge.pose.packed_back import packed_back
from tests.screening.filmed import RATE_HZ, clip

BEGIN_NS = 7_000_000_000
STEP_NS = round(1e9 / RATE_HZ)
FORWARD = (60.0,) * 5
BACKWARD = (-25.0, -26.0, -24.0, -25.0, -26.0)


def sightings(film: Clip, begin_ns: int = BEGIN_NS) -> list[BodySighting]:
    """What was seen in each picture of a film; somebody else is looked for every two seconds."""
    backs = {back.frame: packed_back(back.square) for back in film.backs}
    return [
        BodySighting(
            seq=number,
            sensor_ns=begin_ns + number * STEP_NS,
            host_ns=begin_ns + number * STEP_NS,
            presence="followed",
            height=film.shape[0],
            width=film.shape[1],
            landmarks_px=film.bodies.px[number],
            visibility=film.bodies.visibility[number],
            world_m=film.bodies.world_m[number],
            facing=film.view.facing,
            back=backs.get(number, ""),
            moved=np.zeros(2),
            second=None if number % 20 else False,
            engine_ns=30_000_000,
        )
        for number in range(len(film.t_s))
    ]


def bending(depths_deg: Sequence[float] = (*FORWARD, *BACKWARD)) -> list[BodySighting]:
    """Somebody who bends so far, forward positive, and stands for two seconds more."""
    return standing_on(sightings(clip(depths_deg)))


def standing_on(seen: Sequence[BodySighting], pictures: int = 20) -> list[BodySighting]:
    """The same, and so many more pictures like the last one."""
    last = seen[-1]
    return [*seen, *(later(last, number + 1) for number in range(pictures))]


def later(one: BodySighting, steps: int) -> BodySighting:
    """The same body so many pictures later."""
    at_ns = one.sensor_ns + steps * STEP_NS
    return replace(one, seq=one.seq + steps, sensor_ns=at_ns, host_ns=at_ns)


def empty(one: BodySighting) -> BodySighting:
    """The same picture without anybody."""
    return replace(
        one,
        presence="nobody",
        landmarks_px=np.full((33, 2), np.nan),
        visibility=np.full(33, np.nan),
        world_m=np.full((33, 3), np.nan),
        back="",
    )


def command(action: ScreeningAction, at_ns: int = BEGIN_NS - 1, code: str = "") -> ScreeningCommand:
    """What somebody asks for at that time."""
    return ScreeningCommand(seq=0, sensor_ns=at_ns, host_ns=at_ns, action=action, code=code)


def camera(state: CameraState, at_ns: int) -> CameraStatus:
    """The state of the camera at that time."""
    return CameraStatus(
        seq=0,
        sensor_ns=at_ns,
        host_ns=at_ns,
        state=state,
        source="toy",
        simulated=True,
        rate_hz=RATE_HZ,
        dropped=0,
        trouble="",
    )


def damaged(one: BodySighting) -> BodySighting:
    """The same picture with a mask that cannot be read."""
    return replace(one, back=base64.b64encode(b"no mask").decode("ascii"))
