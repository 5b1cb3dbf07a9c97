"""`physio hub serve`: the ports that patients' machines send to."""

from dataclasses import replace
from typing import Annotated

import typer

from edge.bus.stop import Stop
from edge.commands.hub.options import FolderOption, SecretOption
from edge.hub.errors import HubError
from edge.hub.ingress.addresses import addresses_of
from edge.hub.ingress.several import orders_of, serve_port, serve_several
from edge.hub.place import Place
from edge.runtime.signals import StopSignals
from edge.terminal.output import JsonOption, say, write_json


def serve(
    listen: Annotated[
        str, typer.Option(metavar="ENDPOINT", help="Where to listen; by default as in hub.toml.")
    ] = "",
    ingress: Annotated[
        int,
        typer.Option(
            min=1,
            max=64,
            help="Processes that take in records, on this port and those after it; several need "
            "PostgreSQL.",
        ),
    ] = 1,
    folder: FolderOption = None,
    secret: SecretOption = None,
    json: JsonOption = None,
) -> None:
    """Take what patients' machines send, until a signal ends it.

    A record is acknowledged once it is stored for good. Several processes may share one PostgreSQL:
    one that dies loses nothing and is started anew, and machines turn to another meanwhile.
    """
    place = Place.of(folder, secret)
    if ingress > 1 and not place.settings.database:
        raise HubError(
            "several ingress processes need PostgreSQL",
            remedy="an encrypted file has one writer; 'physio hub init --database postgresql://…'",
        )
    settings = replace(place.settings, listen=listen or place.settings.listen)
    orders = orders_of(place, addresses_of(settings, ingress))
    if listen:
        # Of several that were started by hand, the one where the settings say pairs machines.
        orders[0] = replace(orders[0], pairs=False)
    stop = Stop()
    signals = StopSignals(stop)

    def opened(endpoint: str, key: str) -> None:
        say(f"Listening on {endpoint}; the hub's key is {key}.")

    try:
        if ingress == 1:
            counts = serve_port(orders[0], stop, opened)
            say(f"{counts.messages} messages in {counts.batches} transactions.")
            write_json(counts, json)
        else:
            deaths = serve_several(orders, stop, say, opened)
            write_json({"ingress": ingress, "started_anew": deaths}, json)
    finally:
        signals.give_back()
