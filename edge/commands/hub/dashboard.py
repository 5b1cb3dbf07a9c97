"""`physio hub dashboard`: the therapist's pages."""

from edge.bus.stop import Stop
from edge.commands.hub.options import FolderOption, SecretOption, opened
from edge.hub.dashboard.serving import Dashboard
from edge.hub.dashboard.settings import DashboardSettings
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
        with opened(folder, secret) as hub:
            settings = DashboardSettings.of(hub.place)
            Dashboard(hub.place, hub.keys, hub.store, settings).serve(stop, ready)
    finally:
        signals.give_back()
