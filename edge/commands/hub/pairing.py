"""`physio hub invite`, `confirm`, `revoke` and `resolve`: a patient's machine comes, and goes."""

import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import cv2
import sqlalchemy as sa
import typer
from rich.text import Text

from edge.commands.hub.options import ACTOR, FolderOption, Hub, SecretOption, compare_words, opened
from edge.hub.errors import HubError
from edge.hub.setting_up import read_curve_key
from edge.hub.store.invites import NEAR, REMOTE, candidate_of, make_invite
from edge.hub.store.invites import confirm as confirm_machine
from edge.hub.store.invites import revoke as revoke_machines
from edge.hub.store.patients import find_patient
from edge.hub.store.people_tables import device
from edge.machine.durable import replace_durably
from edge.sources.qr_code import qr_half_blocks, qr_modules, qr_picture
from edge.terminal.output import JsonOption, say, show, write_json

Code = Annotated[str, typer.Argument(metavar="PATIENT", help="The patient's code.")]


RemoteOption = Annotated[
    bool, typer.Option("--remote", help="It holds for 7 days instead of 60 minutes.")
]
AddressOption = Annotated[
    str, typer.Option(metavar="HOST:PORT", help="Where the machine reaches the pairing port.")
]
OutOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write it into a file as well.")
]
QrOption = Annotated[
    Path | None,
    typer.Option("--qr", metavar="FILE", help="Write it as a QR code too (PNG); - shows one."),
]


def invite(
    code: Code,
    remote: RemoteOption = False,
    address: AddressOption = "",
    out: OutOption = None,
    qr: QrOption = None,
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Invite a patient's machine: print a text that is given to nobody else.

    'physio hub serve' must be running. An earlier invitation of the patient that nobody has used is
    void. Once the machine shows four words, 'physio hub confirm PATIENT' lets it in.
    """
    _require_picture(qr)
    with opened(folder, secret) as hub, hub.store.writing() as connection:
        found = find_patient(connection, code)
        told = _invited(hub, connection, found.patient_id, address, remote=remote)
    table = {"patient": code, **_shown(told, code, out, qr)}
    write_json(table, json)


def resolve(
    code: Code,
    remote: RemoteOption = False,
    address: AddressOption = "",
    out: OutOption = None,
    qr: QrOption = None,
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Settle that a machine of a patient was copied: shut both out, and invite the right one.

    Ask the patient which machine is the right one, and give the invitation to that alone. What
    waits on it is sent once it is let in.
    """
    _require_picture(qr)
    with opened(folder, secret) as hub, hub.store.writing() as connection:
        found = find_patient(connection, code)
        paused = (device.c.patient_id == found.patient_id) & (device.c.state == "paused")
        if connection.execute(sa.select(device.c.device_id).where(paused)).first() is None:
            raise HubError(f"no machine of {code} was copied", remedy="nothing was changed")
        revoked = revoke_machines(connection, patient_id=found.patient_id, actor=ACTOR)
        told = _invited(hub, connection, found.patient_id, address, remote=remote)
    say(f"{revoked} machines of {code} may send no more, copies included.")
    table = {"patient": code, "revoked": revoked, **_shown(told, code, out, qr)}
    write_json(table, json)


def confirm(
    code: Code,
    words: Annotated[
        str, typer.Option(metavar="WORDS", help="The four words on the machine; else it asks.")
    ] = "",
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Let a patient's machine in whose four words the patient has read out."""
    with opened(folder, secret) as hub:
        public, _ = read_curve_key(hub.place.curve_key)
        with hub.store.reading() as connection:
            found = find_patient(connection, code)
            waiting = candidate_of(connection, found.patient_id, public)
        if waiting is None:
            raise HubError(
                f"no machine of {code} waits", remedy="invite it, and let it show the invitation"
            )
        compare_words(
            waiting.words,
            words,
            "The four words on the patient's machine",
            otherwise="the machine was not let in",
            remedy="if the patient's machine really shows them, somebody else used the "
            f"invitation: 'physio hub revoke {code}', then invite anew",
        )
        with hub.store.writing() as connection:
            confirm_machine(
                connection,
                patient_id=found.patient_id,
                candidate=waiting,
                now=datetime.now(UTC),
                actor=ACTOR,
            )
    say(f"{waiting.label} may send for {code} now.")
    write_json({"patient": code, "machine": waiting.label}, json)


def revoke(
    code: Code,
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Let no machine of a patient send any more; what was sent stays, and what waits there too."""
    with opened(folder, secret) as hub, hub.store.writing() as connection:
        found = find_patient(connection, code)
        revoked = revoke_machines(connection, patient_id=found.patient_id, actor=ACTOR)
    say(f"{revoked} machines of {code} may send no more.")
    write_json({"patient": code, "revoked": revoked}, json)


def _require_picture(qr: Path | None) -> None:
    if qr is not None and str(qr) != "-" and qr.suffix.lower() != ".png":
        raise HubError(f"{qr} is to be a picture", remedy="such as invitation.png")


def _invited(
    hub: Hub, connection: sa.Connection, patient_id: uuid.UUID, address: str, *, remote: bool
) -> tuple[str, datetime]:
    """Return the text of a new invitation, and until when it holds.

    Raises:
        HubError: the hub's key cannot be read, or nobody has said where the hub is reached.
    """
    now = datetime.now(UTC)
    lasts = REMOTE if remote else NEAR
    public, _ = read_curve_key(hub.place.curve_key)
    made = make_invite(
        connection,
        patient_id=patient_id,
        address=address or hub.place.pairing_address(),
        hub_key=public,
        now=now,
        lasts=lasts,
        actor=ACTOR,
    )
    return made.text(), now + lasts


def _shown(
    told: tuple[str, datetime], code: str, out: Path | None, qr: Path | None
) -> dict[str, str]:
    """Show an invitation, and return it as a table."""
    text, ends = told
    if out is not None:
        replace_durably(out, f"{text}\n".encode())
    until = ends.isoformat(timespec="minutes")
    say(text)
    if qr is not None:
        _draw_qr(text, qr)
    say(f"It holds until {until}, for one machine of {code}; give it to nobody else.")
    return {"invitation": text, "until": until}


def _draw_qr(text: str, file: Path) -> None:
    """Show a text as a QR code at the terminal, or write it into a file.

    Raises:
        HubError: the file cannot be written.
    """
    modules = qr_modules(text)
    if str(file) == "-":
        lines = Text(qr_half_blocks(modules), style="black on bright_white", no_wrap=True)
        show(lines)
        return
    _, data = cv2.imencode(".png", qr_picture(modules))
    try:
        replace_durably(file, data.tobytes())
    except OSError as error:
        raise HubError(f"{file} cannot be written ({error.strerror or error})") from error
