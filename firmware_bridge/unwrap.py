"""Counters that wrap around, made endless."""


def unwrap(raw: int, *, bits: int, expected: int) -> int:
    """Return the number nearest to `expected` whose lowest `bits` bits are `raw`."""
    modulus = 1 << bits
    half = modulus >> 1
    return expected + (raw - expected + half) % modulus - half
