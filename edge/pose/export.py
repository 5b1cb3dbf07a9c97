"""What a clip shows as files for other programs: CSV, TRC and PNG."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

import cv2
import numpy as np
from numpy.lib import format as npy

from edge.core.arrays import Floats
from edge.core.messages.camera import LANDMARKS
from edge.pose.clip import Clip
from edge.posture.angle_bins import ALL_BINS
from edge.posture.back_mask import SIZE_PX

MM_PER_M: Final = 1000.0
_TRC_MM_PER_M: Final = (MM_PER_M, -MM_PER_M, -MM_PER_M)
_TRC_HEADER: Final = (
    *("DataRate", "CameraRate", "NumFrames", "NumMarkers", "Units"),
    *("OrigDataRate", "OrigDataStartFrame", "OrigNumFrames"),
)


def write_angles_csv(clip: Clip, path: Path) -> None:
    """Write one row per frame with every angle in degrees; an empty field is a gap."""
    columns: dict[str, Floats] = {"spine_angle_deg": clip.spine_angle_deg}
    for prefix, angles in (("trunk", clip.trunk), ("left", clip.left), ("right", clip.right)):
        for field in fields(angles):
            columns[f"{prefix}_{field.name}"] = getattr(angles, field.name)
    rows = np.column_stack(list(columns.values()))
    _write_rows(path, ("t_s", "presence", *columns), clip, rows, decimals=3)


def write_landmarks_csv(clip: Clip, path: Path) -> None:
    """Write one row per frame with pixels, visibility and metres of all landmarks.

    World axes are x to the right, y down and z away from the camera, from the mid-hip point.
    """
    header = [
        f"{name}_{what}"
        for name in LANDMARKS
        for what in ("x_px", "y_px", "visibility", "x_m", "y_m", "z_m")
    ]
    track = clip.track
    rows = (
        np.column_stack([px, visibility, world_m]).ravel()
        for px, visibility, world_m in zip(track.px, track.visibility, track.world_m, strict=True)
    )
    _write_rows(path, ("t_s", "presence", *header), clip, rows, decimals=4)


def write_trc(clip: Clip, path: Path, rate_hz: float) -> None:
    """Write the world landmarks as TRC, for OpenSim and other biomechanics programs.

    Millimetres from the mid-hip point; x to the right in the picture, y up, z towards the camera.
    An empty field is a gap.

    Args:
        clip: what is written.
        path: of the file.
        rate_hz: frames per second.
    """
    n, count = len(clip.t_s), len(LANDMARKS)
    rate = f"{rate_hz:.3f}"
    axes = [f"{axis}{number}" for number in range(1, count + 1) for axis in "XYZ"]
    head = [
        ["PathFileType", "4", "(X/Y/Z)", path.name],
        list(_TRC_HEADER),
        [rate, rate, str(n), str(count), "mm", rate, "1", str(n)],
        ["Frame#", "Time", *(cell for name in LANDMARKS for cell in (name, "", ""))],
        ["", "", *axes],
        [],
    ]
    rows = (
        [str(number), f"{t_s:.6f}", *_cells((points_m * _TRC_MM_PER_M).ravel(), 2)]
        for number, (t_s, points_m) in enumerate(
            zip(clip.t_s, clip.track.world_m, strict=True), start=1
        )
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines("\t".join(row) + "\n" for row in [*head, *rows])


def write_masks(clip: Clip, folder: Path) -> None:
    """Write the back masks as PNG, named by frame and the lower end of the bin, and as arrays.

    `masks.npz` holds `masks` (k, 224, 224), `frame`, `theta_deg` and `bin`, (k,) each; bins are
    those of `edge.posture.angle_bins.ALL_BINS`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    count = len(clip.backs)
    columns: dict[str, list[float]] = {"frame": [], "theta_deg": [], "bin": []}
    with ZipFile(folder / "masks.npz", "w", ZIP_DEFLATED) as arrays:
        # One after the other, as `numpy.savez_compressed` writes all: together they would fill
        # the memory.
        with arrays.open("masks.npy", "w", force_zip64=True) as file:
            shape = {"descr": "|u1", "fortran_order": False, "shape": (count, SIZE_PX, SIZE_PX)}
            npy.write_array_header_1_0(file, shape)
            for mask in clip.backs:
                low_deg = ALL_BINS.low_deg(mask.bin)
                name = f"{mask.frame:06d}_{low_deg:.0f}deg.png"
                (folder / name).write_bytes(cv2.imencode(".png", mask.square)[1].tobytes())
                file.write(mask.square.tobytes())
                for column, values in columns.items():
                    values.append(getattr(mask, column))
        for column, values in columns.items():
            kind = np.float64 if column == "theta_deg" else np.int64
            with arrays.open(f"{column}.npy", "w") as file:
                npy.write_array(file, np.array(values, dtype=kind))


def _write_rows(
    path: Path, header: Sequence[str], clip: Clip, rows: Iterable[Floats], *, decimals: int
) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for t_s, presence, row in zip(clip.t_s, clip.presence, rows, strict=True):
            writer.writerow([f"{t_s:.6f}", presence, *_cells(row, decimals)])


def _cells(values: Iterable[float], decimals: int) -> list[str]:
    return [f"{value:.{decimals}f}" if np.isfinite(value) else "" for value in values]
