"""`physio demo`: the whole pipeline on a simulated patient, from the radio to the page."""

from dataclasses import dataclass, replace
from typing import Annotated, Any, cast, get_args

import typer
from rich.table import Table

from edge.bus.clock import now_ns
from edge.commands.demo_result import demo_result
from edge.core.exercises import EXERCISES, Side
from edge.machine.slowness import Slowness
from edge.page.settings import PageSettings
from edge.processes.options import SIMULATION_LEAD_S, SessionOptions, lead_on
from edge.records.anchor_store import ANCHORS
from edge.records.patient_store import new_session_dir, patients_dir
from edge.records.plan import CameraUse
from edge.records.privacy import make_private
from edge.records.session_plan import SessionPlan, check_limit
from edge.runtime.latency import DURATIONS
from edge.runtime.supervisor import Supervisor
from edge.session.driver import Driver
from edge.session.live import LiveSession
from edge.session.served_page import PageOpener, page_settings
from edge.simulation.body import PROFILES, TrueRepetition
from edge.simulation.patient import SIMULATED_CODE, Pair, SimulatedPatient, pair_up
from edge.sources.virtual import check_virtual
from edge.terminal.output import JsonOption, TraceOption, say, show, write_json
from firmware_bridge.virtual.catalogue import FAMILIES

EVERY_S = 10
"""Time between two words about a headless session."""
TAIL_S = 1.5
"""How long the last messages may take after the simulated patient's end."""


def demo(
    headless: Annotated[
        bool, typer.Option("--headless", help="Open no browser, and end with the session.")
    ] = False,
    seconds: Annotated[
        float, typer.Option(min=12.0, max=3600.0, help="Length of the session.")
    ] = 60.0,
    seed: Annotated[int, typer.Option(min=0, help="Which simulated person.")] = 1,
    profile: Annotated[str, typer.Option(help=f"How well it is done: {', '.join(PROFILES)}.")] = (
        "mixed"
    ),
    exercise: Annotated[str, typer.Option(help=f"One of {', '.join(EXERCISES)}.")] = (
        "shoulder_abduction"
    ),
    side: Annotated[str, typer.Option(help=f"One of {', '.join(get_args(Side))}.")] = "right",
    hold: Annotated[
        float,
        typer.Option(min=0.0, max=60.0, help="Hold at the end that the plan asks for, in seconds."),
    ] = 0.0,
    watch: Annotated[
        str, typer.Option(help=f"virtual, or virtual:NAME of {', '.join(FAMILIES)}.")
    ] = "virtual",
    camera: Annotated[
        bool, typer.Option("--camera", help="Let a simulated camera watch the patient too.")
    ] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the page; 0: any.")] = 0,
    lan: Annotated[bool, typer.Option("--lan", help="Open the page to the home network.")] = False,
    trace: TraceOption = None,
    json: JsonOption = None,
) -> None:
    """Run the whole pipeline on a simulated patient: wrist, Bluetooth stack, cues, live page."""
    make_private(patients_dir())
    patient = SimulatedPatient(
        exercise=exercise,
        side=cast(Side, side),
        profile=profile,
        seconds=seconds,
        seed=seed,
        hold_s=hold,
    )
    check_virtual(watch)
    slowness = Slowness()
    truth = patient.session().truth
    session_plan = patient.session_plan(len(truth))
    lead_s = lead_on(slowness.factor)
    page = page_settings(port=port, lan=lan)
    session = _session(patient, session_plan, page, watch=watch, camera=camera, lead_s=lead_s)
    say(f"Simulated patient: {exercise}, {side} side, profile {profile}, seed {seed}.")
    with session.running(trace=trace) as supervisor, Driver(supervisor, lead_s) as driver:
        say("Starting …")
        if lead_s > 2 * SIMULATION_LEAD_S:
            say(f"This machine is busy, so the simulated patient begins in {lead_s:.0f} s.")
        words = "The patient's page: {url}" + ("" if headless else "\nCtrl-C ends the demo.")
        opener = PageOpener(page, words, browser=not headless)
        narrator = _Demo(
            seconds=seconds, headless=headless, begin_ns=driver.begin_ns, opener=opener
        )
        driver.drive(seconds + TAIL_S if headless else None, narrator.poll)
    latency = supervisor.latency
    pairs = pair_up(session.outcome.feedbacks, truth, driver.begin_ns)
    _print(pairs, len(truth), latency)
    say(f"Recorded in {session.session_dir}")
    write_json(demo_result(pairs, truth, begin_ns=driver.begin_ns, latency=latency), json)
    session.outcome.check()


