"""A program in the patient's place at the page: for the demo, the benchmarks and the tests."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

from edge.bus.clock import now_ns
from edge.core.messages.exercise import Action, Command
from edge.processes.options import SIMULATION_LEAD_S, SessionOptions, simulation_begin_ns
from edge.runtime.supervisor import Supervisor
from edge.session.live import LiveSession
from edge.session.running import keep_running
from edge.simulation.patient import SimulatedPatient


class Driver:
    """Presses Start as soon as the session runs, and ends it when the simulated patient is done.

    A context manager inside the one of the running session.

    Attributes:
        begin_ns: host time at which the simulated patient's clock reads zero.
    """

    def __init__(self, supervisor: Supervisor, lead_s: float = SIMULATION_LEAD_S) -> None:
        """Join the session of `supervisor` and start its first exercise.

        Args:
            supervisor: of the running session.
            lead_s: as in the session's options.
        """
        self.begin_ns = simulation_begin_ns(supervisor.began_ns, lead_s)
        self._supervisor = supervisor
        self._ports = supervisor.join("driver")
        self._seq = count()
        self.press("start", exercise=0)

    def press(self, action: Action, *, exercise: int | None = None) -> None:
        """Send what the page would send if the patient pressed that button now."""
        at_ns = now_ns()
        self._ports.send(
            Command(
                seq=next(self._seq),
                sensor_ns=at_ns,
                host_ns=at_ns,
                action=action,
                exercise=exercise,
            )
        )

    def drive(
        self,
        seconds: float | None = None,
        polled: Callable[[Supervisor], None] = lambda _: None,
    ) -> None:
        """Keep the session running until its `stop` is set, or the patient's time is over.

        Args:
            seconds: of the simulated patient's time; None ends by `stop` alone.
            polled: called again and again meanwhile.
        """

        def each(supervisor: Supervisor) -> None:
            polled(supervisor)
            if seconds is not None and now_ns() > self.begin_ns + round(seconds * 1e9):
                supervisor.stop.set()

        keep_running(self._supervisor, each)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Leave the session, which may go on."""
        self._ports.close(1.0)


def simulated_session(
    patient: SimulatedPatient,
    folder: Path,
    *,
    repetitions: int,
    camera: str = "",
    lead_s: float = SIMULATION_LEAD_S,
) -> LiveSession:
    """Return a session of a simulated patient with a virtual watch.

    Args:
        patient: who does it.
        folder: where the session, and what is known of the patient, is kept.
        repetitions: that the plan asks for.
        camera: as on the command line; "" for none.
        lead_s: how much later than the session the patient begins.
    """
    return LiveSession(
        session_dir=folder / "session",
        options=SessionOptions(
            session_plan=patient.session_plan(repetitions),
            patient_dir=folder,
            simulated=True,
            watch="virtual",
            camera=camera,
            patient=patient,
            lead_s=lead_s,
        ),
    )
