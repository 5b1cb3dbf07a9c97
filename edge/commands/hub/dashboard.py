"""`physio hub dashboard` and `certificate`: the therapist's pages, and what encrypts them."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from edge.bus.stop import Stop
from edge.commands.hub.options import FolderOption, SecretOption, opened
from edge.hub.certificate import make_certificate
from edge.hub.dashboard.serving import Dashboard
from edge.hub.dashboard.settings import CERTIFICATE, CERTIFICATE_KEY, DashboardSettings
from edge.hub.place import Place
from edge.runtime.signals import StopSignals
from edge.terminal.output import JsonOption, say, write_json


def dashboard(
    folder: FolderOption = None, secret: SecretOption = None, json: JsonOption = None
) -> None:
    """Serve the therapist's pages until a signal ends it: sign in, worklist, patients.

    It is a program beside 'physio hub serve', on the same database, so that neither stops the
    other. Where it listens stands in hub.toml; accounts are made by 'physio hub staff add'.
    """
    stop = Stop()
    signals = StopSignals(stop)

    def ready(url: str) -> None:
        say(f"Open {url} in a browser.")
        write_json({"url": url}, json)

    try:
        with opened(folder, secret, "web") as hub:
            settings = DashboardSettings.of(hub.place)
            Dashboard(hub.place, hub.keys, hub.store, settings).serve(stop, ready)
    finally:
        signals.give_back()


def certificate(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME...", help="Host names and addresses that browsers open."),
    ] = None,
    renew: Annotated[bool, typer.Option("--renew", help="Replace the one that is there.")] = False,
    folder: FolderOption = None,
    json: JsonOption = None,
) -> None:
    """Make a certificate, so that the dashboard can be opened from other machines.

    It holds for 397 days. Browsers warn of it once: compare the fingerprint that is printed here.
    """
    place = Place.of(folder)
    told = (place.settings.dashboard_name, *(names or ()))
    made = make_certificate(
        place.folder / CERTIFICATE,
        place.folder / CERTIFICATE_KEY,
        [name for name in told if name],
        datetime.now(UTC),
        replaces=renew,
    )
    say(f"Fingerprint (SHA-256): {made}")
    say("The dashboard uses it when it is started next.")
    write_json({"fingerprint": made, "certificate": place.folder / CERTIFICATE}, json)
