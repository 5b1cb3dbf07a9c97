"""Several ports of one hub: their addresses, and what a killed one loses, which is nothing."""

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
import sqlalchemy as sa

from benchmarks.hub.clinics import made_hub, paired_machines
from benchmarks.hub.crowd import Errand, number_of, send_all
from benchmarks.hub.drawn_records import session_id_of
from benchmarks.hub.killed import kill_at, ports_of
from benchmarks.hub.load_figures import opened
from benchmarks.hub.serving import free_ports, serving
from edge.hub.errors import HubError
from edge.hub.ingress.addresses import Address, addresses_of
from edge.hub.place import HubSettings
from edge.hub.store.engines import Store
from edge.hub.store.record_tables import receipt, session
from tests.conftest import Physio

SETTINGS = HubSettings(
    listen="tcp://0.0.0.0:5571",
    pairing="tcp://0.0.0.0:5572",
    public="tcp://hub.example:40571",
)


def test_ports_follow_each_other_and_pass_over_the_pairing_port() -> None:
    assert addresses_of(SETTINGS, 1) == (Address(listen=SETTINGS.listen, public=SETTINGS.public),)
    assert [(each.listen, each.public) for each in addresses_of(SETTINGS, 3)] == [
        ("tcp://0.0.0.0:5571", "tcp://hub.example:40571"),
        ("tcp://0.0.0.0:5573", "tcp://hub.example:40573"),
        ("tcp://0.0.0.0:5574", "tcp://hub.example:40574"),
    ]


@pytest.mark.parametrize(
    "settings",
    [
        HubSettings(listen="tcp://0.0.0.0:5571"),
        HubSettings(listen="tcp://[::]:5571"),
        HubSettings(listen="tcp://127.0.0.1:*"),
        HubSettings(listen="tcp://127.0.0.1:65535"),
    ],
)
def test_addresses_that_nobody_could_reach_are_refused(settings: HubSettings) -> None:
    with pytest.raises(HubError):
        addresses_of(settings, 2)


def test_a_file_has_one_writer(hub: Path, physio: Physio) -> None:
    said = physio("hub", "serve", "--ingress", "2")
    assert said.code != 0
    assert "need PostgreSQL" in said.err


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_a_killed_process_loses_nothing_and_is_started_anew(
    new_url: Callable[[], str], tmp_path: Path
) -> None:
    ports = free_ports(2)
    made = made_hub(tmp_path / "hub", database=new_url(), listen=f"tcp://127.0.0.1:{ports[0]}")
    with ExitStack() as stack:
        store = stack.enter_context(opened(made))
        machines = paired_machines(store, 8)
        served = stack.enter_context(serving(made.folder, "--ingress", "2", ports=2))
        assert [int(each.rpartition(":")[2]) for each in served.endpoints] == list(ports)
        errand = Errand(
            endpoints=served.endpoints,
            hub_key=made.key,
            machines=tuple(machines),
            records=20,
            repeat_every=10,
            again_after_s=0.5,
        )
        before = ports_of(served)
        killer = threading.Thread(target=kill_at, args=(lambda: _count(store), 40, served, 0))
        killer.start()
        tally = send_all(errand)
        killer.join()
        assert tally.silent == 0
        with store.reading() as connection:
            rows = connection.execute(sa.select(session.c.patient_id, session.c.session_id)).all()
        assert sorted((row.patient_id, str(row.session_id)) for row in rows) == sorted(
            (each.patient_id, session_id_of(number_of(errand, machine, record)))
            for machine, each in enumerate(machines)
            for record in range(errand.records)
        )
        deadline = time.monotonic() + 30
        while len(ports_of(served)) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert len(ports_of(served) & before) == 1


def _count(store: Store) -> int:
    with store.reading() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(receipt)).scalar_one()
