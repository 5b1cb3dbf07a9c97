"""A simulated patient's own machine, paired with a hub: its sessions are run and sent as usual."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from edge.exchange.invitation import Invitation
from edge.processes.options import SessionOptions
from edge.records.anchor_store import ANCHORS
from edge.records.consent import consent_now, keep_consent
from edge.records.patient_store import new_session_dir
from edge.records.plan import HubUse, Plan, load_plan
from edge.records.plan_in_force import SENT_PLAN
from edge.records.session_plan import SessionPlan
from edge.runtime.supervisor import Supervisor
from edge.session.driver import Driver
from edge.session.head import head_of
from edge.session.live import LiveSession
from edge.simulation.patient import SimulatedPatient
from edge.uplink.pairing import pair_machine
from edge.uplink.sending import SendResult, send_waiting
from edge.wording.languages import language_named

TAIL_S: Final = 1.5
"""How long the last messages may take after the simulated patient's end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedMachine:
    """The machine of one simulated patient, who does one exercise.

    Attributes:
        root: folder with a folder for the patient, as a person's machine has it.
        code: the patient's, which must be the hub's too.
        person: who does the exercise, and how.
    """

    root: Path
    code: str
    person: SimulatedPatient

    @property
    def folder(self) -> Path:
        """The patient's folder."""
        return self.root / self.code

    def prepare(self, now: datetime) -> None:
        """Keep the reference repetition, and that the simulated patient agrees to sending."""
        self.folder.mkdir(parents=True, exist_ok=True)
        anchor = self.person.anchor()
        name = self._first_plan().exercises[0].anchor_name
        ANCHORS.save(self.root, self.code, name, anchor)
        text = language_named("en").say("uplink.consent")
        keep_consent(self.folder, consent_now(text, "en", now))

    def pair(self, invitation: Invitation, show: Callable[[str, str], None]) -> None:
        """Return once the hub has let the machine in; `show` as of `pair_machine`."""
        pair_machine(self.folder, invitation, f"Machine of {self.code}", show)

    def exchange(self) -> SendResult:
        """Return what came of sending what waits, and taking what the hub has for the machine."""
        return send_waiting(self.folder)

    def plan(self) -> Plan:
        """Return the plan in force: the hub's, or before there is one that of the reference."""
        sent = self.folder / SENT_PLAN
        return load_plan(sent) if sent.exists() else self._first_plan()

    def exercise(self, polled: Callable[[Supervisor], None] = lambda _: None) -> str:
        """Return the number of the session that is run now, as long as the person moves.

        Args:
            polled: called again and again meanwhile.
        """
        options = self._options()
        session = LiveSession(
            session_dir=new_session_dir(self.folder),
            options=replace(options, head=head_of(options)),
        )
        with session.running() as supervisor, Driver(supervisor) as driver:
            driver.drive(self.person.seconds + TAIL_S, polled)
        session.outcome.check()
        return options.session_id

    def _options(self) -> SessionOptions:
        return SessionOptions(
            session_plan=SessionPlan.stored(self.plan(), self.root),
            patient_dir=self.folder,
            simulated=True,
            watch="virtual",
            patient=self.person,
        )

    def _first_plan(self) -> Plan:
        plan = self.person.session_plan(repetitions=6).plan
        return replace(plan, patient=self.code, hub=HubUse(send=True))
