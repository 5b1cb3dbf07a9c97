"""A film of bends as an ideal camera would have measured it, and a network that was trained."""

import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from edge.core.arrays import Floats
from edge.core.messages.camera import Presence
from edge.pose.clip import BackMasks, Clip
from edge.posture.body_angles import limb_angles, trunk_angles
from edge.posture.body_view import view_of
from edge.posture.motion_features import FEATURES
from edge.posture.spine import spine_angle_deg
from models.inference.card import Card, Reliability, UsualFigure
from models.inference.low_back import LowBackNetwork
from tests.models.bending import back
from tests.models.low_back_toy import FOLDER, NAME
from tests.posture.drawn_body import seen, side_camera

RATE_HZ = 10.0
FIGURES = tuple(f"backward.angle.{name}" for name in FEATURES)


def course(depths_deg: Sequence[float], bend_s: float = 4.0) -> Floats:
    """Angles of bends of these depths, forward positive, with a second of standing in between."""
    rest = np.zeros(round(RATE_HZ))
    shape = np.sin(np.linspace(0.0, np.pi, round(bend_s * RATE_HZ))) ** 2
    return np.concatenate([rest, *(part for d in depths_deg for part in (d * shape, rest))])


def clip(depths_deg: Sequence[float], azimuth_deg: float = -90.0, squares: int = 8) -> Clip:
    """A clip of a drawn body that bends, with a back mask in every frame."""
    flexion = course(depths_deg)
    angles = {"hip_flexion_deg": 0.5 * flexion, "lumbar_flexion_deg": 0.5 * flexion}
    track = seen(angles, side_camera(azimuth_deg=azimuth_deg))
    view = view_of(track)
    theta_deg = spine_angle_deg(track, view)
    rng = np.random.default_rng(3)
    packed = [
        zlib.compress(np.packbits(back(224, height, rng) > 0).tobytes())
        for height in np.linspace(0.3, 0.7, squares)
    ]
    order = np.rint(np.interp(theta_deg, [60, 220], [0, squares - 1])).astype(int)
    presence: Presence = "followed"
    return Clip(
        shape=(480, 640),
        t_s=np.arange(len(track)) / RATE_HZ,
        presence=(presence,) * len(track),
        bodies=track,
        track=track,
        view=view,
        spine_angle_deg=theta_deg,
        trunk=trunk_angles(track, view),
        left=limb_angles(track, "left"),
        right=limb_angles(track, "right"),
        backs=BackMasks(theta_deg, tuple(packed[place] for place in order)),
    )


def write_zoo(folder: Path, *extra_figures: str) -> None:
    """Put the toy network into a catalogue, with a card as a trained one has it."""
    folder.mkdir()
    card = Card.read(FOLDER / f"{NAME}.json")
    assert card.bends is not None
    names = (*extra_figures, *FIGURES)[: len(FIGURES)]
    bends = replace(
        card.bends,
        figures=names,
        reliability=(
            Reliability(low=0.5, high=0.7, people=20, right=12),
            Reliability(low=0.7, high=1.0, people=10, right=9),
        ),
        usual=tuple(
            UsualFigure(name=name, mean=50.0, lowest=-500.0, highest=500.0) for name in FIGURES
        ),
    )
    name = "backtracker-ep-fp"
    replace(card, name=name, bends=bends).write(folder / f"{name}.json")
    (folder / f"{name}.onnx").write_bytes((FOLDER / f"{NAME}.onnx").read_bytes())


def network(folder: Path, *extra_figures: str) -> LowBackNetwork:
    """The toy network out of such a catalogue."""
    write_zoo(folder, *extra_figures)
    return LowBackNetwork.load("backtracker-ep-fp", zoo=folder)
