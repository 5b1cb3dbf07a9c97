"""Writes what captum makes of the committed network, for a test that needs no PyTorch.

`python -m benchmarks.explain.captum_golden tests/explain/golden_snn.json`, with PyTorch (`make
train`), where the exported weights lie in `benchmarks.explain.captum_peer.WEIGHTS`.
"""

import json
import sys
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch

from benchmarks.explain.captum_peer import WEIGHTS, captum_maps, selected
from benchmarks.explain.missed_change import EXPLAINED_NETWORK
from edge.explain.attribution import METHODS, Maps
from edge.explain.network import Inputs
from models.inference.catalog import Network
from models.training.snn import load_trained

LENGTHS: Final = (160, 144)
EVERY: Final = 37
"""Only every so many values are kept, over signal and anchor one after the other."""
OUTPUTS: Final = (0, 1)


def inputs() -> Inputs:
    """Return smooth random inputs, the same ones everywhere."""
    rng = np.random.default_rng(20)
    walks = [rng.standard_normal((length, 6)).cumsum(axis=0) for length in LENGTHS]
    return tuple(((w - w.mean(axis=0)) / w.std(axis=0)).astype(np.float32) for w in walks)


def golden() -> dict[str, Any]:
    """Return {"sha256" of the file, "every", "values": {method: {output: […]}}}."""
    torch.set_num_threads(1)
    card = Network.load(EXPLAINED_NETWORK).card
    network = load_trained(EXPLAINED_NETWORK, WEIGHTS).network
    tensors = tuple(torch.from_numpy(x[np.newaxis]) for x in inputs())
    count = int(network(*tensors).shape[1])
    values = {
        name: {
            str(output): kept(
                captum_maps(name, selected(network, np.eye(count)[output].tolist()), tensors)
            )
            for output in OUTPUTS
        }
        for name in METHODS
    }
    return {"sha256": card.sha256, "every": EVERY, "values": values}


def kept(maps: Maps) -> list[float]:
    """Return the values that are kept, to six digits."""
    flat = np.concatenate([m.ravel() for m in maps])[::EVERY]
    return [float(f"{value:.6g}") for value in flat]


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(golden()) + "\n", encoding="utf-8")
