"""Opening the networks that compare: on threads of their own, and the session goes on without."""

import logging
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from edge.assessment.comparison import Comparison
from edge.assessment.score import assess
from edge.processes.comparison import open_comparison
from edge.processes.comparison_networks import FAULT_LOCALIZER, NETWORK, networks_here
from models.inference.card import ZOO
from models.inference.catalog import digest
from models.inference.fault_localizer import FaultLocalizerNetwork
from models.inference.siamese import SiameseNetwork
from tests.assessment.patients import session_of


def test_side_by_side_the_scores_and_explanations_are_those_of_one_after_the_other() -> None:
    session = session_of("shoulder_abduction", "mixed", 11)
    anchor = session.reference.anchor
    assessment = assess(session.repetitions[0][0], session.reference)
    opened = open_comparison()
    assert opened is not None
    alone = Comparison(SiameseNetwork.load(NETWORK), FaultLocalizerNetwork.load(FAULT_LOCALIZER))
    given, expected = opened(assessment, anchor), alone(assessment, anchor)
    assert given is not None
    assert expected is not None
    for ours, reference in zip(given, expected, strict=True):
        np.testing.assert_equal(asdict(ours), asdict(reference))


def test_a_session_without_its_network_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert open_comparison("nowhere") is None
    assert "no network 'nowhere'" in caplog.text


def test_the_networks_here_are_named_by_their_files(tmp_path: Path) -> None:
    files = {name: (ZOO / f"{name}.onnx").read_bytes() for name in (NETWORK, FAULT_LOCALIZER)}
    assert networks_here() == tuple(f"{name} {digest(data)}" for name, data in files.items())
    assert networks_here(tmp_path) == ()
