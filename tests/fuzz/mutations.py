"""Inputs that are nearly right: what disks, other programs and attackers make of good ones."""

import random
import re
from collections.abc import Callable, Sequence
from typing import Final

NUMBER: Final = re.compile(rb"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
WILD_NUMBERS: Final = (
    *(
        b"0",
        b"-1",
        b"1e999",
        b"-1e300",
        b"1e-320",
        b"NaN",
        b"-9999",
        b"4294967295",
        b"1" + b"0" * 30,
    ),
    *(b"9" * 400, b"null", b'"x"', b"[]", b"{}", b"true", b"18446744073709551615", b"0x10", b"1_0"),
)
PIECES: Final = (
    *(
        b"\0" * 16,
        b"\xff" * 8,
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"[" * 2000,
        b"{" * 300,
        b"\xed\xa0\x80",
    ),
    *(
        b'"' * 3,
        b",,,,",
        b";",
        b"\n\n",
        b"\r",
        b"\x1a",
        b"NA",
        b"a.b.c = 1\n",
        b"[[x]]\n",
        b"\x00\xd8",
    ),
)
INTEGERS: Final = (
    0,
    1,
    127,
    128,
    255,
    2**15,
    2**16 - 1,
    2**31 - 1,
    2**32 - 1,
    2**63 - 1,
    2**64 - 1,
)

Mutation = Callable[[random.Random, bytes, Sequence[bytes]], bytes]


def _place(rng: random.Random, data: bytes) -> int:
    return rng.randrange(len(data) + 1)


def _bits(rng: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    changed = bytearray(data)
    for _i in range(rng.randint(1, 4)):
        if changed:
            changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _integer(rng: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    size = rng.choice((1, 2, 4, 8))
    number = (rng.choice(INTEGERS) % (1 << 8 * size)).to_bytes(size, rng.choice(("little", "big")))
    at = _place(rng, data)
    return data[:at] + number + data[at + size :]


def _number(rng: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    found = list(NUMBER.finditer(data, rng.randrange(len(data) or 1)))[:50]
    if not found:
        return data
    one = rng.choice(found)
    return data[: one.start()] + rng.choice(WILD_NUMBERS) + data[one.end() :]


def _insert(rng: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    at = _place(rng, data)
    return data[:at] + rng.choice(PIECES) + data[at:]


def _overwrite(rng: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    piece, at = rng.choice(PIECES), _place(rng, data)
    return data[:at] + piece + data[at + len(piece) :]


def _cut(rng: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    return data[: _place(rng, data)]


def _without(rng: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    at = _place(rng, data)
    return data[:at] + data[at + rng.randint(1, 1 + len(data) // 8) :]


def _again(rng: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    at = _place(rng, data)
    length = rng.randint(1, 1 + len(data) // 8)
    repeated = data[at : at + length] * rng.randint(2, 4)
    return b"".join((data[:at], repeated, data[at + length :]))


def _spliced(rng: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    other = rng.choice(others)
    return data[: _place(rng, data)] + other[_place(rng, other) :]


def _noise(rng: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    at, length = _place(rng, data), rng.randint(1, 64)
    return data[:at] + rng.randbytes(length) + data[at + length :]


MUTATIONS: Final[tuple[Mutation, ...]] = (
    *(_bits, _integer, _number, _number, _insert, _overwrite),
    *(_cut, _without, _again, _spliced, _noise),
)


def mutated(rng: random.Random, seeds: Sequence[bytes]) -> bytes:
    """Return one of the seeds with one to four things changed."""
    data = rng.choice(seeds)
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4))):
        data = rng.choice(MUTATIONS)(rng, data, seeds)
    return data
