"""`physio hub demo`: a clinic on a fresh machine, with patients whom nobody is."""

import secrets
import socket
import time
import webbrowser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Final
from uuid import UUID

import typer

from edge.bus.stop import Stop
from edge.hub.own_process import own_process
from edge.hub.passwords import hashed
from edge.hub.place import HubSettings, Place
from edge.hub.planning.versions import PlanVersion
from edge.hub.setting_up import read_curve_key, set_up
from edge.hub.simulated_clinic import ACTOR, fill_clinic
from edge.hub.store.accounts import account_named, add_account, share
from edge.hub.store.engines import Store
from edge.hub.store.invites import candidate_of, confirm, make_invite, revoke
from edge.hub.store.patients import only_clinic
from edge.hub.store.plans import next_version, send_plan, versions_of
from edge.records.plan import Plan
from edge.records.schedule import Schedule
from edge.runtime.signals import StopSignals
from edge.runtime.supervisor import Supervisor
from edge.session.errors import SessionError
from edge.session.simulated_machine import SimulatedMachine
from edge.simulation.clinic.charts import ZONE, simulated_charts
from edge.simulation.patient import SimulatedPatient
from edge.terminal.output import JsonOption, say, write_json

ACCOUNT: Final = "therapist"
LIVE: Final = ("sim001", "sim002")
"""Patients whose machines run: the first does sessions, both take what the clinic sends."""
SESSION_S: Final = 25.0
REST_S: Final = 45.0
EXCHANGE_S: Final = 2.0
"""How often a machine asks the hub; a person's does every quarter of an hour."""
ANSWER_S: Final = 60.0
"""For how long an answer to a plan is waited for."""


