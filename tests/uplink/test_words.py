"""What a patient writes reaches the hub once, whatever fails, before the sessions do."""

from pathlib import Path

import pytest

from edge.exchange.messages import Bye, Hello, PatientWords, SentRecord
from edge.records.errors import RecordsError
from edge.records.outbox import Outbox
from edge.records.patient_words import MOST_SIGNS, write_words
from edge.records.uplink_state import waiting_of
from tests.conftest import Physio
from tests.uplink.exchanges import fill, sent
from tests.uplink.fake_hub import FakeHub


def test_words_are_sent_first_and_once_though_the_answer_is_lost(
    hub: FakeHub, patient_dir: Path
) -> None:
    fill(patient_dir, 1)
    words = write_words(patient_dir, "It\r\nhurts \x07", about_pain=True, now_ms=5)
    assert words.text == "It\nhurts"
    hub.silent_after = 0
    broken = sent(patient_dir)
    assert (broken.heard, broken.words, broken.sent, broken.cause) == (0, 1, 0, "no_answer")
    assert waiting_of(patient_dir).words_since_ms == 5
    hub.silent_after = None
    result = sent(patient_dir, 10**12 + 3_600_000)
    assert (result.heard, result.words, result.sent, result.problem) == (1, 0, 1, "")
    assert hub.hears(Bye)
    kinds = [type(one) for one in hub.heard if not isinstance(one, Hello)]
    assert kinds == [PatientWords, PatientWords, SentRecord, Bye]
    (told,) = hub.words.values()
    assert (told.text, told.about_pain, told.written_at_ms) == ("It\nhurts", True, 5)
    with Outbox.of(patient_dir) as outbox:
        assert [one.state for one in outbox.words()] == ["stored"]


@pytest.mark.parametrize(
    ("text", "said"), [(" \n\x00", "nothing to send"), ("ä" * (MOST_SIGNS + 1), "1001 signs")]
)
def test_what_is_no_message_is_refused_in_a_sentence(
    patient_dir: Path, text: str, said: str
) -> None:
    patient_dir.mkdir()
    with pytest.raises(RecordsError, match=said):
        write_words(patient_dir, text, about_pain=False, now_ms=0)
    assert list(patient_dir.iterdir()) == []


def test_the_longest_message_can_be_sent(hub: FakeHub, patient_dir: Path) -> None:
    write_words(patient_dir, "\U0001f9b4" * MOST_SIGNS, about_pain=False, now_ms=0)
    assert sent(patient_dir).heard == 1


def test_the_command_says_where_nobody_would_be_told(physio: Physio, physio_home: Path) -> None:
    ended = physio("uplink", "write", "Hello")
    assert (ended.code, "no therapist's hub is told of anybody here" in ended.err) == (1, True)
    assert not physio_home.exists() or list(physio_home.iterdir()) == []
