"""What the processes of one screening must know, decided before the first of them starts."""

from dataclasses import dataclass, field
from pathlib import Path

from edge.core.exercises.terms import LanguageCode
from edge.machine.file_layer import FILES, FileLayer
from edge.page.settings import PageSettings
from edge.processes.bend_networks import NetworkKind, networks_named
from edge.processes.options import SIMULATION_LEAD_S
from edge.records.screening_metadata import ScreeningMetadata
from edge.report.screening_answer import AnswerMaker
from edge.simulation.low_back.persons import Person
from edge.sources.camera import Camera
from edge.sources.camera_bends import BendCamera
from models.inference.card import ZOO


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningOptions:
    """One screening as its processes are told of it.

    Attributes:
        camera: as it is named on the command line.
        metadata: what the recording says about it.
        network: the kind of the networks that are asked; None for all.
        zoo: where these are.
        code: of the person, as far as it is known before; may be empty.
        language: of the page, until another is chosen.
        page: where the page is served, and to whom.
        person: who bends before a simulated camera; None for nobody.
        files: what the disk does.
        lead_s: how much later than the first process a simulated person begins.
    """

    camera: str
    metadata: ScreeningMetadata
    network: NetworkKind | None = None
    zoo: Path = ZOO
    code: str = ""
    language: LanguageCode = "en"
    page: PageSettings = field(default_factory=lambda: PageSettings(port=0))
    person: Person | None = None
    files: FileLayer = FILES
    lead_s: float = SIMULATION_LEAD_S

    @property
    def keeps_recording(self) -> bool:
        """The recording stays on the disk: landmarks and the outlines of backs, no picture."""
        return True

    def simulated_camera(self, begin_ns: int) -> Camera:
        """Return the camera that sees the simulated person from that host time on.

        Raises:
            ValueError: nobody is simulated.
        """
        if self.person is None:
            raise ValueError("a simulated camera needs a simulated person")
        return BendCamera(self.person, begin_ns)


def answer_maker(
    network: NetworkKind | None, zoo: Path, metadata: ScreeningMetadata
) -> AnswerMaker:
    """Return what asks the networks about whom the metadata name.

    Raises:
        CatalogError: there is none, or one cannot be loaded.
    """
    return AnswerMaker(
        networks=networks_named(network, zoo),
        scores=metadata.scores,
        made_on=metadata.made_on,
        simulated=metadata.simulated,
    )
