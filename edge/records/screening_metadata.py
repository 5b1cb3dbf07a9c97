"""What the recording of a screening carries besides its messages, so that it can be replayed.

In the file it is a table of strings: `screening` (which one), `simulated` ("yes" or "no"),
`camera`, `network` (the kind that was asked, "" for all), `networks` (name and SHA-256, one a
line), `scores` (JSON) and `made_on`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from edge.bus.errors import CodecError
from edge.bus.json_values import parse_json
from edge.records.errors import RecordingError

KEY: Final = "screening"
LOW_BACK: Final = "low-back"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningMetadata:
    """What was asked about whom.

    Attributes:
        simulated: nobody stood before the camera.
        camera: as it was named on the command line.
        network: the kind of the networks that were asked; "" for all.
        networks: name and SHA-256 of each.
        scores: questionnaires by the names of their figures.
        made_on: the date on the page.
    """

    simulated: bool
    camera: str
    network: str
    networks: tuple[str, ...]
    scores: Mapping[str, float]
    made_on: date

    @classmethod
    def read(cls, strings: Mapping[str, str]) -> Self:
        """Return what the strings in a recording say.

        Raises:
            RecordingError: they are damaged.
        """
        try:
            scores = parse_json(strings["scores"])
            return cls(
                simulated=strings["simulated"] == "yes",
                camera=strings["camera"],
                network=strings["network"],
                networks=tuple(strings["networks"].splitlines()),
                scores={str(name): float(score) for name, score in scores.items()},
                made_on=date.fromisoformat(strings["made_on"]),
            )
        except (CodecError, KeyError, ValueError, TypeError, AttributeError) as error:
            raise RecordingError(
                f"what it says about the screening is damaged ({error!r})"
            ) from error

    def strings(self) -> dict[str, str]:
        """Return what a recording carries; `read` gives it back."""
        return {
            KEY: LOW_BACK,
            "simulated": "yes" if self.simulated else "no",
            "camera": self.camera,
            "network": self.network,
            "networks": "\n".join(self.networks),
            "scores": json.dumps(dict(self.scores)),
            "made_on": self.made_on.isoformat(),
        }


def is_screening(strings: Mapping[str, str]) -> bool:
    """Tell whether a recording with those strings is of a screening."""
    return KEY in strings
