"""Minutes of reviews: from an explicit start to an explicit stop, and none that was forgotten."""

import uuid
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from edge.hub.errors import HubError
from edge.hub.monitoring.counts import months
from edge.hub.store import audit
from edge.hub.store.engines import Store
from edge.hub.store.monitoring import reviews_of
from edge.hub.store.reviews import MOST_COUNTED, open_review, start_review, stop_review
from tests.conftest import Physio
from tests.hub.machine import Machine
from tests.hub.people import NOW


def minutes_of(store: Store, patient_id: uuid.UUID) -> list[float]:
    with store.reading() as connection:
        told = months(reviews_of(connection, patient_id), ZoneInfo("UTC"))
    return [month.minutes for month in told]


def test_time_counts_from_a_start_to_a_stop_and_no_longer_than_an_hour(store: Store) -> None:
    patient = Machine().joins(store).patient_id
    with store.writing() as connection:
        assert start_review(connection, patient, now=NOW, actor="a") is None
        with pytest.raises(HubError, match="under way"):
            start_review(connection, patient, now=NOW + timedelta(minutes=1), actor="a")
        assert open_review(connection, patient, None) == NOW
        assert reviews_of(connection, patient) == [], "one that goes on counts nothing yet"
        until = NOW + timedelta(minutes=12)
        stopped = stop_review(connection, patient, now=until, actor="a", live_contact=True)
        assert (stopped.minutes, stopped.capped) == (12.0, False)
        with pytest.raises(HubError, match="no review is under way"):
            stop_review(connection, patient, now=until, actor="a")
        start_review(connection, patient, now=until, actor="a")
        late = stop_review(connection, patient, now=until + timedelta(hours=9), actor="a")
        assert (late.minutes, late.capped) == (MOST_COUNTED / timedelta(minutes=1), True)
        actions = [row["action"] for row in audit.about(connection, patient)]
    assert actions.count("review") == 4
    assert minutes_of(store, patient) == [12.0 + 60.0]


def test_a_review_that_was_never_stopped_counts_nothing(store: Store) -> None:
    patient = Machine().joins(store).patient_id
    with store.writing() as connection:
        start_review(connection, patient, now=NOW, actor="a")
        next_day = NOW + timedelta(days=1)
        assert start_review(connection, patient, now=next_day, actor="a") == NOW
        stop_review(connection, patient, now=next_day + timedelta(minutes=5), actor="a")
    assert sum(minutes_of(store, patient)) == 5.0


def test_the_commands_start_and_stop(physio: Physio, hub: Path) -> None:
    physio("hub", "patient", "add", "p001")
    assert physio("hub", "review", "p001", "stop").code != 0
    assert physio("hub", "review", "p001", "start").code == 0
    told = physio("hub", "review", "p001", "stop", "--contact", "--json", "-").json
    assert told["live_contact"] is True
    (month,) = physio("hub", "rtm", "p001", "--json", "-").json["months"]
    assert month["contacts"] == 1
