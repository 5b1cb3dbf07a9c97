"""The texts of a phone's page are read strictly."""

import json

import pytest

from edge.sources.errors import SourceError
from edge.sources.phone.greeting import LONGEST, STEPS, Hello, Pong, read_text


def test_what_the_page_says_is_read() -> None:
    assert read_text('{"token": "t", "key": ""}') == Hello(token="t", key="")
    assert read_text('{"pong": 3, "ms": 1.5}') == Pong(number=3, phone_ms=1.5)
    assert [read_text(json.dumps({"step": step})) for step in STEPS] == list(STEPS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        "{",
        '{"token": "t"}',
        '{"token": 1, "key": ""}',
        '{"token": "ü", "key": ""}',
        '{"token": "t", "key": "", "more": 1}',
        '{"token": "%s", "key": ""}' % ("t" * 101),
        '{"pong": true, "ms": 1}',
        '{"pong": 1, "ms": NaN}',
        '{"pong": 1, "ms": Infinity}',
        '{"pong": 1, "ms": 1e300}',
        '{"pong": 1.5, "ms": 1}',
        '{"step": "dance"}',
        '{"step": ["ready"]}',
        "[" * 900,
        " " * LONGEST + "{}",
    ],
)
def test_all_else_is_refused(text: str) -> None:
    with pytest.raises(SourceError, match="its page does not send"):
        read_text(text)
