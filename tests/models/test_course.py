"""The network that places a fault, its pieces and its export; needs PyTorch."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnxscript")

pytestmark = pytest.mark.filterwarnings("ignore")  # the exporter's own

from models.catalog import load  # noqa: E402
from models.example import check  # noqa: E402
from models.export.course import export_course  # noqa: E402
from models.networks.course import Course  # noqa: E402
from models.preparation import Normalisation  # noqa: E402
from models.training.course import _pieces, _Sample  # noqa: E402
from models.training.snn import Trained  # noqa: E402


def test_a_score_and_a_logit_for_every_sample() -> None:
    torch.manual_seed(0)
    network = Course().eval()
    signal, anchor = torch.randn(2, 3, 64, 6)
    scores, departures = network(signal, anchor)
    assert scores.shape == (3, 1)
    assert ((scores > 0) & (scores < 1)).all()
    assert departures.shape == (3, 64, 1)
    np.testing.assert_allclose(
        scores[:, 0].detach(), np.exp(-departures.detach().mean(dim=(1, 2))), rtol=1e-5
    )


@pytest.mark.parametrize(("start", "stop"), [(0, 10), (37, 52), (90, 96)])
def test_pieces_cover_the_repetition_and_one_is_the_fault(start: int, stop: int) -> None:
    row = torch.arange(96, dtype=torch.float32)
    sample = _Sample(
        signal=torch.zeros(96, 6), aligned=torch.zeros(96, 6), start=start, stop=stop, faulty=True
    )
    means, target = _pieces(row, sample)
    assert means[0] == 0
    assert means[target] == pytest.approx((start + stop - 1) / 2)
    assert len(means) - 1 >= 96 // (stop - start)


def test_the_export_answers_as_pytorch_does(tmp_path: Path) -> None:
    torch.manual_seed(1)
    norm = Normalisation(mean=np.zeros(6), sd=np.ones(6))
    export_course(Trained(network=Course().eval(), normalisation=norm), tmp_path)
    check(load("course", zoo=tmp_path))
