"""Vectors of integers with any number of bits each, packed with the lowest bit first."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

AXES: Final = 3
LARGEST_WIDTH: Final = 32
_BITS: Final = 1 << np.arange(LARGEST_WIDTH, dtype=np.int64)


def signed(values: NDArray[np.int64], bits: int) -> NDArray[np.int64]:
    """Return the values whose lowest bits are these, in two's complement."""
    half = np.int64(1) << (bits - 1)
    return ((values + half) & ((half << 1) - 1)) - half


def unpacked(content: bytes, bits: int, n: int) -> NDArray[np.int64]:
    """Return (n, 3) two's complement integers of `bits` bits, the lowest bit first."""
    flat = np.unpackbits(np.frombuffer(content, np.uint8), bitorder="little")
    rows = flat[: n * AXES * bits].reshape(n, AXES, bits)
    return signed(rows @ _BITS[:bits], bits)


def packed(values: NDArray[np.int64], bits: int) -> bytes:
    """Return the bytes of (n, 3) integers of `bits` bits.

    Raises:
        ValueError: one does not fit.
    """
    if (values != signed(values, bits)).any():
        raise ValueError(f"a value does not fit into {bits} bits")
    rows = (values[..., np.newaxis] >> np.arange(bits)) & 1
    return np.packbits(rows.astype(np.uint8).ravel(), bitorder="little").tobytes()
