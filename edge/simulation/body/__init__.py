"""The simulated patient: a body with known joint angles, and what a watch on its wrist reads."""

from edge.simulation.body.errors import BodyError
from edge.simulation.body.patient import PARAMETER_BOUNDS, PatientSettings, draw_patient
from edge.simulation.body.profiles import PROFILES, Profile, RepetitionPlan
from edge.simulation.body.rules import IMPAIRMENTS, Impairment, impairment_of
from edge.simulation.body.session import SimulatedSession, TrueRepetition
from edge.simulation.body.simulate import simulate_anchor, simulate_plans, simulate_session

__all__ = [
    "IMPAIRMENTS",
    "PARAMETER_BOUNDS",
    "PROFILES",
    "BodyError",
    "Impairment",
    "PatientSettings",
    "Profile",
    "RepetitionPlan",
    "SimulatedSession",
    "TrueRepetition",
    "draw_patient",
    "impairment_of",
    "simulate_anchor",
    "simulate_plans",
    "simulate_session",
]
