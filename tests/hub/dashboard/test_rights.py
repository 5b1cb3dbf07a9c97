"""What each role may do, asked of the database as a page does it: everything else is denied."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from edge.hub.dashboard.pages import PAGES, menu
from edge.hub.errors import DeniedError, HubError, SignedOutError
from edge.hub.rights import ACTIONS, ROLES, Action, Role, may
from edge.hub.store import accounts, audit
from edge.hub.store.engines import Store
from edge.hub.store.staff_view import Granted
from edge.hub.store.web_sessions import IDLE, LONGEST, end_session, hash_of, note_use
from edge.wording.languages import LANGUAGES
from tests.hub.dashboard.staff import Clock, a_member
from tests.hub.people import a_clinic, a_patient

MAY: dict[Action, str] = {
    "worklist": "therapist assistant",
    "snooze": "therapist",
    "patient": "therapist",
    "message": "therapist assistant",
    "note": "therapist",
    "plan": "therapist",
    "export": "therapist",
    "rtm": "therapist billing",
    "review": "therapist",
    "share": "admin therapist",
    "invite": "admin therapist",
    "staff": "admin",
    "backup": "admin",
    "audit": "auditor",
}
"""By action, which roles may; written down a second time, so that a slip in one of them shows."""


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_what_the_table_says_and_nothing_else(store: Store, role: Role) -> None:
    with store.writing() as connection:
        clinic = a_clinic(connection)
        patient = a_patient(connection, clinic).patient_id
    member = a_member(store, clinic, role, role)
    if member.account.sees_own_alone:
        with store.writing() as connection:
            accounts.share(connection, member.account, patient, shared=True, actor="terminal")
    ways: list[Callable[..., AbstractContextManager[Granted]]] = [
        member.view.reading,
        member.view.writing,
    ]
    assert set(MAY) == set(ACTIONS)
    for action in ACTIONS:
        for way in ways:
            if role in MAY[action].split():
                with way(action, patient) as granted:
                    assert granted.account == member.account
            else:
                with pytest.raises(DeniedError), way(action, patient):
                    pytest.fail(f"{role} may {action}")


def test_no_role_that_is_not_known_may_do_anything() -> None:
    assert not any(may(role, action) for role in ("", "Admin", "root") for action in ACTIONS)


def test_a_therapist_reaches_the_patients_that_were_given_and_others_those_of_their_clinic(
    store: Store,
) -> None:
    with store.writing() as connection:
        clinic, elsewhere = a_clinic(connection), a_clinic(connection, "Elsewhere")
        given, other = a_patient(connection, clinic), a_patient(connection, clinic)
        foreign = a_patient(connection, elsewhere)
    anna, berta = a_member(store, clinic, "anna"), a_member(store, clinic, "berta", "assistant")
    with store.writing() as connection:
        accounts.share(connection, anna.account, given.patient_id, shared=True, actor="terminal")
        assert accounts.who_sees(connection, given.patient_id) == ["anna"]
        with pytest.raises(HubError, match="no therapist"):
            accounts.share(connection, berta.account, given.patient_id, shared=True, actor="x")
    assert [one.patient_id for one in anna.view.patients("plan")] == [given.patient_id]
    assert [row.patient_id for row in anna.view.worklist()] == [given.patient_id]
    both = {given.patient_id, other.patient_id}
    assert {row.patient_id for row in berta.view.worklist()} == both
    assert anna.view.patient("patient", given.pseudonym).patient_id == given.patient_id
    for patient in (other, foreign):
        with pytest.raises(DeniedError), anna.view.reading("patient", patient.patient_id):
            pytest.fail("a stranger's patient")
        with pytest.raises(DeniedError) as denied:
            anna.view.patient("patient", patient.pseudonym)
        with pytest.raises(DeniedError) as unknown:
            anna.view.patient("patient", "nobody")
        assert str(denied.value).replace(patient.pseudonym, "nobody") == str(unknown.value)
    with pytest.raises(DeniedError), berta.view.reading("message", foreign.patient_id):
        pytest.fail("another clinic's patient")
    with store.writing() as connection:
        accounts.share(connection, anna.account, given.patient_id, shared=False, actor="terminal")
    assert anna.view.worklist() == []


def test_who_looks_is_in_the_audit_before_anything_is_shown(store: Store) -> None:
    with store.writing() as connection:
        clinic = a_clinic(connection)
        patient = a_patient(connection, clinic)
    anna, berta = a_member(store, clinic, "anna"), a_member(store, clinic, "berta", "assistant")
    with store.writing() as connection:
        accounts.share(connection, anna.account, patient.patient_id, shared=True, actor="admin")
    with anna.view.viewing("patient", "course", patient.patient_id) as granted:
        told = audit.about(granted.connection, patient.patient_id)[-1]
    assert (told["actor"], told["action"], told["detail"]) == ("anna", "view", '{"page": "course"}')
    with (
        pytest.raises(DeniedError),
        berta.view.viewing("patient", "course", patient.patient_id),
    ):
        pytest.fail("an assistant's view of a patient")
    with store.reading() as connection:
        assert len(audit.about(connection, patient.patient_id)) == 2


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "how", ["signed out", "password", "role", "disabled", "codes", "idle", "too long"]
)
def test_a_session_that_is_over_gives_no_connection(store: Store, how: str) -> None:
    clock = Clock()
    with store.writing() as connection:
        clinic = a_clinic(connection)
    anna = a_member(store, clinic, "anna", clock=clock)
    assert anna.view.worklist() == []
    with store.writing() as connection:
        match how:
            case "signed out":
                end_session(connection, hash_of(anna.token))
            case "password":
                accounts.set_password(connection, anna.account, "x", actor="anna")
            case "role":
                accounts.set_role(connection, anna.account, "therapist", actor="admin")
            case "disabled":
                accounts.set_active(connection, anna.account, is_active=False, actor="admin")
            case "codes":
                accounts.set_one_time_secret(connection, anna.account, b"x", actor="admin")
            case "idle":
                clock.passes(seconds=IDLE.total_seconds())
            case _:
                for _ in range(int(LONGEST / timedelta(minutes=15))):
                    clock.passes(minutes=15)
                    note_use(connection, hash_of(anna.token), clock.now)
    with pytest.raises(SignedOutError, match="sign in again"):
        anna.view.worklist()
    with pytest.raises(SignedOutError), anna.view.writing("message"):
        pytest.fail("a connection without a session")


def test_an_account_is_changed_in_the_audits_sight_and_bad_ones_are_refused(store: Store) -> None:
    with store.writing() as connection:
        clinic = a_clinic(connection)
    anna = a_member(store, clinic, "anna").account
    with store.writing() as connection:
        assert accounts.account_named(connection, "ANNA") == anna
        for name, role in (("Anna", "admin"), ("anna b", "admin"), ("carl", "root")):
            with pytest.raises(HubError):
                accounts.add_account(
                    connection,
                    clinic_id=clinic,
                    name=name,
                    role=role,
                    password_hash="x",
                    actor="terminal",
                )
        with pytest.raises(HubError, match="no account"):
            accounts.account_named(connection, "carl")
        accounts.set_active(connection, anna, is_active=False, actor="admin")
        assert accounts.to_prove(connection, "anna") is None
        accounts.set_active(connection, anna, is_active=True, actor="admin")
        assert accounts.use_step(connection, anna, 7)
        assert not accounts.use_step(connection, anna, 7)
        assert not accounts.use_step(connection, anna, 6)
        assert accounts.use_step(connection, anna, 8)
        told = [row["action"] for row in audit.newest(connection, 10)]
    assert told == ["role", "role", "sign_in", "role"]


def test_every_action_of_the_audit_and_every_role_has_words() -> None:
    for language in LANGUAGES.values():
        assert all(language.say(f"dash.did.{action}") for action in audit.ACTIONS)
        assert all(language.say(f"dash.role.{role}") for role in ROLES)
        assert all(language.say(page.title, code="p") for page in PAGES)
    assert all(
        language.say(page.title, code="p") for page in PAGES for language in LANGUAGES.values()
    )
    assert [entry.path for entry in menu("auditor", "/audit")] == ["/audit"]
