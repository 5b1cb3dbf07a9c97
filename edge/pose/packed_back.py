"""A back mask as text, for a message and for a recording: some hundred characters of a picture."""

import base64
import binascii
import zlib
from typing import Final

import numpy as np

from edge.posture.back_mask import SIZE_PX, Square

_QUICKLY: Final = 1
"""Of zlib's levels."""
_BYTES: Final = SIZE_PX * SIZE_PX // 8


def packed_back(square: Square) -> str:
    """Return a (224, 224) back mask as text."""
    bits = np.packbits(square > 0).tobytes()
    return base64.b64encode(zlib.compress(bits, _QUICKLY)).decode("ascii")


def back_bytes(text: str) -> bytes | None:
    """Return it as `edge.pose.clip.BackMasks` takes it, None of a text that holds none."""
    try:
        data = base64.b64decode(text, validate=True)
        unpacker = zlib.decompressobj()
        # A damaged text may claim to hold anything.
        whole = len(unpacker.decompress(data, _BYTES + 1)) == _BYTES and unpacker.eof
    except (binascii.Error, ValueError, zlib.error):
        return None
    return data if whole else None
