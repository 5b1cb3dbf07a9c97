"""A therapist's way through one patient in a real browser, with the patient's machine as it is."""

import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from edge.exchange.session_record import SessionRecord
from edge.hub.own_process import own_process
from edge.hub.place import HubSettings
from edge.hub.setting_up import set_up
from edge.hub.store import audit
from edge.hub.store.accounts import share
from edge.hub.store.course import sessions_of
from edge.hub.store.engines import Store
from edge.hub.store.ingest import store_records
from edge.hub.store.patients import only_clinic
from edge.hub.store.work_tables import message
from edge.records.anchor_store import ANCHORS
from edge.records.consent import consent_now, keep_consent
from edge.records.hub_link import HubLink, keep_link
from edge.records.plan import load_plan
from edge.records.plan_in_force import SENT_PLAN
from tests.exchange.records import session_record
from tests.hub.dashboard.staff import PASSWORD, an_account
from tests.hub.machine import Machine
from tests.hub.people import Patient
from tests.hub.test_port import Running
from tests.page.browser import Browser, until
from tests.page.conftest import browser as browser  # noqa: PLC0414  (a fixture)
from tests.uplink.exchanges import sent
from tests.uplink.noted import ANCHORS as REFERENCES

OTHERS = {"walter": "therapist", "anna": "assistant", "beat": "billing", "rita": "auditor"}
OPENS = {"walter": "", "anna": "/words", "beat": "/rtm", "rita": ""}
"""What each of them opens of a patient who was given to another therapist."""
SCRIPT = "<script>document.title = 'taken'</script>"


