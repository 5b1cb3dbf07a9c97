"""`physio uplink pair` and `rotate`: a machine makes itself known to a hub, and changes its key."""

import platform
from pathlib import Path
from re import fullmatch
from typing import Annotated, Final

import typer

from edge.commands.uplink_options import one_patient, sent_now
from edge.exchange.errors import ExchangeError
from edge.exchange.invitation import Invitation
from edge.machine.durable import make_folders
from edge.records.errors import RecordsError
from edge.records.hub_link import link_of
from edge.records.patient_store import patients_dir
from edge.records.planned_exercise import IDENTIFIER
from edge.records.privacy import make_private
from edge.sources.qr_reading import qr_text_of_camera, qr_text_of_file
from edge.terminal.output import JsonOption, say, write_json
from edge.uplink.key_change import begin_key_change
from edge.uplink.pairing import pair_machine

_MOST_LABEL_SIGNS: Final = 60


def pair(
    patient: Annotated[str, typer.Argument(metavar="PATIENT", help="The patient's code here.")],
    invitation: Annotated[
        str | None,
        typer.Argument(
            metavar="INVITATION",
            help="The practice's text, as it is or typed in groups; by default it is asked for.",
        ),
    ] = None,
    file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The invitation as a file.")
    ] = None,
    qr: Annotated[
        Path | None,
        typer.Option("--qr", metavar="PICTURE", help="A picture of the invitation's QR code."),
    ] = None,
    camera: Annotated[
        str,
        typer.Option(metavar="NAME", help="Hold the QR code before this camera, as webcam:0."),
    ] = "",
    label: Annotated[
        str, typer.Option(metavar="NAME", help="What the practice reads of this machine.")
    ] = "",
    json: JsonOption = None,
) -> None:
    """Let a therapist's hub know this machine; needs the invitation that the practice gives.

    Four words are shown, which the patient reads out to the practice. Once somebody there has
    compared them this machine may send. Ended before, the same invitation goes on.
    """
    if fullmatch(IDENTIFIER, patient) is None:
        raise RecordsError(f"{patient!r} is no patient's code", remedy=f"it matches {IDENTIFIER}")
    read = Invitation.read(_text(invitation, file, qr, camera))
    make_private(patients_dir())
    folder = patients_dir() / patient
    make_folders(folder)
    shown = {"words": ""}

    def show(words: str, code: str) -> None:
        shown["words"] = words
        say(f"Read these four words out to the practice, which calls the patient {code}:")
        say(f"  {words}")
        say("Waiting until they are compared there ... (Ctrl-C ends it; the invitation goes on)")

    name = (label or platform.node() or "a machine")[:_MOST_LABEL_SIGNS]
    paired = pair_machine(folder, read, name, show)
    say(f"This machine is paired: what waits of {patient} is sent to {paired.endpoints[0]}.")
    say(f"Nothing is sent before {patient} has agreed: 'physio uplink consent {patient}'.")
    write_json(
        {"patient": patient, "hub_patient": paired.patient, "endpoints": paired.endpoints} | shown,
        json,
    )


def rotate(
    patient: Annotated[
        str | None, typer.Option(metavar="CODE", help="Of whom, where there are several.")
    ] = None,
    json: JsonOption = None,
) -> None:
    """Change this machine's key to the therapist's hub; by itself that happens once a year.

    Both keys hold for 30 days. The next exchange uses the new one, and with that the old one ends.
    """
    folder = one_patient(patient)
    begin_key_change(folder)
    result = sent_now(folder)
    link = link_of(folder)
    told = link is not None and (link.new_key_told or not link.new_public_key)
    if told:
        say("The hub knows the new key; the next exchange uses it.")
    else:
        say("The new key is kept; the hub is told of it as soon as it answers.")
    write_json({"patient": folder.name, "told": told, "uplink": result}, json)


def _text(invitation: str | None, file: Path | None, qr: Path | None, camera: str) -> str:
    if invitation is not None:
        return invitation
    if qr is not None:
        return qr_text_of_file(qr)
    if camera:
        say("Hold the QR code before the camera, so that it fills half of the picture ...")
        return qr_text_of_camera(camera)
    if file is None:
        answer: str = typer.prompt("The invitation", err=True)
        return answer
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ExchangeError(
            f"{file} holds no invitation that can be read", cause="no_invitation"
        ) from error
