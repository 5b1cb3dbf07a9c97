"""The networks that compare repetitions, opened from their files, with the threads they work on."""

import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from edge.assessment.comparison import Comparison
from edge.processes.comparison_networks import FAULT_LOCALIZER, NETWORK
from models.inference.errors import CatalogError
from models.inference.fault_localizer import FaultLocalizerNetwork
from models.inference.siamese import SiameseNetwork

log = logging.getLogger(__name__)

AnyNetwork = TypeVar("AnyNetwork", SiameseNetwork, FaultLocalizerNetwork)

CORES: Final = 2
"""Number of scores that are explained side by side, each on one core."""


def open_comparison(name: str = NETWORK, localizer: str = FAULT_LOCALIZER) -> Comparison | None:
    """Return the comparison by the networks of those names, None, with a warning, without `name`.

    The session goes on by alignment alone then, and the page says so.
    """
    network = _opened(SiameseNetwork, name, "no network compares the repetitions")
    if network is None:
        return None
    without = "the overall view explains the scores alone"
    pool = ThreadPoolExecutor(CORES, thread_name_prefix="comparison")
    return Comparison(network, _opened(FaultLocalizerNetwork, localizer, without), each=pool.map)


def _opened(family: type[AnyNetwork], name: str, without: str) -> AnyNetwork | None:
    try:
        return family.load(name)
    except CatalogError as error:
        log.warning("%s: %s", without, error)
        return None
