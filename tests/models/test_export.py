"""Export with gradients; this needs PyTorch and ONNX (`make train`)."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from models.inference.quiet_runtime import onnxruntime

pytest.importorskip("torch", reason="needs PyTorch and ONNX (`make train`)")
pytest.importorskip("onnxscript", reason="needs PyTorch and ONNX (`make train`)")

import torch

from models.export.arms import ARMS, WINDOWS, two_armed
from models.export.lstm import ExportableLstm
from models.export.onnx_file import Input, explainable, write_explainable, write_gated
from models.inference.card import ZOO, Card
from models.inference.frame import STEP, WINDOW
from models.training.errors import TrainingError
from models.training.tasks import export_snn

pytestmark = pytest.mark.filterwarnings("ignore")  # the exporter's own


class Toy(torch.nn.Module):  # type: ignore[misc]
    """All that is special about exporting: an LSTM, both kinds of convolution, two inputs."""

    def __init__(self) -> None:
        super().__init__()
        self.lstm = torch.nn.LSTM(3, 4, batch_first=True)
        self.dense = torch.nn.Conv1d(3, 3, 3)
        self.strided = torch.nn.Conv1d(3, 2, 2, stride=2)
        self.head = torch.nn.Linear(6, 2)

    def forward(self, x: torch.Tensor, y: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        states = self.lstm(x)[0].mean(1)
        places = self.strided(self.dense(y.transpose(1, 2)).relu())
        return self.head(torch.cat([states, places.mean(2)], dim=1)).sigmoid(), places


def test_an_exportable_lstm_is_the_same_lstm() -> None:
    lstm = torch.nn.LSTM(3, 4, batch_first=True)
    for parameter in lstm.parameters():
        parameter.requires_grad_(False)
    x = torch.randn(2, 7, 3, requires_grad=True)
    weights = torch.randn(2, 7, 4)
    (expected,) = torch.autograd.grad((lstm(x)[0] * weights).sum(), x)
    ours = ExportableLstm(lstm)(x)[0]
    torch.testing.assert_close(ours, lstm(x)[0])
    (gradient,) = torch.autograd.grad((ours * weights).sum(), x)
    torch.testing.assert_close(gradient, expected)


def test_the_file_gives_scores_gradients_and_activations(tmp_path: Path) -> None:
    torch.manual_seed(0)
    network = Toy()
    batch, steps = torch.export.Dim("batch", max=99), torch.export.Dim("steps", max=99)
    inputs = [
        Input(name="x", example=torch.randn(5, 11, 3), free={0: batch, 1: steps}),
        Input(name="select_me", example=torch.randn(5, 8, 3), free={0: batch}),
    ]
    path = tmp_path / "toy.onnx"
    write_explainable(network, inputs, path, scores=2, activations=["places"])
    session = onnxruntime.InferenceSession(path)
    x, y = torch.randn(3, 6, 3, requires_grad=True), torch.randn(3, 8, 3, requires_grad=True)
    scores, places = network(x, y)
    chosen = (scores * torch.tensor([0.5, -1.0])).sum()
    expected = [scores, *torch.autograd.grad(chosen, [x, y], retain_graph=True)]
    expected += [places, *torch.autograd.grad(chosen, [places])]
    feeds = {
        "x": x.detach().numpy(),
        "select_me": y.detach().numpy(),
        "select": np.array([0.5, -1.0], np.float32),
    }
    found = session.run(None, feeds | {"explain": np.array(True)})
    names = [out.name for out in session.get_outputs()]
    assert names == ["scores", "d_x", "d_select_me", "places", "d_places"]
    for ours, theirs in zip(found, expected, strict=True):
        np.testing.assert_allclose(ours, theirs.detach().numpy(), rtol=1e-4, atol=1e-6)
    without = session.run(None, feeds | {"explain": np.array(False)})
    np.testing.assert_allclose(without[0], found[0], rtol=1e-5)
    assert without[1].size == without[2].size == 0


class Difference(torch.nn.Module):  # type: ignore[misc]
    """Scores (B, 1) of arms (2B, L, 6): how much larger repetitions are than their anchors."""

    def forward(self, arms: torch.Tensor, windows: torch.Tensor) -> torch.Tensor:
        half = arms.shape[0] // 2
        samples = (windows * STEP + WINDOW - STEP)[:, None].expand(2, half).reshape(-1, 1)
        inside = (torch.arange(arms.shape[1]) < samples)[:, :, None]
        size = ((arms + 1.0).square() * inside).sum(2).sum(1, keepdim=True) / samples
        return size[:half] - size[half:]


def test_arms_of_two_lengths_are_filled_stacked_and_parted_again(tmp_path: Path) -> None:
    batch, steps = torch.export.Dim("batch", max=99), torch.export.Dim("steps", min=3, max=99)
    arms = Input(name=ARMS, example=torch.randn(14, 176, 6), free={0: 2 * batch, 1: STEP * steps})
    windows = Input(name=WINDOWS, example=torch.tensor([9, 7]), free={})
    model = explainable(Difference(), [arms], scores=1, fixed=[windows])
    path = tmp_path / "arms.onnx"
    write_gated(two_armed(model, ("own", "other"), 6), path)
    session = onnxruntime.InferenceSession(path)
    for own, other in ((96, 160), (160, 96), (48, 48)):
        pair = [torch.randn(2, length, 6).requires_grad_() for length in (own, other)]
        sizes = [(x + 1.0).square().sum((1, 2)) / x.shape[1] for x in pair]
        score = sizes[0] - sizes[1]
        expected = [score[:, None], *torch.autograd.grad(score.sum(), pair)]
        feeds = dict(zip(("own", "other"), (x.detach().numpy() for x in pair), strict=True))
        feeds |= {"select": np.ones(1, np.float32), "explain": np.array(True)}
        for ours, theirs in zip(session.run(None, feeds), expected, strict=True):
            np.testing.assert_allclose(ours, theirs.detach().numpy(), rtol=1e-4, atol=1e-5)


def test_new_figures_go_only_into_the_cards_that_were_asked_for(tmp_path: Path) -> None:
    for path in ZOO.glob("snn*.json"):
        shutil.copy(path, tmp_path)
    figures = {"by_subject": {"a": {}, "b": {}}, "type_accuracy": 0.5, "correct_auc": 0.6}
    figures |= {"similarity_r2": 0.7, "similarity_mae": 0.8}
    (tmp_path / "leave_one_out.json").write_text(json.dumps({"snn": figures}))
    export_snn(tmp_path, tmp_path, figures=True, only=["snn"])
    (own,) = Card.read(tmp_path / "snn.json").figures
    assert own.question == "snn: a, b, each held out once"
    assert own.values["similarity_r2"] == 0.7
    for name in ("snn-lstm", "snn-tcn"):
        assert (tmp_path / f"{name}.json").read_bytes() == (ZOO / f"{name}.json").read_bytes()
    with pytest.raises(TrainingError, match="snn-sensor"):
        export_snn(tmp_path, tmp_path, figures=True, only=["snn-sensor"])
