"""What stands on the pages and what a press does, in NiceGUI's own driver, without a browser."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from nicegui import ui
from nicegui.testing import User
from nicegui.testing.user_simulation import user_simulation
from zmq.utils import z85

from edge.exchange.invitation import Invitation, proof, secret_hash
from edge.exchange.messages import PROTOCOL
from edge.exchange.pairing_messages import Pair
from edge.hub.dashboard import (
    accounts_page,
    audit_page,
    machines_page,
    monitored_page,
    worklist_page,
)
from edge.hub.dashboard.audit_text import audit_text
from edge.hub.dashboard.patient import (
    course_page,
    plan_page,
    records_page,
    rtm_page,
    words_page,
)
from edge.hub.dashboard.text_table import TextTable
from edge.hub.dashboard.visit import Visit
from edge.hub.errors import SignedOutError
from edge.hub.passwords import matches
from edge.hub.place import HubSettings, Place
from edge.hub.setting_up import make_curve_key, read_curve_key
from edge.hub.store import accounts, audit
from edge.hub.store.engines import Store
from edge.hub.store.ingest import store_records
from edge.hub.store.invites import answer_pair, candidate_of
from edge.hub.store.people_tables import clinic as clinic_table
from edge.hub.store.people_tables import patient as patient_table
from edge.hub.store.reviews import start_review, stop_review
from edge.wording.languages import ENGLISH
from tests.hub.dashboard.staff import Clock, a_member
from tests.hub.people import KEYS, NOW, Patient, a_clinic, a_patient, of_a_person
from tests.page.driver import text_of

RETRIES = 300
"""Of a tenth of a second: a busy machine is slow."""
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@asynccontextmanager
async def opened(visit: Visit, build: Callable[[Visit], object]) -> AsyncIterator[User]:
    async def root() -> None:
        await build(visit)  # type: ignore[misc]

    async with user_simulation(root=root) as user:
        await user.open("/")
        yield user


def a_visit(store: Store, tmp_path: Path, role: str = "therapist") -> tuple[Visit, Patient]:
    """Return the visit of an account with one patient, of whom one session has arrived."""
    with store.writing() as connection:
        clinic = a_clinic(connection)
        connection.execute(clinic_table.update().values(thresholds={"pain_high": 2}))
        patient = a_patient(connection, clinic)
        a_patient(connection, clinic)
        store_records(connection, [patient.sends(of_a_person())])
    member = a_member(store, clinic, "anna", role, Clock())
    if member.account.sees_own_alone:
        with store.writing() as connection:
            accounts.share(
                connection, member.account, patient.patient_id, shared=True, actor="admin"
            )
    settings = HubSettings(public="tcp://hub.example:5571")
    place = Place(folder=tmp_path, settings=settings, secret=tmp_path / "secret")
    make_curve_key(place.curve_key)
    visit = Visit(
        view=member.view,
        account=member.account,
        language=ENGLISH,
        keys=KEYS,
        place=place,
        clinic="Clinic",
        zone=ZoneInfo("Asia/Tokyo"),
    )
    return visit, patient


def texts(user: User) -> str:
    return "\n".join(str(one.text) for one in user.find(ui.label).elements)


async def test_the_worklist_tells_why_and_puts_off_until_something_comes_anew(
    store: Store, tmp_path: Path
) -> None:
    visit, patient = a_visit(store, tmp_path)
    async with opened(visit, worklist_page.build) as user:
        await user.should_see("1 of 1 patient", retries=RETRIES)
        for words in ("Pain 2 of 10", "2026-11-30", "1 / 30", "Red: 1"):
            assert words in texts(user)
        user.find(marker=f"put-off-{patient.pseudonym}-pain_high").click()
        user.find(marker="put-off").click()
        await user.should_see("Say why it may wait", retries=RETRIES)
        user.find(marker="why").type("spoken to")
        user.find(marker="put-off").click()
        await user.should_see("Red: 0", retries=RETRIES)
        user.find(marker="show-grey").click()
        await user.should_see("spoken to", retries=RETRIES)
    with store.reading() as connection:
        assert audit.about(connection, patient.patient_id)[-1]["action"] == "snooze"


async def test_an_assistant_is_led_from_the_worklist_to_messages_and_can_put_nothing_off(
    store: Store, tmp_path: Path
) -> None:
    visit, patient = a_visit(store, tmp_path, "assistant")
    async with opened(visit, worklist_page.build) as user:
        await user.should_see("Pain 2 of 10", retries=RETRIES)
        assert "Put off" not in texts(user)
        links = [one.props["href"] for one in user.find(ui.element).elements if one.tag == "a"]
        assert links == [f"/patient/{patient.pseudonym}/words"]


async def test_a_machine_is_invited_let_in_by_its_words_and_kept_out(
    store: Store, tmp_path: Path
) -> None:
    visit, patient = a_visit(store, tmp_path, "admin")
    code = patient.pseudonym
    hub_key, _ = read_curve_key(visit.place.curve_key)
    async with opened(visit, machines_page.build) as user:
        await user.should_see(code, retries=RETRIES)
        user.find(marker=f"invite-{code}").click()
        await user.should_see(marker="invite-near", retries=RETRIES)
        user.find(marker="invite-near").click()
        await user.should_see(marker="invitation", retries=RETRIES)
        [shown] = user.find(marker="invitation").elements
        invitation = Invitation.read(str(shown.props["value"]))
        assert invitation.address == "hub.example:5572"
        words = _answered(store, patient, invitation, hub_key)
        user.find(marker="close").click()
        await user.should_see("waits for its four words", retries=RETRIES)
        user.find(marker=f"confirm-{code}").click()
        await user.should_see(words, retries=RETRIES)
        user.find(marker="same-words").click()
        await user.should_see("may send", retries=RETRIES)
        user.find(marker=f"revoke-{code}").click()
        await user.should_see(marker="revoke-now", retries=RETRIES)
        user.find(marker="revoke-now").click()
        await user.should_not_see(f"revoke-{code}", retries=RETRIES)
    with store.reading() as connection:
        told = [row["action"] for row in audit.about(connection, patient.patient_id)]
    assert told[-3:] == ["invite", "pair", "revoke"]


def _answered(store: Store, patient: Patient, invitation: Invitation, hub_key: bytes) -> str:
    """Return the four words, now that a machine has shown an invitation."""
    machine_key = z85.encode(bytes(range(32))).decode()
    shown = proof(
        secret_hash(invitation.secret),
        machine_key=z85.decode(machine_key.encode()),
        hub_key=z85.decode(hub_key),
        invite_id=invitation.invite_id,
    )
    pair = Pair(protocol=PROTOCOL, invite_id=str(invitation.invite_id), proof=shown, label="Tablet")
    with store.writing() as connection:
        answer_pair(connection, pair, machine_key=machine_key, hub_key=hub_key, now=NOW)
        waiting = candidate_of(connection, patient.patient_id, hub_key)
    assert waiting is not None
    return waiting.words


async def test_the_audit_shows_who_did_what_and_whether_it_is_whole(
    store: Store, tmp_path: Path
) -> None:
    visit, _ = a_visit(store, tmp_path, "auditor")
    async with opened(visit, audit_page.build) as user:
        await user.should_see("signed in", retries=RETRIES)
        user.find(marker="check").click()
        await user.should_see("The chain is whole: 3 rows", retries=RETRIES)
        with store.writing() as connection:
            connection.exec_driver_sql("DROP TRIGGER audit_keeps_rows")
            connection.exec_driver_sql("UPDATE audit SET actor = 'b' WHERE number = 2")
        user.find(marker="check").click()
        await user.should_see("Row 2 was changed or is missing", retries=RETRIES)


async def test_all_who_are_monitored_stand_in_a_table_and_a_simulated_one_is_called_so_everywhere(
    store: Store, tmp_path: Path
) -> None:
    visit, patient = a_visit(store, tmp_path)
    with store.writing() as connection:
        rows = [patient.sends(of_a_person(number, days_ago=number)) for number in (1, 2)]
        store_records(connection, rows)
        who: dict[str, Any] = {"actor": "anna", "author_id": visit.account.staff_id}
        start_review(connection, patient.patient_id, now=NOW - timedelta(minutes=12), **who)
        stop_review(connection, patient.patient_id, now=NOW, live_contact=True, **who)
    async with opened(visit, monitored_page.build) as user:
        (told,) = user.find(TextTable).elements
        counted = (
            "3",
            "12",
            "1",
            "device supply, 2 to 15 days (98985); 1 × management, 10 minutes",
        )
        (row,), (link,) = told.props["rows"], told.props["links"]
        for cell, text in zip(row, (patient.pseudonym, *counted), strict=True):
            assert cell.startswith(text)
        assert link[1] == f"/patient/{patient.pseudonym}/rtm"
    with store.writing() as connection:
        connection.execute(patient_table.update().values(simulated=True))
    visit = replace(visit, parameters={"code": patient.pseudonym})
    for page in (course_page, plan_page, words_page, rtm_page, records_page):
        async with opened(visit, page.build) as user:
            await user.should_see("Simulated: these are nobody's records.", retries=RETRIES)


def test_a_moment_is_told_by_the_clinics_clock(store: Store, tmp_path: Path) -> None:
    visit, _ = a_visit(store, tmp_path, "auditor")
    at = datetime(2026, 11, 29, 20, 5, 9, tzinfo=UTC)
    assert visit.minute(at) == "2026-11-30 05:05"
    assert audit_text(visit, "at", at.isoformat()) == "2026-11-30 05:05:09"


async def test_an_administrator_adds_an_account_shuts_it_and_never_the_own_one(
    store: Store, tmp_path: Path
) -> None:
    visit, _ = a_visit(store, tmp_path, "admin")
    async with opened(visit, accounts_page.build) as user:
        await user.should_see("1 account", retries=RETRIES)
        user.find(marker="new-name").type("berta")
        user.find(marker="add").click()
        await user.should_see("The password, shown once", retries=RETRIES)
        once = text_of(user, "once")
        user.find(marker="one_time-berta").click()
        await user.should_see("signs in with codes", retries=RETRIES)
        with store.reading() as connection:
            found = accounts.to_prove(connection, "berta")
        assert found is not None
        assert (found[0].role, matches(once, found[1].password_hash)) == ("therapist", True)
        user.find(marker="disable-berta").click()
        await user.should_see("shut", retries=RETRIES)
        await user.should_not_see(marker="disable-anna", retries=RETRIES)
    with store.writing() as connection:
        assert accounts.to_prove(connection, "berta") is None
        accounts.set_role(connection, visit.account, "therapist", actor="terminal")
    with pytest.raises(SignedOutError):
        visit.view.require("staff")