def _session(
    patient: SimulatedPatient,
    session_plan: SessionPlan,
    page: PageSettings,
    *,
    watch: str,
    camera: bool,
    lead_s: float,
) -> LiveSession:
    session_plan = _shown(session_plan)
    planned = session_plan.plan.exercises[0]
    check_limit(session_plan.plan, 0, session_plan.anchors[0])
    ANCHORS.save(patients_dir(), SIMULATED_CODE, planned.anchor_name, session_plan.anchors[0])
    patient_dir = patients_dir() / SIMULATED_CODE
    return LiveSession(
        session_dir=new_session_dir(patient_dir),
        options=SessionOptions(
            session_plan=session_plan,
            patient_dir=patient_dir,
            simulated=True,
            watch=watch,
            camera="body" if camera else "",
            page=page,
            patient=patient,
            lead_s=lead_s,
        ),
    )


def _shown(session_plan: SessionPlan) -> SessionPlan:
    """Return the session_plan with the camera's picture shown, which is of nobody."""
    plan = replace(session_plan.plan, camera=CameraUse(picture=True))
    return replace(session_plan, plan=plan)


@dataclass
class _Demo:
    """Says how the session goes, and opens its page."""

    seconds: float
    headless: bool
    begin_ns: int
    opener: PageOpener
    _said_s: int = 0

    def poll(self, supervisor: Supervisor) -> None:
        self.opener(supervisor)
        if self.headless:
            self._say_time()

    def _say_time(self) -> None:
        """Say from time to time that the session goes on."""
        elapsed_s = (now_ns() - self.begin_ns) * 1e-9
        if self._said_s + EVERY_S <= elapsed_s < self.seconds:
            self._said_s = round(elapsed_s)
            say(f"{self._said_s} of {self.seconds:.0f} s")


def _print(pairs: list[Pair], true: int, latency: dict[str, Any]) -> None:
    columns = ["range", "tempo", "similarity", "cue", "truth"]
    holding = any(pair.feedback.held_s is not None for pair in pairs)
    if holding:
        columns.insert(2, "held")
    table = Table("", *columns, title="Simulated patient")
    for pair in pairs:
        feedback, truth = pair.feedback, pair.truth
        judgement = feedback.judgement
        table.add_row(
            str(feedback.number),
            "–" if judgement is None else f"{judgement.rom_deg:.0f}°",
            f"{feedback.tempo_s:.1f} s",
            *([f"{feedback.held_s or 0.0:.1f} s"] * holding),
            "–" if judgement is None else f"{judgement.similarity:.2f}",
            feedback.cue,
            "none" if truth is None else _truth_words(truth, holding=holding),
        )
    show(table)
    found = sum(pair.truth is not None for pair in pairs)
    say(f"{found} of {true} repetitions found, {len(pairs) - found} invented.")
    show(latency_table(latency))


def _truth_words(truth: TrueRepetition, *, holding: bool) -> str:
    how = (truth.impairment or "good").replace("_", " ")
    held = f", held {truth.hold_s:.1f} s" if holding else ""
    return f"{truth.rom_deg:.0f}°{held}, {how}"


def latency_table(latency: dict[str, Any]) -> Table:
    """Return the latencies of a session as a table in milliseconds."""
    table = Table("milliseconds", "n", "p50", "p95", "p99", title="Latency inside this machine")
    rows = {f"packet or frame → {name}": row for name, row in latency["end_to_end"].items()}
    for stage, figures in latency["stages"].items():
        rows |= {f"{stage}: {part}": figures.get(part) for part in DURATIONS}
    for name, row in rows.items():
        if row is not None:
            values = (f"{row[key]:.2f}" for key in ("p50", "p95", "p99"))
            table.add_row(name, str(row["n"]), *values)
    for delay in latency.get("algorithmic_delay", ()):
        if delay["ms"] is not None:
            table.add_row(f"by design: {delay['name']}", "", f"{delay['ms']:.2f}", "", "")
    return table
