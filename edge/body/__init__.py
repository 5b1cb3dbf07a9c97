"""The simulated patient: a body with known joint angles, and what a watch on its wrist reads."""

from edge.body.errors import BodyError
from edge.body.patient import PARAMETER_BOUNDS, PatientSettings, draw_patient
from edge.body.profiles import PROFILES, Profile
from edge.body.rules import IMPAIRMENTS, Impairment, impairment_of
from edge.body.session import SimulatedSession, TrueRepetition
from edge.body.simulate import simulate_anchor, simulate_session

__all__ = [
    "IMPAIRMENTS",
    "PARAMETER_BOUNDS",
    "PROFILES",
    "BodyError",
    "Impairment",
    "PatientSettings",
    "Profile",
    "SimulatedSession",
    "TrueRepetition",
    "draw_patient",
    "impairment_of",
    "simulate_anchor",
    "simulate_session",
]
