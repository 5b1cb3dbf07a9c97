"""Rendered people exercising before the real pose engine: where it sees each landmark, and truth.

Everybody is simulated. A clip is half a minute of one person's exercise, seen from about where the
exercise is seen best; it follows from its seed alone. The engine runs as in a live session.
"""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final, Self

import numpy as np

from edge.core.arrays import Floats
from edge.core.exercises import EXERCISES, Side
from edge.core.messages.camera import LANDMARKS, Pose
from edge.pose.opening import open_engine
from edge.pose.picture import reduced
from edge.simulation.body import SimulatedSession, simulate_session
from edge.simulation.body.frames import frames_at
from edge.simulation.body.landmarks import landmarks_m, middle_of, simulated_poses
from edge.simulation.body.render_camera import Camera
from edge.simulation.body.render_looks import draw_looks

RATE_HZ: Final = 30.0
BEFORE_S: Final = 0.5
OFF_DEG: Final = 15.0
"""The camera stands up to so far beside where it should."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LandmarkClip:
    """One person, one exercise, one camera.

    Attributes:
        exercise: name.
        seed: the person: body, clothes, room, pace; and the camera's place.
        seconds: length of the clip.
    """

    exercise: str
    seed: int
    seconds: float

    @property
    def side(self) -> Side:
        """The side that moves."""
        return "left" if self.seed % 2 else "right"

    @property
    def t_s(self) -> Floats:
        """(n,) when the frames are taken, on the session's clock."""
        return BEFORE_S + np.arange(round(self.seconds * RATE_HZ)) / RATE_HZ

    @property
    def camera(self) -> Camera:
        """The camera, about where the exercise asks for it."""
        rng = np.random.default_rng([self.seed, 1])
        square_deg = EXERCISES[self.exercise].camera.azimuth_deg(self.side)
        return Camera(
            azimuth_deg=square_deg + rng.uniform(-OFF_DEG, OFF_DEG),
            distance_m=rng.uniform(2.8, 3.6),
            elevation_m=rng.uniform(0.95, 1.15),
            view_m=rng.uniform(2.2, 2.4),
        )

    def progress(self) -> Floats:
        """Return (n,) how far the movement has got in each frame, 0 at rest, 1 at the far end."""
        true_deg = self.true_deg()
        progress: Floats = true_deg / true_deg.max()
        return progress

    def true_deg(self) -> Floats:
        """Return the (n,) true angles of the exercise."""
        session = self.session()
        return np.interp(self.t_s, session.t_s, session.angle_deg)

    def simulated_poses(self) -> list[Pose]:
        """Return the clip as simulated landmarks show it, without any picture."""
        stamp_ns = np.round(self.t_s * 1e9).astype(np.int64)
        return list(
            simulated_poses(self.session(), self.camera, self.t_s, stamp_ns, seed=self.seed)
        )

    def session(self) -> SimulatedSession:
        """Return the person's session."""
        return simulate_session(
            exercise=self.exercise,
            side=self.side,
            profile="healthy",
            duration_s=self.seconds + 2.0 * BEFORE_S,
            seed=self.seed,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SeenClip:
    """What the engine saw in a clip of n frames, beside the truth.

    Attributes:
        px: (n, 33, 2) seen pixels, NaN where nobody was found.
        true_px: (n, 33, 2) true ones.
        world_m: (n, 33, 3) seen positions from the mid-hip point, in camera axes.
        true_world_m: (n, 33, 3) true ones.
        visibility: (n, 33) as the engine says.
    """

    px: Floats
    true_px: Floats
    world_m: Floats
    true_world_m: Floats
    visibility: Floats

    @classmethod
    def kept(cls, clip: LandmarkClip, folder: Path | None) -> Self:
        """Return the clip as it lies in a folder; made and put there where it does not."""
        if folder is None:
            return cls.of(clip)
        file = folder / f"{clip.exercise}-{clip.seed}-{clip.seconds:g}s.npz"
        if file.exists():
            with np.load(file) as stored:
                return cls(**{field.name: stored[field.name] for field in fields(cls)})
        seen = cls.of(clip)
        folder.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part.npz")
        np.savez_compressed(part, **{f.name: getattr(seen, f.name) for f in fields(cls)})
        part.replace(file)
        return seen

    def poses(self) -> list[Pose]:
        """Return what the engine saw as messages."""
        return [
            Pose(
                seq=i,
                sensor_ns=(stamp_ns := round(i * 1e9 / RATE_HZ)),
                host_ns=stamp_ns,
                presence="followed" if np.isfinite(self.px[i, 0, 0]) else "nobody",
                height=Camera().height_px,
                width=Camera().width_px,
                landmarks_px=self.px[i],
                visibility=self.visibility[i],
                world_m=self.world_m[i],
                engine_ns=0,
            )
            for i in range(len(self.px))
        ]

    @classmethod
    def of(cls, clip: LandmarkClip) -> Self:
        """Return a clip as the engine sees it; draws every frame, which takes half a minute."""
        session, camera, t_s = clip.session(), clip.camera, clip.t_s
        points_m = landmarks_m(session, t_s)
        seen_m = camera.see(points_m)
        shape = (len(t_s), len(LANDMARKS))
        px, world_m = np.full((*shape, 2), np.nan), np.full((*shape, 3), np.nan)
        visibility = np.zeros(shape)
        engine = open_engine()
        try:
            for i, frame in enumerate(frames_at(session, draw_looks(clip.seed), camera, t_s)):
                body = engine.process(reduced(frame.frame), int(frame.t_s * 1e9))
                if body is not None:
                    px[i], world_m[i], visibility[i] = body.px, body.world_m, body.visibility
        finally:
            engine.close()
        return cls(
            px=px,
            true_px=camera.project(points_m),
            world_m=world_m,
            true_world_m=seen_m - middle_of(seen_m, "hip")[:, None],
            visibility=visibility,
        )