def demo(
    headless: Annotated[
        bool,
        typer.Option("--headless", help="Open no browser; end after one session and one plan."),
    ] = False,
    patients: Annotated[int, typer.Option(min=2, max=500, help="How many patients.")] = 40,
    days: Annotated[int, typer.Option(min=7, max=365, help="Days of history.")] = 90,
    seed: Annotated[int, typer.Option(min=0, help="Which simulated clinic.")] = 1,
    json: JsonOption = None,
) -> None:
    """Show a clinic's hub with simulated patients, two of whose machines run; nothing is kept.

    One of the two exercises again and again: its sessions arrive while one looks. A plan that is
    changed in the browser reaches the machine, which answers.
    """
    stop = Stop()
    signals = StopSignals(stop)
    try:
        with (
            TemporaryDirectory(prefix="physio-hub-") as folder,
            _Clinic.opened(Path(folder), patients, days, seed) as clinic,
        ):
            if headless:
                result = clinic.shown_once(stop)
                write_json(result, json)
            else:
                webbrowser.open(clinic.url)
                write_json(
                    {"url": clinic.url, "account": ACCOUNT, "password": clinic.password}, json
                )
                clinic.goes_on(stop)
    finally:
        signals.give_back()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clinic:
    """A simulated clinic whose hub and dashboard run."""

    store: Store
    numbers: dict[str, UUID]
    schedules: dict[str, Schedule]
    sessions: int
    machines: tuple[SimulatedMachine, ...]
    url: str
    password: str

    @classmethod
    @contextmanager
    def opened(cls, folder: Path, patients: int, days: int, seed: int) -> Iterator["_Clinic"]:
        """Yield a clinic once its dashboard can be opened."""
        say(f"A clinic with {patients} simulated patients; nobody in it is a person.")
        # Not today: at whatever hour somebody looks, no session is still to come.
        last = datetime.now(UTC).date() - timedelta(days=1)
        charts = list(simulated_charts(patients, seed=seed, last=last, days=days))
        with ExitStack() as stack:
            place = _set_up(folder / "hub")
            store = place.open(place.keys())
            stack.callback(store.close)
            numbers = fill_clinic(store, place.keys(), charts)
            password = secrets.token_urlsafe(9)
            _add_therapist(store, password, numbers)
            stack.enter_context(own_process(place.folder, "serve"))
            pages = stack.enter_context(own_process(place.folder, "dashboard"))
            (url,) = pages.addresses
            machines = tuple(_machine(folder / "machines", code, seed) for code in LIVE)
            clinic = cls(
                store=store,
                numbers=numbers,
                schedules={chart.code: chart.plan.schedule for chart in charts},
                sessions=sum(len(chart.sessions) for chart in charts),
                machines=machines,
                url=url,
                password=password,
            )
            say(f"The dashboard: {url}")
            say(f"Sign in as '{ACCOUNT}' with the password {password}")
            say(f"Another role: 'physio hub staff add NAME --role ROLE --hub {place.folder}'")
            for machine in machines:
                clinic.join(place, machine)
            yield clinic

    def join(self, place: Place, machine: SimulatedMachine) -> None:
        """Pair a machine in the place of the simulated one, and send it a plan to go by."""
        patient_id = self.numbers[machine.code]
        hub_key, _ = read_curve_key(place.curve_key)
        machine.prepare(datetime.now().astimezone())
        with self.store.writing() as connection:
            revoke(connection, patient_id=patient_id, actor=ACTOR)
            invitation = make_invite(
                connection,
                patient_id=patient_id,
                address=place.pairing_address(),
                hub_key=hub_key,
                now=datetime.now(UTC),
                actor=ACTOR,
            )

        def compare(words: str, _: str) -> None:
            with self.store.writing() as connection:
                candidate = candidate_of(connection, patient_id, hub_key)
                if candidate is None or candidate.words != words:
                    raise SessionError(f"the four words of {machine.code} are not the hub's")
                confirm(
                    connection,
                    patient_id=patient_id,
                    candidate=candidate,
                    now=datetime.now(UTC),
                    actor=ACTOR,
                )

        machine.pair(invitation, compare)
        self.send(machine.code, replace(machine.plan(), schedule=self.schedules[machine.code]))
        say(f"{machine.code}: its machine is paired.")

    def send(self, code: str, plan: Plan) -> PlanVersion:
        """Return the plan as it now waits for a patient's machine."""
        patient_id = self.numbers[code]
        with self.store.writing() as connection:
            plan_id, version = next_version(connection, patient_id)
            return send_plan(
                connection,
                patient_id,
                replace(plan, plan_id=plan_id, version=version),
                author_id=None,
                actor=ACTOR,
                now=datetime.now(UTC),
            )

    def shown_once(self, stop: Stop) -> dict[str, Any]:
        """Return what came of one session, and of one plan that was changed."""
        exercising, other = self.machines
        self.exchange(say_nothing=True)
        began = time.monotonic()
        say(f"{exercising.code} exercises for {SESSION_S:.0f} s ...")
        session_id = exercising.exercise()
        sent = exercising.exchange()
        arrived_s = time.monotonic() - began
        say(f"{exercising.code}: {sent.sent} session sent and stored.")
        plan = other.plan()
        first = replace(plan.exercises[0], repetitions=plan.exercises[0].repetitions + 2)
        version = self.send(other.code, replace(plan, exercises=(first, *plan.exercises[1:])))
        began = time.monotonic()
        answer = self._answer(other, version, stop)
        say(f"{other.code}: version {version.version} of the plan was {answer or 'not answered'}.")
        return {
            "simulated": True,
            "patients": len(self.numbers),
            "sessions": self.sessions,
            "live": {
                "patient": exercising.code,
                "session_id": session_id,
                "sent": sent.sent,
                "seconds": round(arrived_s, 1),
            },
            "plan": {
                "patient": other.code,
                "version": version.version,
                "answer": answer,
                "seconds": round(time.monotonic() - began, 1),
            },
        }

    def goes_on(self, stop: Stop) -> None:
        """Let one machine exercise again and again, and both take what the clinic sends."""
        say(f"{LIVE[0]} exercises every minute; change a plan of {' or '.join(LIVE)}. Ctrl-C ends.")
        exercising = self.machines[0]
        while not stop.is_set():
            self.exchange()
            say(f"{exercising.code} exercises for {SESSION_S:.0f} s ...")
            exercising.exercise(lambda supervisor: self._meanwhile(supervisor, stop))
            until = time.monotonic() + REST_S
            while time.monotonic() < until and not stop.wait(EXCHANGE_S):
                self.exchange()

    def exchange(self, *, say_nothing: bool = False) -> None:
        """Let all machines send what waits, and take what the hub has for them."""
        for machine in self.machines:
            result = machine.exchange()
            if say_nothing:
                continue
            if result.sent:
                say(f"{machine.code}: a session has arrived.")
            if result.answered:
                say(f"{machine.code}: what the clinic has sent was answered.")
            if result.problem:
                say(f"{machine.code}: {result.problem}")

    def _meanwhile(self, supervisor: Supervisor, stop: Stop) -> None:
        if stop.is_set():
            supervisor.stop.set()

    def _answer(self, machine: SimulatedMachine, sent: PlanVersion, stop: Stop) -> str:
        """Return what the machine answers to a plan; "" where it does not in time."""
        until = time.monotonic() + ANSWER_S
        while time.monotonic() < until and not stop.is_set():
            machine.exchange()
            with self.store.reading() as connection:
                versions = versions_of(connection, self.numbers[machine.code])
            now = next(each for each in versions if each.version == sent.version)
            if now.answer:
                return now.answer
            stop.wait(EXCHANGE_S)
        return ""


def _set_up(folder: Path) -> Place:
    listen, pairing = (f"tcp://127.0.0.1:{port}" for port in _free_ports(2))
    settings = HubSettings(listen=listen, pairing=pairing, public=listen, dashboard="127.0.0.1:0")
    return set_up(folder, settings, clinic="Simulated clinic", zone=ZONE)


def _add_therapist(store: Store, password: str, numbers: dict[str, UUID]) -> None:
    with store.writing() as connection:
        add_account(
            connection,
            clinic_id=only_clinic(connection).clinic_id,
            name=ACCOUNT,
            role="therapist",
            password_hash=hashed(password),
            actor=ACTOR,
        )
        account = account_named(connection, ACCOUNT)
        for patient_id in numbers.values():
            share(connection, account, patient_id, shared=True, actor=ACTOR)


def _machine(root: Path, code: str, seed: int) -> SimulatedMachine:
    person = SimulatedPatient(
        exercise="shoulder_abduction",
        side="right",
        profile="mixed",
        seconds=SESSION_S,
        seed=seed + LIVE.index(code),
    )
    return SimulatedMachine(root=root, code=code, person=person)


def _free_ports(count: int) -> list[int]:
    """Return ports of this machine that nobody listens on now."""
    with ExitStack() as stack:
        servers = [
            stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)
        ]
        return [server.getsockname()[1] for server in servers]
