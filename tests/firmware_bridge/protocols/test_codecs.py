"""What a sensor sends is read back as it was meant, whole packets and damaged ones."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmware_bridge.errors import PacketError
from firmware_bridge.samples import Samples, Vectors
from tests.firmware_bridge.protocols.codecs import CODECS, Codec, movement


def decoded(codec: Codec, notifications: list[bytes]) -> list[Samples]:
    decoder = codec.decoder()
    return [found for data in notifications for found in decoder.take(data)]


def check(step: float, sent: Vectors, found: Vectors | None) -> None:
    if not step:
        assert found is None
        return
    assert found is not None
    np.testing.assert_allclose(found, sent, rtol=1e-6, atol=0.5001 * step)


@pytest.mark.parametrize("name", CODECS)
@settings(max_examples=10)
@given(seed=st.integers(0, 2**32 - 1))
def test_what_was_measured_is_read_within_a_step_and_sends_the_same_bytes(
    name: str, seed: int
) -> None:
    codec = CODECS[name]
    accel, gyro = movement(codec, np.random.default_rng(seed))
    sent = codec.encode(accel, gyro)
    (found,) = decoded(codec, sent)
    check(codec.accel_step, accel, found.accel_m_s2)
    check(codec.gyro_step, gyro, found.gyro_rad_s)
    zeros = np.zeros_like(accel)
    again = codec.encode(
        zeros if found.accel_m_s2 is None else found.accel_m_s2,
        zeros if found.gyro_rad_s is None else found.gyro_rad_s,
    )
    if name != "Movesense IMU9":  # its magnetic field is not read
        assert again == sent


@pytest.mark.parametrize("name", CODECS)
def test_what_is_cut_or_longer_gives_other_samples_or_is_refused(name: str) -> None:
    codec = CODECS[name]
    sent = codec.encode(*movement(codec, np.random.default_rng(5)))
    for damaged in ([*sent[:-1], sent[-1][:-1]], [b""], [sent[0][:1]]):
        try:
            parts = decoded(codec, damaged)
        except PacketError:
            continue
        assert sum(map(len, parts)) < codec.n
