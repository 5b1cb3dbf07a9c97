"""The peer: the same records taken in by FastAPI under uvicorn, as one would write it by hand.

One process, uvloop and httptools; a record is JSON, checked by pydantic against the same dataclass;
a pool of psycopg connections; one idempotent, prepared INSERT a request, which commits by itself.
`python -m benchmarks.hub.fastapi_peer SETTINGS.json` serves it.
"""

import asyncio
import hashlib
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import psycopg
import uvicorn
from fastapi import FastAPI, Request, Response
from pydantic import TypeAdapter, ValidationError

from edge.exchange.session_record import SessionRecord

CONNECTIONS: Final = 16
ONE_TABLE: Final = """
    CREATE TABLE posted (
        patient_id uuid NOT NULL REFERENCES patient,
        session_id uuid NOT NULL,
        revision integer NOT NULL,
        device_id uuid NOT NULL REFERENCES device,
        received_at timestamptz NOT NULL,
        sha256 text NOT NULL,
        body jsonb NOT NULL,
        PRIMARY KEY (patient_id, session_id, revision))
"""
INTO_ONE_TABLE: Final = """
    INSERT INTO posted VALUES (
        %(patient)s, %(session)s, %(revision)s, %(device)s, %(at)s, %(sha256)s, %(body)s::jsonb)
    ON CONFLICT DO NOTHING RETURNING revision
"""
INTO_OUR_TABLES: Final = """
    WITH got AS (
        INSERT INTO receipt (patient_id, session_id, revision, device_id, received_at, sha256)
        VALUES (%(patient)s, %(session)s, %(revision)s, %(device)s, %(at)s, %(sha256)s)
        ON CONFLICT DO NOTHING RETURNING patient_id, session_id, revision, received_at
    ), told AS MATERIALIZED (
        SELECT %(body)s::jsonb AS record
    ), place AS (
        SELECT (received_at AT TIME ZONE 'UTC')::date AS received_on, got.*, record FROM got, told
    ), sessions AS (
        INSERT INTO session
        SELECT received_on, patient_id, session_id, revision, received_at,
            to_timestamp((record ->> 'began_ms')::float8 / 1000),
            to_timestamp((record ->> 'ended_ms')::float8 / 1000), r.utc_offset_min, r.zone,
            r.local_day, r.plan_id, r.plan_version, r.plan_sha256, r.simulated, 'good', 0,
            r.software, r.watch, r.language
        FROM place, LATERAL (SELECT (record ->> 'offset_min')::integer, record ->> 'zone',
            (record ->> 'local_day')::date, record ->> 'plan_id',
            (record ->> 'plan_version')::integer, record ->> 'plan_sha256',
            (record ->> 'simulated')::boolean, record ->> 'software', record ->> 'watch',
            record ->> 'language') AS r (utc_offset_min, zone, local_day, plan_id, plan_version,
            plan_sha256, simulated, software, watch, language)
    ), exercises AS (
        INSERT INTO exercise
        SELECT received_on, patient_id, session_id, place.revision, e.index, e.name, e.side,
            e.prescribed, e.done, e.compared, e.correct, e.held, e.over_limit,
            e.most_over_limit_deg, e.mean_rom_deg, e.max_rom_deg, e.target_rom_deg,
            e.limit_rom_deg, e.duration_s, e.pain, e.effort, e.ended_because, e.scored_by,
            e.cue_counts, e.words, e.repetitions
        FROM place, jsonb_to_recordset(record -> 'exercises') AS e (index integer, name text,
            side text, prescribed integer, done integer, compared integer, correct integer,
            held integer, over_limit integer, most_over_limit_deg float8, mean_rom_deg float8,
            max_rom_deg float8, target_rom_deg float8, limit_rom_deg float8, duration_s float8,
            pain integer, effort integer, ended_because text, scored_by text, cue_counts json,
            words text, repetitions json)
    ), findings AS (
        INSERT INTO finding
        SELECT received_on, patient_id, session_id, place.revision, (e ->> 'index')::integer,
            f.number - 1, (f.found ->> 'segment')::integer, (f.found ->> 'start')::float8,
            (f.found ->> 'end')::float8, f.found ->> 'way', (f.found ->> 'share')::float8,
            f.found ->> 'words'
        FROM place, jsonb_array_elements(record -> 'exercises') AS e,
            jsonb_array_elements(e -> 'recurring') WITH ORDINALITY AS f (found, number)
    ) SELECT revision FROM got
"""
"""The rows that the hub makes of a record, by one statement."""

_RECORD: Final = TypeAdapter(SessionRecord)
_ANSWERS: Final = {True: b'{"answer":"stored"}', False: b'{"answer":"known"}'}


def app_of(database: str, statement: str, machines: dict[str, list[str]]) -> FastAPI:
    """Return the application.

    Args:
        database: as psycopg reads it.
        statement: that stores a record.
        machines: by token, the patient and the machine.
    """
    pool: asyncio.Queue[psycopg.AsyncConnection[Any]] = asyncio.Queue()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        for _number in range(CONNECTIONS):
            connection = await psycopg.AsyncConnection.connect(database, autocommit=True)
            connection.prepare_threshold = 0
            pool.put_nowait(connection)
        yield
        while not pool.empty():
            await pool.get_nowait().close()

    app = FastAPI(lifespan=lifespan, openapi_url=None)

    @app.post("/records")
    async def post(request: Request) -> Response:
        """Store a record and say whether it was new."""
        machine = machines.get(request.headers.get("authorization", ""))
        if machine is None:
            return Response(status_code=401)
        body = await request.body()
        try:
            record = _RECORD.validate_json(body, strict=True)
        except ValidationError as error:
            return Response(str(error), status_code=422)
        values = {
            "patient": machine[0],
            "device": machine[1],
            "session": record.session_id,
            "revision": record.revision,
            "at": datetime.now(UTC),
            "sha256": hashlib.sha256(body).hexdigest(),
            "body": body.decode(),
        }
        connection = await pool.get()
        try:
            cursor = await connection.execute(statement, values)
            is_new = await cursor.fetchone() is not None
        finally:
            pool.put_nowait(connection)
        return Response(_ANSWERS[is_new], media_type="application/json")

    return app


def main(settings_file: str) -> None:
    """Serve as the settings say."""
    settings = json.loads(Path(settings_file).read_text(encoding="utf-8"))
    uvicorn.run(
        app_of(settings["database"], settings["statement"], settings["machines"]),
        host="127.0.0.1",
        port=settings["port"],
        loop="uvloop",
        http="httptools",
        ssl_certfile=settings["certificate"],
        ssl_keyfile=settings["key"],
        log_level="warning",
        access_log=False,
    )


if __name__ == "__main__":
    main(sys.argv[1])
