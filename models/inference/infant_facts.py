"""What an ensemble of infants' networks is compared with: thresholds, ranges, references.

One file beside the networks, `infant.ensemble`, written by their export and read with them.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from edge.posture.infant.limb_motion import UsualFigure
from edge.posture.infant.motion_reference import MotionReference
from edge.records.codec import FileCodec
from edge.records.errors import RecordsError
from models.inference.errors import CatalogError

FACTS: Final = "infant.ensemble"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopSet:
    """The joints that one explanation found to matter in one risk group.

    Attributes:
        explanation: `cam` or `gradcam`.
        group: `very_low` or `very_high`.
        windows: in which they were found.
        joints: on top by both votes.
        doubtful: importances were all alike, or no knee was confirmed.
    """

    explanation: str
    group: str
    windows: int
    joints: tuple[int, ...]
    doubtful: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InfantFacts:
    """What was found of an ensemble on the infants of its calibration.

    Attributes:
        threshold: of the risk.
        threshold_source: how it was found.
        cam_threshold: of attributions by CAM.
        gradcam_threshold: of those by Grad-CAM.
        trained_share: of abnormal infants in the training.
        hand_speed: lowest and highest median speed of the wrists, trunk lengths per second.
        infants: of the calibration.
        simulated: nobody of them is real.
        low: motion of windows at very low risk.
        high: motion of windows at very high risk.
        top: the joints that matter, by explanation and group.
        bone_lengths: (19,) median lengths by child, in trunk lengths; empty in the files of
            ensembles that were exported before they were kept.
        usual: figures of movement of the calibration's normal infants; empty likewise.
    """

    threshold: float
    threshold_source: str
    cam_threshold: float
    gradcam_threshold: float
    trained_share: float
    hand_speed: tuple[float, float]
    infants: int
    simulated: bool
    low: MotionReference
    high: MotionReference
    top: tuple[TopSet, ...]
    bone_lengths: tuple[float, ...] = ()
    usual: tuple[UsualFigure, ...] = ()

    @classmethod
    def read(cls, folder: Path) -> "InfantFacts":
        """Return the facts of an ensemble's folder.

        Raises:
            CatalogError: the file is missing, or none of these.
        """
        path = folder / FACTS
        try:
            return _CODEC.value(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise CatalogError(
                f"{path} cannot be read: {error.strerror}",
                remedy="give a folder written by 'physio models export infant'",
            ) from error
        except RecordsError as error:
            raise CatalogError(f"{path} is not what belongs there: {error}") from error

    def write(self, folder: Path) -> None:
        """Write the facts into an ensemble's folder."""
        text = json.dumps(_CODEC.row(self), indent=1, ensure_ascii=False)
        (folder / FACTS).write_text(text + "\n", encoding="utf-8")


_CODEC: Final = FileCodec(
    InfantFacts,
    noun="ensemble of infants' networks",
    remedy="export it again",
    error=RecordsError,
    schema=None,
)
