"""A small MOVEXor with random weights, and what PyTorch and captum say about one toy person.

`python -m tests.models.low_back_toy` writes both anew, in the environment of `make train`.
"""

import json
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from models.inference.card import BendInputs
from tests.models.bending import back

FOLDER: Final = Path(__file__).parents[1] / "data" / "low_back"
NAME: Final = "toy"
GOLDEN: Final = Path(__file__).with_name("golden_low_back.json")
MASKS: Final = 6
COUNT: Final = 9
STREAMS: Final = (9,)


def person() -> tuple[NDArray[np.uint8], Floats]:
    """Return masks (6, 96, 96) and figures (9,) of a toy person."""
    rng = np.random.default_rng(12)
    masks = np.stack([back(96, height, rng) for height in np.linspace(0.3, 0.7, MASKS)])
    return masks, 4.0 + 3.0 * rng.normal(size=COUNT)


def bend_inputs() -> BendInputs:
    """Return what the toy takes."""
    return BendInputs(
        groups=("EP", "FP"),
        directions=("backward",),
        mask_px=64,
        figures=tuple(f"backward.angle.F{k}" for k in range(COUNT)),
        means=(4.0,) * COUNT,
        lowest=(-5.0,) * COUNT,
        highest=(13.0,) * COUNT,
        parts=("images", "backward.angle"),
    )


def write() -> None:
    """Write the network, its card, and the golden values."""
    import torch  # noqa: PLC0415
    from captum.attr import IntegratedGradients, LayerGradCam  # noqa: PLC0415

    from models.export.low_back import export_low_back  # noqa: PLC0415
    from models.inference.low_back import shrunk  # noqa: PLC0415
    from models.networks.low_back import LowBackNetwork, LowBackSettings  # noqa: PLC0415
    from models.networks.resnet import as_deployed  # noqa: PLC0415

    torch.manual_seed(7)
    settings = LowBackSettings(kind="movexor", streams=STREAMS, width=4)
    network: Any = LowBackNetwork(settings)
    network.standardised.learn(4.0 + 3.0 * torch.randn(40, COUNT))
    # Running means and spreads that are not those of the start.
    network.train()
    for _ in range(20):
        network(torch.rand(4, 5, 64, 64).round(), 4.0 + 3.0 * torch.randn(4, COUNT))
    network = as_deployed(network)
    own = bend_inputs()
    export_low_back(network, NAME, own, FOLDER, trained_on=())
    masks, figures = person()
    pictures = torch.from_numpy(shrunk(masks, own.mask_px)).float()[:, None] / 255.0
    row = torch.from_numpy(figures).float()[None]

    def of_pictures(seen: torch.Tensor) -> torch.Tensor:
        return network(seen[:, 0][None], row)

    def of_figures(rows: torch.Tensor) -> torch.Tensor:
        return network(pictures[:, 0][None].expand(len(rows), -1, -1, -1), rows)

    logit = float(network(pictures[:, 0][None], row))
    side = 1.0 if logit > 0.0 else -1.0
    maps = {
        name: side * LayerGradCam(of_pictures, getattr(network.backbone, name)).attribute(pictures)
        for name in ("layer3", "layer4")
    }
    means = torch.full((1, COUNT), 4.0)
    attribution = IntegratedGradients(of_figures).attribute(
        row, means, n_steps=50, method="riemann_middle"
    )
    golden = {
        "logit": logit,
        "weights": network.answer(network.codes(pictures[:, 0][None]), row)[1][0].tolist(),
        "attribution": attribution[0].tolist(),
        **{name: own[:, 0].clamp(min=0.0).tolist() for name, own in maps.items()},
    }
    GOLDEN.write_text(json.dumps(golden), encoding="utf-8")


if __name__ == "__main__":
    write()
