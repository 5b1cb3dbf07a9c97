"""`physio watch` with a phone that is not one."""

import asyncio
import json
import threading
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from edge.commands.watch import app
from edge.importers.registry import read_watch_recording
from edge.sources.phone.pairing import Pairing
from edge.sources.phone.place import Place
from tests.conftest import Physio
from tests.sources.phone.phones import free_port, phone_at


async def come(place: Place, seconds: float) -> None:
    """Come as soon as the page is served, and hold still."""
    async with asyncio.timeout(30):
        while True:
            try:
                async with phone_at(place, Pairing(place.secret).token) as phone:
                    await phone.hold_still(round(60 * seconds), rate_hz=60.0)
                    return
            except OSError:
                await asyncio.sleep(0.1)


def asked(*arguments: str, place: Place) -> Any:
    phone = threading.Thread(target=lambda: asyncio.run(come(place, 5.0)))
    phone.start()
    result = CliRunner().invoke(app, [*arguments, "--json", "-"], catch_exceptions=False)
    phone.join()
    assert result.exit_code == 0
    assert place.url in result.stderr  # the code, and the address
    assert "Waiting for the phone. Scan the code with the phone's camera." in result.stderr
    return json.loads(result.stdout)


@pytest.mark.usefixtures("physio_home")
def test_stream_and_info_wait_for_the_phone_and_tell_its_rate_and_delay(tmp_path: Path) -> None:
    place, csv = Place.of(f"127.0.0.1:{free_port()}"), tmp_path / "still.csv"
    told = asked(
        *("stream", f"phone:{place.text}", "--seconds", "2", "--csv", str(csv)), place=place
    )
    assert (told["device"], told["simulated"], told["gyroscope"]) == ("phone", False, True)
    assert told["rate_hz"] == pytest.approx(60.0, rel=0.3)
    assert told["delay_ms"] is not None
    assert len(read_watch_recording(csv).t_s) == told["samples"]


@pytest.mark.slow
@pytest.mark.usefixtures("physio_home")
def test_info_listens_to_a_phone() -> None:
    place = Place.of(f"127.0.0.1:{free_port()}")
    told = asked("info", f"phone:{place.text}", place=place)
    assert told["device"] == "phone"
    assert told["rate_hz"] == pytest.approx(60.0, rel=0.3)


def test_a_place_that_is_none_is_told_in_a_sentence(physio: Physio) -> None:
    ended = physio("watch", "stream", "phone:0.0.0.0")
    assert ended.code == 2
    assert ended.err.startswith("physio: a phone cannot open 0.0.0.0; name one address")
