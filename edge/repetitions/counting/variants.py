"""The last look: the movement alone, without its rests, in other tempos and sizes."""

from dataclasses import replace

import numpy as np

from edge.core.arrays import Floats
from edge.repetitions.counting import kernels
from edge.repetitions.counting.count_settings import CountSettings
from edge.repetitions.counting.scaled_motion import ScaledMotion, between_rests
from edge.repetitions.counting.shape_kernels import energy_of, stretched
from edge.repetitions.counting.template import Spotting, idle_costs

_TEMPOS = (0.5, 0.7, 1.0, 1.4)
_SIZES = (0.6, 1.0)
_SHORTEST_SHARE, _LONGEST_SHARE = 0.7, 1.5


def with_variants(motion: ScaledMotion, spotting: Spotting, settings: CountSettings) -> Spotting:
    """Return all repetitions of the movement, the quick and the small ones too."""
    core = _core(motion, spotting)
    rest = (core[0] + core[-1]) / 2
    bank = [
        stretched(rest + size * (core - rest), max(4, round(tempo * len(core))))
        for size in _SIZES
        for tempo in _TEMPOS
    ]
    energies = np.array([energy_of(template) for template in bank])
    energy = energy_of(core)
    activity = motion.activity(len(core))
    idle = idle_costs(core, activity, settings.background)
    total, start, end, _ = kernels.spot(
        motion.z,
        np.concatenate(bank),
        np.cumsum([0, *map(len, bank)]),
        settings.stiffness * energies,
        idle,
        _SHORTEST_SHARE,
        _LONGEST_SHARE,
    )
    if len(start) < spotting.count:
        return spotting
    sums = np.concatenate([[0.0], np.cumsum(idle)])
    loss = (total[end] - total[start]) / (sums[end] - sums[start])
    return replace(
        spotting,
        template=core,
        start=start,
        end=end,
        loss=loss,
        activity=activity,
        stiffness=settings.stiffness * energy,
    )


def _core(motion: ScaledMotion, spotting: Spotting) -> Floats:
    """Return the template without the rest at its ends."""
    moments = motion.moments()
    usual = np.zeros(len(spotting.template))
    for a, b in zip(spotting.start, spotting.end, strict=True):
        usual += np.interp(np.linspace(a, b - 1, len(usual)), np.arange(a, b), moments[a:b])
    return spotting.template[between_rests(usual)]
