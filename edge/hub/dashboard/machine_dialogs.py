"""The dialogs in which a patient's machine is invited, let in and kept out."""

from collections.abc import Awaitable, Callable
from typing import Final

from nicegui import ui

from edge.hub.dashboard.outline import button
from edge.hub.dashboard.visit import Visit
from edge.hub.errors import HubError
from edge.hub.setting_up import read_curve_key
from edge.hub.store.invites import (
    NEAR,
    REMOTE,
    Candidate,
    candidate_of,
    confirm,
    make_invite,
    revoke,
)
from edge.hub.store.patients import Found
from edge.web.pictures import qr_element
from edge.web.tables import heading

Done = Callable[[], Awaitable[None]]
_TEXT_ROWS: Final = 4


class MachineDialog:
    """What the three have in common: a title, a place for words, and buttons below.

    Args:
        visit: of the page.
        done: called once something was changed.
    """

    def __init__(self, visit: Visit, done: Done) -> None:
        self._visit = visit
        self._done = done
        self._patient: Found | None = None
        with ui.dialog() as self._dialog, ui.element("div").classes("card dialog"):
            self._title = heading(2)
            self._place = ui.element("div")
            self._buttons = ui.element("div").classes("row")

    def _begin(self, patient: Found, title: str) -> None:
        self._patient = patient
        self._title.set_text(title)
        self._place.clear()
        self._buttons.clear()
        self._dialog.open()

    def _chosen(self) -> Found:
        assert self._patient is not None
        return self._patient

    def _hub_key(self) -> bytes:
        return read_curve_key(self._visit.place.curve_key)[0]

    async def _end(self) -> None:
        self._dialog.close()
        await self._done()

    def _closing(self, key: str = "dash.cancel") -> None:
        button(self._visit.say(key), self._visit.handled(self._end_now)).mark("close")

    async def _end_now(self, *_: object) -> None:
        await self._end()


class Inviting(MachineDialog):
    """Shows an invitation as a text and as a QR code, once."""

    async def open(self, patient: Found) -> None:
        """Ask for how long a machine of a patient is invited."""
        say = self._visit.say
        self._begin(patient, say("dash.invite_title", code=patient.pseudonym))
        with self._place:
            ui.label(say("dash.invite_help"))
        with self._buttons:
            for key, lasts in (("near", False), ("remote", True)):

                async def invite(*_: object, is_remote: bool = lasts) -> None:
                    await self._invite(is_remote=is_remote)

                made = button(say(f"dash.invite_{key}"), self._visit.handled(invite))
                made.classes("primary").mark(f"invite-{key}")
            self._closing()

    async def _invite(self, *, is_remote: bool) -> None:
        text = await self._visit.ask(self._made, is_remote)
        say = self._visit.say
        self._place.clear()
        self._buttons.clear()
        with self._place:
            ui.label(say("dash.invite_once"))
            qr_element(text, say("dash.invite_qr"))
            field = ui.element("textarea").props(f"readonly rows={_TEXT_ROWS}").mark("invitation")
            field.props["value"] = text
            field.props["aria-label"] = say("dash.invite_text")
        with self._buttons:
            self._closing("dash.close")

    def _made(self, is_remote: bool) -> str:
        patient = self._chosen()
        with self._visit.view.writing("invite", patient.patient_id) as granted:
            invitation = make_invite(
                granted.connection,
                patient_id=patient.patient_id,
                address=self._visit.place.pairing_address(),
                hub_key=self._hub_key(),
                now=granted.now,
                lasts=REMOTE if is_remote else NEAR,
                actor=granted.account.name,
            )
        return invitation.text()


class Confirming(MachineDialog):
    """Lets a machine in whose four words two people have compared."""

    async def open(self, patient: Found) -> None:
        """Show the words of the machine that waits.

        Raises:
            HubError: none waits any more.
        """
        say = self._visit.say
        waiting = await self._visit.ask(self._waiting, patient)
        if waiting is None:
            raise HubError(say("dash.none_waits", code=patient.pseudonym))
        self._begin(patient, say("dash.confirm_title", code=patient.pseudonym))
        with self._place:
            ui.label(say("dash.confirm_help", machine=waiting.label))
            ui.label(waiting.words).classes("words").mark("words")

        async def let_in(*_: object) -> None:
            await self._visit.ask(self._let_in, waiting)
            await self._end()

        with self._buttons:
            made = button(say("dash.confirm_same"), self._visit.handled(let_in))
            made.classes("primary").mark("same-words")
            self._closing()

    def _waiting(self, patient: Found) -> Candidate | None:
        with self._visit.view.reading("invite", patient.patient_id) as granted:
            return candidate_of(granted.connection, patient.patient_id, self._hub_key())

    def _let_in(self, waiting: Candidate) -> None:
        patient = self._chosen()
        with self._visit.view.writing("invite", patient.patient_id) as granted:
            confirm(
                granted.connection,
                patient_id=patient.patient_id,
                candidate=waiting,
                now=granted.now,
                actor=granted.account.name,
            )


class Revoking(MachineDialog):
    """Keeps a patient's machines out, as when one is lost."""

    async def open(self, patient: Found) -> None:
        """Ask whether the machines of a patient are to be kept out."""
        say = self._visit.say
        self._begin(patient, say("dash.revoke_title", code=patient.pseudonym))
        with self._place:
            ui.label(say("dash.revoke_help"))

        async def keep_out(*_: object) -> None:
            await self._visit.ask(self._keep_out)
            await self._end()

        with self._buttons:
            made = button(say("dash.revoke"), self._visit.handled(keep_out))
            made.classes("primary").mark("revoke-now")
            self._closing()

    def _keep_out(self) -> None:
        patient = self._chosen()
        with self._visit.view.writing("invite", patient.patient_id) as granted:
            revoke(granted.connection, patient_id=patient.patient_id, actor=granted.account.name)
