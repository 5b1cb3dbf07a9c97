"""What the processes of one session must know, decided before the first of them starts."""

import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from edge.core.constants import SILENCE_ENDS_S
from edge.machine.file_layer import FILES, FileLayer
from edge.page.settings import PageSettings
from edge.processes.comparison_networks import networks_here
from edge.records.session_facts import SessionHead
from edge.records.session_metadata import SessionMetadata
from edge.records.session_plan import SessionPlan
from edge.runtime.context import SessionContext
from edge.signals.camera_place import CameraPlace
from edge.simulation.patient import SimulatedPatient
from edge.sources.camera import Camera
from edge.sources.camera_body import BodyCamera
from edge.sources.watch import told_watch
from firmware_bridge.playback import Faults

SIMULATION_LEAD_S: Final = 3.0
"""The simulated patient begins this long after the first process starts, when all are at work."""
MOST_LEAD_S: Final = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOptions:
    """One session as its processes are told of it.

    Attributes:
        session_plan: what the session is judged by.
        patient_dir: folder of the patient.
        simulated: the watch is not on a person.
        watch: the watch as it is named on the command line.
        camera: the camera, in the same way; "" for none.
        page: where the page is served, and to whom.
        patient: who wears a simulated watch and stands before a simulated camera; None for nobody.
        samples_per_packet: of a simulated watch.
        files: what the disk does, to the recorder and at the session's beginning and end.
        faults: of a simulated watch and its radio.
        lead_s: see `simulation_begin_ns`.
        silence_ends_s: a watch that is not heard for this long ends the session.
        session_id: UUID of the session.
        head: what the record for the therapist's hub says of the session's beginning; None where
            nothing is sent.
        camera_place: where the camera stood when it was calibrated; None where it was not.
    """

    session_plan: SessionPlan
    patient_dir: Path
    simulated: bool
    watch: str
    camera: str = ""
    page: PageSettings = field(default_factory=lambda: PageSettings(port=0))
    patient: SimulatedPatient | None = None
    samples_per_packet: int = 1
    files: FileLayer = FILES
    faults: Faults = field(default_factory=Faults)
    lead_s: float = SIMULATION_LEAD_S
    silence_ends_s: float = SILENCE_ENDS_S
    session_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    head: SessionHead | None = None
    camera_place: CameraPlace | None = None

    @property
    def metadata(self) -> SessionMetadata:
        """What the session's recording says about it."""
        return SessionMetadata(
            session_plan=self.session_plan,
            simulated=self.simulated,
            watch=told_watch(self.watch),
            networks=networks_here(),
            session_id=self.session_id,
        )

    @property
    def keeps_recording(self) -> bool:
        """Whether the recording stays on the disk."""
        return self.session_plan.plan.store.recording

    def simulated_camera(self, begin_ns: int) -> Camera:
        """Return the camera that sees the simulated patient from that host time on.

        Raises:
            ValueError: nobody is simulated.
        """
        return BodyCamera(self.simulated_patient, begin_ns)

    @property
    def simulated_patient(self) -> SimulatedPatient:
        """Who is simulated.

        Raises:
            ValueError: nobody is.
        """
        if self.patient is None:
            raise ValueError("a simulated watch or camera needs a simulated patient")
        return self.patient


class Metadata(Protocol):
    """What a recording says about its session."""

    def strings(self) -> dict[str, str]:
        """Return it as a recording carries it."""


class RecordedOptions(Protocol):
    """What must be known of a session to record it."""

    @property
    def keeps_recording(self) -> bool:
        """Whether the recording stays on the disk."""

    @property
    def metadata(self) -> Metadata:
        """What the recording says about the session."""

    @property
    def files(self) -> FileLayer:
        """What the disk does."""


def recording_dir(context: SessionContext) -> Path:
    """Return where the session is recorded: in memory only where no recording is to be kept.

    The restarted processes of the session need one all the same.
    """
    options: RecordedOptions = context.options
    return context.session_dir if options.keeps_recording else context.run_dir / "recording"


def lead_on(slowness: float) -> float:
    """Return after how long all processes are at work on a machine that is so many times slower."""
    return min(SIMULATION_LEAD_S * slowness, MOST_LEAD_S)


def simulation_begin_ns(began_ns: int, lead_s: float = SIMULATION_LEAD_S) -> int:
    """Return the host time at which the simulated patient's clock reads zero.

    Args:
        began_ns: host time just before the session's first process was started.
        lead_s: how much later the patient begins.
    """
    return began_ns + round(lead_s * 1e9)
