"""The few words in which exercises are defined: sides, languages, places of the watch, joints."""

from typing import Final, Literal

Side = Literal["left", "right"]

LanguageCode = Literal["en", "de"]
"""Languages in which a patient can be spoken to."""

LimbName = Literal["arm", "trunk", "leg"]
"""The part of the body that an exercise moves, as a drawing shows it."""

Worn = Literal["wrist", "shank"]
"""Where the watch is worn: on the wrist, or on the outside of the shank above the ankle."""

SEGMENTS: Final[dict[Worn, tuple[str, str]]] = {
    "wrist": ("elbow", "wrist"),
    "shank": ("knee", "ankle"),
}
"""The segment that turns the watch, from its joint to the end at which the watch is worn."""

ARM_JOINTS: Final[tuple[str, ...]] = (
    "trunk_flexion",
    "trunk_lateral",
    "shoulder_plane",
    "shoulder_elevation",
    "shoulder_axial",
    "elbow_flexion",
    "forearm_supination",
)
"""Joint angles between the room and a watch on the wrist, in the conventions of
`edge.avatar.kinematics`; the trunk's, to the front and to the left, are its whole bend against the
vertical."""

LEG_JOINTS: Final[tuple[str, ...]] = (
    "thigh_forward",
    "thigh_outward",
    "knee_extension",
    "shank_rotation",
)
"""Joint angles between the room and a watch on the shank, in the same conventions: how far thigh
and knee have left the legs on which the body stands or sits."""
