"""The words that belong to one exercise, in one language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseWords:
    """What an exercise is called and how its parts are spoken of.

    Attributes:
        title: what the patient reads.
        part: the body part that moves, as in "your arm"; in German a masculine noun without its
            article, as in "Ihr Arm" and "Ihren Arm".
        farther: imperative for more range, as in "Raise your arm higher".
        nearer: imperative for less range.
        outward: what is done on the way out, as in "while raising"; in German as in "beim Heben".
        returning: what is done on the way back, as in "while lowering"; in German as in
            "beim Senken".
        way_out: the way out as a place, as in "on the way up".
        way_back: the way back as a place.
        pointer: what shows how the limb is turned about itself, as in "turn your thumb"; in German
            a masculine noun, as in "Ihren Daumen".
        lean: imperative for a trunk that takes over; empty where the trunk may move.
        seen_from: from where the drawn figures are seen, as in "seen from behind".
        assumed: what the figures take for granted because a watch cannot tell it, completing
            "Taken for granted: …".
    """

    title: str
    part: str
    farther: str
    nearer: str
    outward: str
    returning: str
    way_out: str
    way_back: str
    pointer: str
    lean: str = ""
    seen_from: str
    assumed: str
