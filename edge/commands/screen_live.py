"""`physio screen low-back --camera …`: somebody is guided by a page, and bends before a camera."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from edge.core.exercises import LanguageCode
from edge.core.messages.camera import CameraStatus
from edge.core.messages.screening import ScreeningAnswer, ScreeningEnd, ScreeningProgress
from edge.page.settings import PageSettings
from edge.processes.bend_networks import NetworkKind, network_names, networks_named
from edge.processes.screening_options import ScreeningOptions
from edge.records.patient_store import new_session_dir
from edge.records.screening_metadata import ScreeningMetadata
from edge.runtime.supervisor import Supervisor
from edge.session.errors import SessionError
from edge.session.live_screening import LiveScreening
from edge.session.screening_files import PAGE, result_in
from edge.session.served_page import PageOpener, page_settings
from edge.simulation.low_back.persons import CohortSettings, Person, draw_cohort
from edge.sources.camera import camera_name
from edge.sources.camera_device import check_camera
from edge.terminal.output import say, write_json
from edge.wording.language import Language
from edge.wording.languages import language_named
from edge.wording.screening import trouble_sentence

_ENDS: Final[Mapping[ScreeningEnd, str]] = {
    "long": "There were not enough bends within ten minutes; it is answered with what there is.",
    "over": "The camera's film is over; it is answered with what there is.",
}
_PEOPLE: Final = 4
"""The smallest cohort out of which somebody simulated is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """A screening before a camera, as it is asked for.

    Attributes:
        camera: as it is named on the command line.
        out: where page and JSON go.
        code: of the person; empty for none.
        language: of the page.
        headless: it begins at once, opens no browser, and ends with its answer.
        seed: of a simulated person.
    """

    camera: str
    out: Path
    code: str
    language: LanguageCode
    headless: bool
    seed: int


def screen_live(
    live: Live,
    network: NetworkKind | None,
    zoo: Path,
    scores: Mapping[str, float],
    *,
    port: int,
    lan: bool,
    json: Path | None,
) -> None:
    """Run a screening and write its answer.

    Raises:
        SourceError: there is no such camera, or another program uses it.
        CatalogError: there is no network to ask.
        SessionError: it ended without an answer that was to come by itself.
    """
    networks = networks_named(network, zoo)
    name = camera_name(live.camera)
    check_camera(name)
    page = page_settings(port=port, lan=lan)
    simulated = name.kind == "body"
    person = _simulated(live.seed) if simulated else None
    session = LiveScreening(
        session_dir=new_session_dir(live.out),
        out=live.out,
        options=ScreeningOptions(
            camera=live.camera,
            metadata=ScreeningMetadata(
                simulated=simulated,
                camera=live.camera,
                network=network or "",
                networks=network_names(networks),
                scores=scores,
                made_on=date.today(),
            ),
            network=network,
            zoo=zoo,
            code=live.code,
            language=live.language,
            page=page,
            person=person,
        ),
    )
    words = language_named(live.language)
    narrator = _Narrator(live, page)
    begins = live.headless or bool(live.code)
    session.run(begins=begins, until_answered=live.headless, polled=narrator)
    answer = session.outcome.answer
    if answer is not None:
        _say(answer, live.out, words)
    say(f"Recorded in {session.session_dir}")
    write_json(_result(answer, session.session_dir, simulated=simulated), json)
    session.outcome.check()
    if answer is None and live.headless:
        raise SessionError("it was ended before there was an answer")


def _simulated(seed: int) -> Person:
    return draw_cohort(CohortSettings(task="mi-mci", persons=_PEOPLE, seed=seed))[0]


def _say(answer: ScreeningAnswer, out: Path, words: Language) -> None:
    if answer.end in _ENDS:
        say(_ENDS[answer.end])
    for line in answer.sentences:
        say(line)
    say(f"{result_in(answer)['note']} {out / PAGE}")


def _result(answer: ScreeningAnswer | None, folder: Path, *, simulated: bool) -> dict[str, Any]:
    found = {"answered": False} if answer is None else result_in(answer)
    ended = None if answer is None else answer.end
    return {**found, "ended": ended, "session": folder, "simulated": simulated}


class _Narrator:
    """Opens the page once, and says how a headless screening goes."""

    def __init__(self, live: Live, page: PageSettings) -> None:
        self._live = live
        self._opener = PageOpener(
            page, "The page: {url}  (Ctrl-C ends the screening)", browser=not live.headless
        )
        self._said: object = None
        self._trouble = ""

    def __call__(self, supervisor: Supervisor) -> None:
        """Look at what is new."""
        self._opener(supervisor)
        self._tell_trouble(supervisor.newest(CameraStatus))
        if self._live.headless:
            self._tell_progress(supervisor.newest(ScreeningProgress))

    def _tell_trouble(self, camera: CameraStatus | None) -> None:
        trouble = "" if camera is None else camera.trouble
        if trouble and trouble != self._trouble:
            say(trouble)
        self._trouble = trouble

    def _tell_progress(self, progress: ScreeningProgress | None) -> None:
        if progress is None or progress.phase != "bending":
            return
        words = language_named(self._live.language)
        said = (progress.forward, progress.backward, progress.troubles)
        if said != self._said:
            self._said = said
            say(
                words.say(
                    "bending.so_far",
                    forward=progress.forward,
                    backward=progress.backward,
                    wanted=progress.wanted,
                )
            )
            for trouble in progress.troubles:
                say(f"  {trouble_sentence(trouble, words)}")
