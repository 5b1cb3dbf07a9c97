"""The whole dashboard in a real Chromium, served by a process of its own as in a clinic."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from edge.hub.own_process import own_process
from edge.hub.place import Place
from edge.hub.store import accounts, audit
from edge.hub.store.accounts import Account
from edge.hub.store.engines import Store
from edge.hub.store.patients import find_patient, only_clinic
from tests.conftest import Physio
from tests.hub.dashboard.staff import PASSWORD, an_account
from tests.hub.people import of_a_person, send_one
from tests.page.browser import Browser, started, until


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    with started(tmp_path / "profile") as chromium:
        yield chromium


def furnished(hub: Path, physio: Physio) -> tuple[Store, Account]:
    """Return a hub's database and the account anna, who sees the first of two patients."""
    for words in (("patient", "add", "p001"), ("patient", "add", "p002")):
        assert physio("hub", *words).code == 0
    assert physio("hub", "thresholds", "--set", "pain_high=2").code == 0
    send_one(hub, "p001", of_a_person(days_ago=400))
    settings = hub / "hub.toml"
    settings.write_text(settings.read_text().replace("127.0.0.1:5580", "127.0.0.1:0"))
    place = Place.of(hub)
    store = place.open(place.keys())
    with store.writing() as connection:
        anna = an_account(connection, only_clinic(connection).clinic_id, "anna")
        patient_id = find_patient(connection, "p001").patient_id
        accounts.share(connection, anna, patient_id, shared=True, actor="terminal")
    return store, anna


def sign_in(browser: Browser, name: str) -> None:
    browser.one("#name").send_keys(name)
    browser.type(f"\t{PASSWORD}\n")
    browser.one("main h1")


def pressed(browser: Browser, words: str) -> None:
    """Press the first button with these words that can be seen."""
    script = """const found = [...document.querySelectorAll("button")].filter(
        (one) => one.innerText.trim() === arguments[0] && one.checkVisibility());
        found.at(arguments[1]).click()"""
    browser.script(script, words, 0)


def test_somebody_signs_in_looks_at_the_worklist_and_at_a_patient_and_signs_out(
    hub: Path, physio: Physio, browser: Browser
) -> None:
    store, anna = furnished(hub, physio)
    with own_process(hub, "dashboard") as dashboard:
        (url,) = dashboard.addresses
        browser.open(url, width=1350, height=800)
        assert "/_nicegui" not in " ".join(browser.requested())
        sign_in(browser, "anna")
        browser.see(".worklist tbody", "Pain 2 of 10")
        assert "p002" not in browser.text("main")
        roles = {node["role"] for node in browser.tree()}
        assert {"table", "columnheader", "rowheader", "cell", "navigation", "main"} <= roles
        assert browser.faint_texts() == []
        browser.resize(390, 844)
        assert not browser.is_cut_off()
        assert "table" in {node["role"] for node in browser.tree()}
        browser.resize(1350, 800)
        pressed(browser, "Put off")
        browser.one("input[maxlength='500']").send_keys("spoken to")
        browser.script("document.querySelector('.dialog button.primary').click()")
        browser.see("button[aria-pressed=true].is-red", "Red: 0")
        browser.one(".switch.is-grey").click()
        browser.one("main a[href='/patient/p001']").click()
        browser.see("h1", "Patient p001")
        elsewhere = [one for one in browser.requested() if not _is_of(one, url)]
        assert elsewhere == []
        with store.writing() as connection:
            accounts.set_role(connection, anna, "assistant", actor="terminal")
        until(lambda: browser.driver.current_url.endswith("/sign-in"), "the form, by itself")
        browser.complaints()
        sign_in(browser, "anna")
        browser.see(".worklist caption", "patients")
        browser.driver.get(f"{url}patient/p001")
        browser.see("[role=alert]", "Your role may not open this page")
        pressed(browser, "Sign out")
        browser.one("#password")
        browser.driver.back()
        browser.one("#password")
    with store.reading() as connection:
        rows: list[Any] = audit.newest(connection, 20)
        told = [row["action"] for row in rows if row["actor"] == "anna"]
    assert {"sign_in", "view", "snooze"} == set(told)
    store.close()


def _is_of(address: str, url: str) -> bool:
    host = url.removeprefix("http://")
    return address.startswith(("data:", "chrome:", f"http://{host}", f"ws://{host}"))
