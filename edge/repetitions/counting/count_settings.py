"""The few numbers behind counting; none belongs to an exercise."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CountSettings:
    """How repetitions are distinguished from what is around them.

    Losses are relative: the squared difference between the movement and the template, over the
    movement's own energy; 0 is the same movement again, 2 is an unrelated one.

    Attributes:
        rate_hz: working rate; a repetition of half a second still has ten samples.
        cutoff_hz: what is faster than this is tremor or a knock.
        shortest_s: shortest template that is looked for; it spots repetitions half as long.
        longest_s: longest.
        lengths: how many template lengths are tried between them, evenly in proportion.
        exemplars: how many places of the recording are tried as first template of each length.
        rounds: how often a template is averaged from what it found and spots again.
        phases: at how many points of the cycle the template is tried to begin.
        background: loss above which no repetition is seen inside a set.
        stiffness: cost of a sample by which the tempo departs from the template's, as a share of
            the template's energy.
        shorter_share: the shortest cycle that explains this share of what the best one explains
            is the repetition; longer ones are several repetitions.
        alternating: how alike the accelerations of the two halves of a cycle are when it is two
            repetitions, left and right. Out and back are mostly opposite (below 0).
        turning_back: and how alike their rotations are at least; out and back are opposite.
        least_explained: share of the recording's time that repetitions must explain.
        least_energy: energy of a template, relative to the sensors' noise, below which nothing
            moved.
        outsider_scale: with `outsider_power` the dissimilarity (1 − correlation) at which the first
            or last repetition is set-up movement: scale × usual dissimilarity ** power.
        outsider_power: the power in that dissimilarity.
        outsider_size: so is one whose size departs from the usual by more than this factor.
    """

    rate_hz: float = 20.0
    cutoff_hz: float = 4.0
    shortest_s: float = 0.55
    longest_s: float = 10.0
    lengths: int = 12
    exemplars: int = 6
    rounds: int = 3
    phases: int = 8
    background: float = 1.3
    stiffness: float = 0.08
    shorter_share: float = 0.73
    alternating: float = 0.35
    turning_back: float = -0.25
    least_explained: float = 0.05
    least_energy: float = 0.25
    outsider_scale: float = 1.65
    outsider_power: float = 0.7
    outsider_size: float = 2.0


COUNT_SETTINGS = CountSettings()
