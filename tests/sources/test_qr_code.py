"""QR codes are read as they were drawn: from a file, from a screen, out of a photograph."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from edge.sources.camera import Grab
from edge.sources.errors import SourceError
from edge.sources.qr_code import Picture, qr_half_blocks, qr_modules, qr_picture, text_of_qr
from edge.sources.qr_reading import WAIT_S, qr_text_of_camera, qr_text_of_file

TEXT = "physio-hub:1:hub.example:5572:" + ":".join(("A4" * 26, "B9" * 13, "C" * 26, "A1B2"))


def photograph(seed: int) -> Picture:
    """Return a code as a hand takes it: aslant, unevenly lit, not sharp, with noise."""
    rng = np.random.default_rng(seed)
    code = qr_picture(qr_modules(TEXT))
    height, width, side = 720, 1280, rng.uniform(300, 520)
    angle = rng.uniform(-0.4, 0.4)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * side / 2 @ turn.T
    corners += (width / 2, height / 2) + rng.uniform(-0.08, 0.08, (4, 2)) * side
    edge = len(code)
    whole = np.array([[0, 0], [edge, 0], [edge, edge], [0, edge]], np.float32)
    warp = cv2.getPerspectiveTransform(whole, corners.astype(np.float32))
    seen = cv2.warpPerspective(code, warp, (width, height), borderValue=(150,))
    lit = cv2.GaussianBlur(seen * np.linspace(0.55, 1, width), (0, 0), 1.0)
    noisy = np.clip(lit + rng.normal(0, 8, lit.shape), 0, 255).astype(np.uint8)
    return np.asarray(cv2.cvtColor(noisy, cv2.COLOR_GRAY2BGR), np.uint8)


@pytest.mark.parametrize("seed", range(2))
def test_a_code_is_read_out_of_a_photograph(seed: int) -> None:
    assert text_of_qr(photograph(100 + seed)) == TEXT


def test_a_code_on_a_screen_is_read_dark_on_white_and_white_on_dark() -> None:
    modules = qr_modules(TEXT)
    rows = qr_half_blocks(modules).split("\n")
    assert {len(row) for row in rows} == {len(modules)}
    upper = np.array([[sign in "\u2580\u2588" for sign in row] for row in rows])
    lower = np.array([[sign in "\u2584\u2588" for sign in row] for row in rows])
    seen = np.stack((upper, lower), axis=1).reshape(-1, len(modules))
    picture = qr_picture(seen)
    assert text_of_qr(picture) == TEXT
    assert text_of_qr(np.asarray(255 - picture, np.uint8)) == TEXT


def test_a_picture_without_a_code_and_a_file_that_is_none_are_said_in_a_sentence(
    tmp_path: Path,
) -> None:
    file = tmp_path / "code.png"
    with pytest.raises(SourceError, match="cannot be read"):
        qr_text_of_file(file)
    for data in (b"", b"no picture"):
        file.write_bytes(data)
        with pytest.raises(SourceError, match="is no picture that can be read"):
            qr_text_of_file(file)
    grey = np.random.default_rng(0).integers(0, 255, (200, 300)).astype(np.uint8)
    cv2.imwrite(str(file), grey)
    with pytest.raises(SourceError, match="no QR code can be read"):
        qr_text_of_file(file)
    cv2.imwrite(str(file), photograph(1))
    assert qr_text_of_file(file) == TEXT


class Sight:
    """A webcam that sees one picture after the other, and the last one for ever."""

    title, simulated, device = "webcam 0", False, True

    def __init__(self, *seen: Picture) -> None:
        self._seen = list(seen)
        self.closed = False

    def read(self) -> Grab:
        frame = self._seen.pop(0) if len(self._seen) > 1 else self._seen[0]
        return Grab(frame, 0)

    def close(self) -> None:
        self.closed = True


def test_a_camera_waits_for_a_code_and_gives_up_after_a_minute() -> None:
    blank = np.zeros((60, 80, 3), np.uint8)
    sight = Sight(blank, photograph(2))
    assert qr_text_of_camera("webcam:0", opened=lambda _: sight) == TEXT
    assert sight.closed
    blind, times = Sight(blank), iter(np.arange(0.0, 3 * WAIT_S, WAIT_S / 3).tolist())
    with pytest.raises(SourceError, match="has seen no QR code"):
        qr_text_of_camera("webcam:0", opened=lambda _: blind, clock_s=lambda: next(times))
    assert blind.closed
    with pytest.raises(SourceError, match="is no webcam"):
        qr_text_of_camera("body")
