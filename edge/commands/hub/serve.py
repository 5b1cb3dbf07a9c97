"""`physio hub serve`: the port that patients' machines send to."""

from typing import Annotated

import typer

from edge.bus.stop import Stop
from edge.commands.hub.options import FolderOption, SecretOption, opened
from edge.hub.ingress.port import Port
from edge.hub.setting_up import read_curve_key
from edge.runtime.signals import StopSignals
from edge.terminal.output import JsonOption, say, write_json


def serve(
    listen: Annotated[
        str, typer.Option(metavar="ENDPOINT", help="Where to listen; by default as in hub.toml.")
    ] = "",
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Take what patients' machines send, until a signal ends it.

    A record is acknowledged once it is stored for good. Several of these, each on its own port, may
    share one PostgreSQL: one that dies loses nothing.
    """
    stop = Stop()
    signals = StopSignals(stop)
    try:
        with opened(folder, secret) as hub:
            settings = hub.place.settings
            keys = read_curve_key(hub.place.curve_key)
            endpoints = (settings.public,) if settings.public else ()
            # Of several, the one that listens where the settings say pairs machines.
            pairing = None if listen else settings.pairing
            with Port(hub.store, keys, listen or settings.listen, endpoints, pairing) as port:
                say(f"Listening on {port.endpoint}; the hub's key is {keys[0].decode()}.")
                while not stop.is_set():
                    port.step()
                counts = port.counts
    finally:
        signals.give_back()
    say(f"{counts.messages} messages in {counts.batches} transactions.")
    write_json(counts, json)