@dataclass(frozen=True)
class Clinic:
    """A hub that runs: its dashboard in a process of its own, its port in a thread."""

    store: Store
    url: str
    patient: Patient
    machine: Path

    def exchange(self) -> None:
        """Let the patient's machine speak with the hub once."""
        assert sent(self.machine, time.time_ns() // 1_000_000).problem == ""


def _record(number: int, days_ago: int) -> SessionRecord:
    began = datetime.now(UTC) - timedelta(days=days_ago)
    record = session_record(number)
    first, second = record.exercises
    other = replace(second, name="elbow_flexion", side="left")
    told = replace(first.recurring[0], words=f"{SCRIPT} short of the reference")
    return replace(
        record,
        simulated=False,
        began_ms=int(began.timestamp() * 1e3),
        ended_ms=int(began.timestamp() * 1e3) + 900_000,
        local_day=began.date().isoformat(),
        exercises=(replace(first, recurring=(told,), words=SCRIPT, pain=8), other),
    )


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    folder = tmp_path_factory.mktemp("clinic")
    settings = HubSettings(dashboard="127.0.0.1:0")
    place = set_up(folder / "hub", settings, clinic="Praxis am See", zone="Europe/Zurich")
    store = place.open(place.keys())
    machine = Machine()
    patient = machine.joins(store)
    with store.writing() as connection:
        account = an_account(connection, only_clinic(connection).clinic_id, "vreni")
        share(connection, account, patient.patient_id, shared=True, actor="terminal")
        for name, role in OTHERS.items():
            an_account(connection, account.clinic_id, name, role)
        records = [_record(number, 30 - number) for number in range(12)]
        now = datetime.now(UTC)
        store_records(connection, [patient.sends(each, at=now) for each in records])
    port = Running(store)
    own = folder / "patients" / patient.pseudonym
    own.mkdir(parents=True)
    link = HubLink(
        endpoints=(port.port.endpoint,),
        hub_key=port.key.decode(),
        public_key=machine.public.decode(),
        secret_key=machine.secret.decode(),
    )
    keep_link(own, link)
    keep_consent(own, consent_now("I agree", "en", now))
    ANCHORS.save(own.parent, patient.pseudonym, "shoulder_abduction-right", REFERENCES[0])
    try:
        with own_process(place.folder, "dashboard") as dashboard:
            yield Clinic(store, dashboard.addresses[0].rstrip("/"), patient, own)
    finally:
        port.close()
        store.close()


def fill(browser: Browser, css: str, text: str) -> None:
    field = browser.one(css)
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys(text, Keys.TAB)


def change(browser: Browser, css: str, text: str) -> None:
    """Type into a field of a plan; what differs is told, and the field goes on showing it."""
    fill(browser, css, text)
    browser.see("#difference", text)
    assert browser.one(css).get_property("value") == text


def texts(browser: Browser, css: str) -> list[str]:
    script = "return [...document.querySelectorAll(arguments[0])].map((one) => one.textContent)"
    return list(browser.script(script, css))


def assert_what_is_no_label_is_seen_and_read_out(browser: Browser) -> None:
    assert browser.script("return document.querySelector('#recurring img').naturalWidth") == 200
    told = {(node["role"], node["name"]) for node in browser.tree()}
    newest = texts(browser, "#sessions tbody tr:first-child td")[0]
    caption = browser.text("#sessions caption")
    assert {("table", caption), ("columnheader", "Clock"), ("cell", newest)} <= told
    assert any(role == "link" and name.startswith("Open the session") for role, name in told)
    scopes = "return [...document.querySelectorAll('#sessions th')].map((one) => one.scope)"
    assert set(browser.script(scopes)) == {"col"}


def test_a_therapist_looks_at_a_patient_and_a_changed_plan_reaches_the_patients_machine(
    browser: Browser, clinic: Clinic
) -> None:
    code = clinic.patient.pseudonym
    browser.open(clinic.url, width=1350, height=800)
    browser.one("#name").send_keys("vreni")
    browser.one("#password").send_keys(PASSWORD, Keys.ENTER)
    # The worklist leads to the patient, by the keyboard alone.
    browser.one(f'a[href="/patient/{code}"]').send_keys(Keys.ENTER)
    browser.see("h1", code)
    browser.see("#why", "Red")
    charts = until(lambda: browser.driver.find_elements(By.CSS_SELECTOR, ".chart canvas"), "charts")
    assert len(charts) == 4
    assert browser.script("return document.title") == f"Patient {code} · Praxis am See"
    browser.see("#recurring", SCRIPT)
    # Each chart is a table too; its first row is the newest session.
    browser.one("#range summary").send_keys(Keys.ENTER)
    browser.see("#range tbody tr", "81° to 89°")
    assert [len(texts(browser, f"#{card} tbody tr")) for card in ("range", "sessions")] == [12, 10]
    assert_what_is_no_label_is_seen_and_read_out(browser)
    for width, height in ((390, 844), (1350, 800)):
        browser.resize(width, height)
        until(lambda: not browser.is_cut_off(), f"a page of {width} pixels")
    browser.one("#sessions tbody a").send_keys(Keys.ENTER)
    browser.see("h1", "Session of")
    browser.see("#exercise-0", SCRIPT)

    # A first plan: what is wrong stands at the field, and nothing is sent.
    browser.driver.get(f"{clinic.url}/patient/{code}/plan")
    browser.see("#versions", "No plan was sent")
    browser.one("#send-plan").click()
    browser.see("#wrong-exercises-0-name", "is missing")
    browser.one("#exercises-0-name").send_keys("Raise the arm to the side", Keys.TAB)
    browser.one("#exercises-0-side").send_keys("right", Keys.TAB)
    fill(browser, "#exercises-0-target_rom_deg", "400")
    browser.see("#wrong-exercises-0-target_rom_deg", "between 5 and 180")
    assert browser.one("#exercises-0-target_rom_deg").get_attribute("aria-invalid") == "true"
    fill(browser, "#exercises-0-target_rom_deg", "92,5")
    browser.see("#difference", "target 92°")
    fill(browser, "#schedule-sessions_per_week", "3")
    browser.one("#send-plan").click()
    browser.see("#versions", "waits for the patient's machine")
    clinic.exchange()
    browser.see("#versions", "accepted: in force")
    plan = load_plan(clinic.machine / SENT_PLAN)
    assert (plan.version, plan.schema, plan.patient) == (1, 2, code)
    assert (plan.exercises[0].target_rom_deg, plan.schedule.sessions_per_week) == (92.5, 3)
    assert plan.hub.send

    # Another one, for which the patient has no reference: it is refused, and says why.
    browser.driver.get(f"{clinic.url}/patient/{code}/plan")
    change(browser, "#exercises-0-anchor", "another")
    browser.one("#send-plan").click()
    browser.see("#versions", "waits for the patient's machine")
    clinic.exchange()
    browser.see("#versions", "refused: ")
    assert "accepted: in force" in browser.text("#versions")
    assert load_plan(clinic.machine / SENT_PLAN) == plan
    assert browser.complaints() == []


def test_words_time_and_records_of_a_patient_and_all_of_it_is_in_the_audit(
    browser: Browser, clinic: Clinic
) -> None:
    code, patient_id = clinic.patient.pseudonym, clinic.patient.patient_id
    words: dict[str, object] = {"message_id": uuid.uuid4(), "patient_id": patient_id}
    words |= {"about_pain": True}
    words |= {"direction": "from_patient", "text": SCRIPT, "written_at": datetime.now(UTC)}
    odd = audit.Entry(
        actor="vreni", action="note", patient_id=patient_id, detail={"why": f"{SCRIPT}&lt;b>"}
    )
    with clinic.store.writing() as connection:
        connection.execute(sa.insert(message).values(words))
        audit.record(connection, odd)
    browser.driver.get(f"{clinic.url}/patient/{code}/words")
    browser.see("#messages", SCRIPT)
    browser.one("#mark-read").click()
    browser.see("#messages", "Read on")
    browser.one("#write-message").send_keys("Bis Freitag")
    browser.one("#send-message").click()
    browser.see("#messages", "Waits for the patient's machine")
    clinic.exchange()
    browser.one("#write-note").send_keys("Called her")
    browser.one("#send-note").click()
    browser.see("#notes", "Called her")
    assert "On the patient's machine" in browser.text("#messages")
    browser.driver.get(f"{clinic.url}/patient/{code}/rtm")
    browser.one("#start-review").click()
    browser.see("#review", "Under way since")
    browser.one("#contact").click()
    browser.one("#stop-review").click()
    browser.see("#minutes tbody", "1")
    assert len(texts(browser, "#evidence tbody tr")) == 12
    browser.driver.get(f"{clinic.url}/patient/{code}/records")
    browser.see("#looked", "review")
    assert any(f"{SCRIPT}&lt;b>" in text for text in texts(browser, "#looked td"))
    assert browser.script("return document.querySelector('#looked :is(script, b)')") is None
    with clinic.store.reading() as connection:
        told = [row["action"] for row in audit.about(connection, patient_id)]
    assert told.count("message") == 2
    assert {"view", "note", "review"} <= set(told)
    assert browser.complaints() == []


@pytest.mark.parametrize("name", OTHERS)
def test_a_role_opens_the_pages_of_a_patient_that_it_may_and_no_other(
    clinic: Clinic, name: str
) -> None:
    with clinic.store.reading() as connection:
        session = sessions_of(connection, clinic.patient.patient_id)[0].session_id

    def as_browsers_do(request: httpx.Request) -> None:
        # Cookies that are for TLS alone are sent to this machine too.
        held = "; ".join(f"{one.name}={one.value}" for one in client.cookies.jar)
        request.headers.update({"cookie": held, "origin": clinic.url})

    hooks = {"request": [as_browsers_do]}
    with httpx.Client(base_url=clinic.url, event_hooks=hooks) as client:
        form = client.get("/sign-in").text
        token = form.partition('name="token" value="')[2].partition('"')[0]
        fields = {"token": token, "name": name, "password": PASSWORD}
        assert client.post("/sign-in", data=fields).status_code == 303
        of_patient = f"/patient/{clinic.patient.pseudonym}"
        opened = [
            page
            for page in ("", "/plan", "/words", "/rtm", "/records", f"/session/{session}")
            if client.get(of_patient + page).status_code == 200
        ]
        notes = "Notes of the staff" in client.get(f"{of_patient}/words").text
    assert opened == [OPENS[name]] * bool(OPENS[name])
    assert not notes
