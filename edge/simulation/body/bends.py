"""Patients who bend their trunk exactly as far as they are told, for what the camera measures."""

from dataclasses import replace
from typing import Final

import numpy as np
from scipy.optimize import brentq

from edge.avatar.kinematics import joint_positions
from edge.core.exercises import Side, trunk_extension, trunk_flexion
from edge.posture.angle_bins import Direction
from edge.simulation.body.errors import BodyError
from edge.simulation.body.movements import joint_angles
from edge.simulation.body.patient import PARAMETER_BOUNDS, PatientSettings, draw_patient
from edge.simulation.body.render_truth import true_spine_angle_deg
from edge.simulation.body.trajectory import Drive

_BEND_STREAM: Final = 7
"""Stream of random numbers of a seed; `edge.simulation.body` uses 0–6 elsewhere."""


def bending_patient(
    *, seed: int, direction: Direction, depth_deg: float, side: Side = "right"
) -> PatientSettings:
    """Return the person of that seed, who bends until the spine angle is `depth_deg` from 180°.

    Persons differ more than those of `draw_patient`: in the lumbar and thoracic shares of the bend,
    so that some backs bend in the middle and others at the hips, in the length of the legs, and in
    pace, because people with low-back pain bend more slowly (Marras & Wongsam, Arch Phys Med
    Rehabil 67, 1986).

    Args:
        seed: the person.
        direction: forward or backward.
        depth_deg: largest departure of `edge.simulation.body.render_truth` from upright.
        side: the arm that wears the watch.

    Raises:
        BodyError: the body cannot bend so far, or so little.
    """
    exercise = (trunk_flexion if direction == "forward" else trunk_extension).EXERCISE.name
    rng = np.random.default_rng([seed, _BEND_STREAM])
    patient = replace(
        draw_patient(exercise=exercise, side=side, seed=seed),
        rom_variability=0.0,
        leg_share=rng.uniform(0.472, 0.51),
        lumbar_share=rng.uniform(0.22, 0.55),
        thoracic_share=rng.uniform(0.06, 0.3),
        outward_s=rng.uniform(1.4, 2.4),
        returning_s=rng.uniform(1.5, 2.6),
    )
    bounds = PARAMETER_BOUNDS["rom_deg"]
    least_deg, most_deg = (
        _depth_deg(replace(patient, rom_deg=rom_deg)) for rom_deg in (bounds.low, bounds.high)
    )
    if not least_deg <= depth_deg <= most_deg:
        raise BodyError(
            f"depth_deg is {depth_deg:g}",
            remedy=f"give a value from {least_deg:.0f} to {most_deg:.0f}",
        )
    rom_deg = brentq(
        lambda rom_deg: _depth_deg(replace(patient, rom_deg=rom_deg)) - depth_deg,
        bounds.low,
        bounds.high,
        xtol=1e-4,
    )
    return replace(patient, rom_deg=rom_deg)


def _depth_deg(patient: PatientSettings) -> float:
    """Return how far from 180° the spine angle is at the far end of a correct repetition."""
    zero, one = np.zeros(1), np.ones(1)
    drive = Drive(
        progress=one,
        move_deg=patient.rom_deg * one,
        lean_deg=zero,
        cross_deg=zero,
        roll_deg=zero,
        sway_forward_deg=zero,
        sway_side_deg=zero,
        breath_deg=zero,
    )
    joints_m = joint_positions(joint_angles(patient, drive), patient.skeleton)
    return float(abs(true_spine_angle_deg(joints_m)[0] - 180.0))
