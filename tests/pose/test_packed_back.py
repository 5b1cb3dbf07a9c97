"""A back mask as text comes back as it was, and a damaged text is none."""

import base64
import zlib

import numpy as np
import pytest

from edge.pose.clip import BackMasks
from edge.pose.packed_back import back_bytes, packed_back


def test_a_mask_comes_back_as_it_was() -> None:
    square = np.where(np.random.default_rng(1).random((224, 224)) > 0.5, 255, 0).astype(np.uint8)
    (back,) = BackMasks(np.array([150.0]), (back_bytes(packed_back(square)),))
    assert np.array_equal(back.square, square)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ä",
        "AAA",
        base64.b64encode(b"no mask").decode(),
        base64.b64encode(zlib.compress(b"too short")).decode(),
        base64.b64encode(zlib.compress(bytes(10**7))).decode(),
        packed_back(np.zeros((224, 224), np.uint8))[:-8],
    ],
)
def test_a_damaged_text_is_no_mask(text: str) -> None:
    assert back_bytes(text) is None
