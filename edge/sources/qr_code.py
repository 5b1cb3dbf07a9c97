"""Texts as QR codes: drawn for a file or a terminal, and read out of a picture."""

from collections.abc import Callable, Iterator
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""Grey, rows × columns; or with three colours, blue, green and red."""
QUIET: Final = 4
"""White modules around a code, by its standard (ISO/IEC 18004)."""
MODULE_PX: Final = 8
_LARGEST_PX: Final = 1_600
_SCALES: Final = (1.0, 0.5, 1.5)
_BLACK_ON_WHITE: Final = "\x1b[30;107m"
_AS_BEFORE: Final = "\x1b[0m"
_BLOCKS: Final = {
    (False, False): " ",
    (True, False): "\u2580",
    (False, True): "\u2584",
    (True, True): "\u2588",
}
"""Signs of two modules, the upper and the lower one; a dark one has the colour of the text."""


def qr_modules(text: str) -> NDArray[np.bool_]:
    """Return which modules of a code are dark, rows × columns, with the white ones around it."""
    parameters = cv2.QRCodeEncoder.Params()
    parameters.correction_level = cv2.QRCODE_ENCODER_CORRECT_LEVEL_M
    drawn = cv2.QRCodeEncoder.create(parameters).encode(text) == 0
    rows, columns = np.flatnonzero(drawn.any(axis=1)), np.flatnonzero(drawn.any(axis=0))
    code = drawn[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return np.pad(code, QUIET)


def qr_picture(modules: NDArray[np.bool_]) -> Picture:
    """Return a code as a grey picture, `MODULE_PX` pixels for each module."""
    grey = np.where(modules, 0, 255).astype(np.uint8)
    return np.kron(grey, np.ones((MODULE_PX, MODULE_PX), np.uint8))


def qr_half_blocks(modules: NDArray[np.bool_]) -> str:
    """Return a code as lines of text, two rows of modules in each; to be seen dark on white."""
    even = np.pad(modules, ((0, len(modules) % 2), (0, 0))).tolist()
    return "\n".join(
        "".join(map(_BLOCKS.__getitem__, zip(upper, lower, strict=True)))
        for upper, lower in zip(even[::2], even[1::2], strict=True)
    )


def qr_for_terminal(text: str) -> str:
    """Return the code of a text as lines for any terminal, dark on white whatever its colours are.

    What is no terminal is to leave the escape sequences out (ECMA-48).
    """
    lines = qr_half_blocks(qr_modules(text)).splitlines()
    return "\n".join(f"{_BLACK_ON_WHITE}{line}{_AS_BEFORE}" for line in lines)


def text_of_qr(picture: Picture) -> str:
    """Return the text of the code in a picture, "" where none can be read.

    The code may lie aslant, be small, unevenly lit or light on dark.
    """
    grey = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    for variant in _variants(np.asarray(grey, np.uint8)):
        for read in _READERS:
            if text := read(variant):
                return text
    return ""


def _variants(grey: Picture) -> Iterator[Picture]:
    """Yield a picture as it is, at other sizes, and with its tones reversed."""
    fit = min(1.0, _LARGEST_PX / max(grey.shape))
    for scale in _SCALES:
        size = [max(1, round(side * fit * scale)) for side in grey.shape[::-1]]
        scaled = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)
        yield scaled
        yield 255 - scaled


def _plain(grey: Picture) -> str:
    return _decoded(cv2.QRCodeDetector().detectAndDecode, grey)


def _by_markers(grey: Picture) -> str:
    return _decoded(cv2.QRCodeDetectorAruco().detectAndDecode, grey)


def _decoded(decode: Callable[[Picture], tuple[str, object, object]], grey: Picture) -> str:
    try:
        return decode(grey)[0]
    except (cv2.error, UnicodeDecodeError):  # a pattern that only looks like a code
        return ""


_READERS: Final = (_plain, _by_markers)
