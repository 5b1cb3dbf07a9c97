"""`physio hub worklist`, `snooze` and `thresholds`."""

from pathlib import Path

from tests.conftest import Physio
from tests.hub.people import of_a_person, send_one


def test_the_worklist_is_shown_put_off_and_set(hub: Path, physio: Physio) -> None:
    assert physio("hub", "patient", "add", "p001").code == 0
    assert physio("hub", "patient", "add", "p002").code == 0
    send_one(hub, "p001", of_a_person(days_ago=400))
    assert physio("hub", "thresholds", "--set", "pain_high=2").code == 0
    shown = physio("hub", "worklist", "--json", "-")
    assert "red    p001" in shown.err
    assert "p002" not in shown.err
    assert "p002" in physio("hub", "worklist", "--all").err
    first, second = shown.json
    assert (first["patient"], first["severity"], first["pain"]) == ("p001", "red", 2)
    assert first["hits"][0]["rule"] == "pain_high"
    assert [hit["rule"] for hit in second["hits"]] == ["not_paired"]
    until = ("--until", "2999-01-01", "--reason", "spoken to")
    done = physio("hub", "snooze", "p001", "pain_high", *until)
    assert done.code == 0, done.err
    first = physio("hub", "worklist", "--json", "-").json[0]
    assert first["put_off"][0]["reason"] == "spoken to"
    assert "pain_high" not in [hit["rule"] for hit in first["hits"]]
    told = physio("hub", "thresholds", "--set", "pain_high=", "--json", "-").json
    assert told["pain_high"] == 7
    for words in (
        ("snooze", "p001", "ended", *until),
        ("snooze", "p001", "same_finding", "--until", "soon", "--reason", "x"),
        ("thresholds", "--set", "pain_high=eleven"),
        ("thresholds", "--set", "pain_high=11"),
    ):
        ended = physio("hub", *words)
        assert (ended.code, ended.err.count("\n")) == (2, 1), ended.err
