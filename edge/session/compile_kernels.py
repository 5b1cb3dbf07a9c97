"""Compiles everything once, after installation: `python -m edge.session.compile_kernels`."""

from edge.core.exercises import EXERCISES
from edge.simulation.patient import SimulatedPatient
from edge.stages.warmup import warm_up, warm_up_alignment


def main() -> None:
    """Compile all that the stages use, with a simulated patient's anchor."""
    patient = SimulatedPatient(
        exercise=next(iter(EXERCISES)), side="right", profile="mixed", seconds=30.0, seed=0
    )
    warm_up(patient.session_plan(5))
    warm_up_alignment()


if __name__ == "__main__":
    main()
