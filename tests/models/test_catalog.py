import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.data.simulated import simulated_group
from models.inference.card import ZOO, Card
from models.inference.catalog import Network, digest, names
from models.inference.errors import CatalogError
from models.inference.example import check, example_of
from models.inference.fault_localizer import FaultLocalizerNetwork
from models.inference.low_back import LowBackNetwork
from models.inference.siamese import SCORES, SiameseNetwork, Verdict


@pytest.fixture(scope="module")
def network() -> SiameseNetwork:
    return SiameseNetwork.load("snn")


@pytest.fixture
def zoo(tmp_path: Path) -> Path:
    for suffix in ("onnx", "json"):
        shutil.copy(ZOO / f"snn.{suffix}", tmp_path)
    return tmp_path


def pair(batch: int = 1, samples: int = 96, anchor: int = 128) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(5)
    return (
        rng.normal(size=(batch, samples, 6)).astype(np.float32),
        rng.normal(size=(batch, anchor, 6)).astype(np.float32),
    )


BENDS = [name for name in names() if Card.read(ZOO / f"{name}.json").bends is not None]
"""Networks that see a film; the others see a watch, and are loaded when a session begins."""


@pytest.mark.parametrize("name", sorted(set(names()) - set(BENDS)))
def test_every_network_of_a_repetition_scores_between_0_and_1(name: str) -> None:
    network = Network.load(name)
    scores = network.predict([np.repeat(x, 3, axis=0) for x in example_of(network.card)])
    assert scores.shape[0] == 3
    assert np.isfinite(scores).all()
    assert ((scores[:, :2] >= 0) & (scores[:, :2] <= 1)).all()


@pytest.mark.parametrize("name", BENDS)
def test_every_network_of_a_bend_gives_a_finite_logit_for_each_row(name: str) -> None:
    network = LowBackNetwork.load(name)
    masks, figures = example_of(network.card)
    found = network.answer((255.0 * masks).astype(np.uint8), np.repeat(figures, 3, axis=0))
    assert found.logits.shape == (3 * len(figures),)
    assert np.isfinite(found.logits).all()
    assert network.outside(np.array(network.bends.means)) == []


@pytest.mark.parametrize("name", names())
def test_every_network_answers_as_pytorch_did(name: str) -> None:
    # The card's numbers are PyTorch's, written by `physio models export snn`.
    check(Network.load(name))


def test_a_network_of_another_family_is_not_loaded_as_one_of_this() -> None:
    with pytest.raises(CatalogError, match="fault-localizer takes no pair"):
        SiameseNetwork.load("fault-localizer")
    with pytest.raises(CatalogError, match="snn takes no repetition on the time of references"):
        FaultLocalizerNetwork.load("snn")


def test_another_answer_than_pytorchs_is_said(network: SiameseNetwork) -> None:
    example = network.card.example
    wrong = replace(example, scores=tuple(1.01 * score for score in example.scores))
    with pytest.raises(CatalogError, match="PyTorch gave"):
        check(replace(network, card=replace(network.card, example=wrong)))


def test_files_are_small() -> None:
    assert names()
    for name in names():
        most = 5_000_000 if name in BENDS else 2_000_000
        assert (ZOO / f"{name}.onnx").stat().st_size <= most


def test_rows_of_a_batch_do_not_influence_each_other(network: SiameseNetwork) -> None:
    signal, anchor = pair(batch=4)
    together = network.predict((signal, anchor))
    apart = np.concatenate([network.predict((signal[[k]], anchor[[k]])) for k in range(4)])
    np.testing.assert_allclose(together, apart, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("column", range(len(SCORES)))
def test_gradients_are_those_of_finite_differences(network: SiameseNetwork, column: int) -> None:
    signal, anchor = pair()
    select = np.eye(len(SCORES))[column]
    scores, gradients = network.gradients((signal, anchor), select)
    np.testing.assert_allclose(scores, network.predict((signal, anchor)), rtol=1e-4, atol=1e-6)
    rng = np.random.default_rng(6)
    for k, gradient in enumerate(gradients):
        assert gradient.shape == (signal, anchor)[k].shape
        # Along the gradient itself, where the change is large against float32's rounding.
        way = gradient / np.linalg.norm(gradient) + 0.01 * rng.normal(size=gradient.shape)
        step = (1e-2 * way / np.linalg.norm(way)).astype(np.float32)
        ahead, behind = ([signal, anchor], [signal, anchor])
        ahead[k], behind[k] = ahead[k] + step, behind[k] - step
        change = network.predict(ahead)[0, column] - network.predict(behind)[0, column]
        assert change == pytest.approx(2 * float((gradient * step).sum()), rel=0.05, abs=2e-6)


def test_a_repetition_equals_itself(network: SiameseNetwork) -> None:
    signal, _ = pair()
    verdict = Verdict.of(network.predict((signal, signal))[0].astype(np.float64))
    assert verdict.rom > 0.95
    assert verdict.stability > 0.95
    assert sum(verdict.kinds) == pytest.approx(1.0)


def test_no_network_tells_where_it_was_made() -> None:
    paths = list(ZOO.glob("*.onnx"))
    assert paths
    for path in paths:
        assert b'File "' not in path.read_bytes(), path


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(CatalogError, match="snn"):
        Network.load("resnet")


def test_a_provider_that_is_not_here_is_said() -> None:
    with pytest.raises(CatalogError, match="CUDAExecutionProvider is not part"):
        Network.load("snn", provider="CUDAExecutionProvider")


def test_a_missing_file_is_said(zoo: Path) -> None:
    (zoo / "snn.onnx").unlink()
    with pytest.raises(CatalogError, match="cannot be read"):
        Network.load("snn", zoo=zoo)


def test_a_truncated_file_is_said(zoo: Path) -> None:
    content = (zoo / "snn.onnx").read_bytes()
    (zoo / "snn.onnx").write_bytes(content[: len(content) // 2])
    with pytest.raises(CatalogError, match="truncated"):
        Network.load("snn", zoo=zoo)


def test_a_foreign_file_is_said_even_with_its_hash(zoo: Path) -> None:
    (zoo / "snn.onnx").write_bytes(b"no network at all")
    _change(zoo, sha256=digest(b"no network at all"))
    with pytest.raises(CatalogError, match="cannot be loaded"):
        Network.load("snn", zoo=zoo)


def test_a_card_of_another_network_is_said(zoo: Path) -> None:
    card = json.loads((zoo / "snn.json").read_text())
    card["inputs"][0]["name"] = "picture"
    _change(zoo, inputs=card["inputs"])
    with pytest.raises(CatalogError, match="picture"):
        Network.load("snn", zoo=zoo)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"name": 3}'])
def test_a_file_that_is_no_card_is_said(zoo: Path, text: str) -> None:
    (zoo / "snn.json").write_text(text)
    with pytest.raises(CatalogError, match="not a card"):
        Network.load("snn", zoo=zoo)


@pytest.mark.parametrize(
    ("inputs", "sentence"),
    [
        (pair()[:1], "takes 2 inputs"),
        ((pair()[0][:, :, :5], pair()[1]), "signal has shape"),
        ((pair()[0], pair(batch=2)[1]), "how many pairs"),
        ((np.full((1, 96, 6), np.nan, np.float32), pair()[1]), "NaN"),
        ((pair(samples=50)[0], pair()[1]), "prepare them"),
    ],
)
def test_inputs_that_do_not_fit_are_said(
    network: SiameseNetwork, inputs: tuple[np.ndarray, ...], sentence: str
) -> None:
    with pytest.raises(CatalogError, match=sentence):
        network.predict(inputs)


@pytest.mark.parametrize("select", [[1.0], [np.nan] * len(SCORES)])
def test_a_selection_that_does_not_fit_is_said(
    network: SiameseNetwork, select: list[float]
) -> None:
    with pytest.raises(CatalogError, match="select"):
        network.gradients(pair(), select)


def test_predicting_needs_no_pytorch() -> None:
    code = (
        "import sys; sys.modules['torch'] = None\n"
        "import numpy as np, edge.cli, edge.explain\n"
        "from models.inference.siamese import SiameseNetwork\n"
        "network = SiameseNetwork.load('snn')\n"
        "x = np.random.default_rng(0).normal(size=(100, 6))\n"
        "network.predict(network.prepare(x, x).inputs)\n"
        "print(sorted(m for m in sys.modules if m.startswith(('models.training', 'captum'))))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert run.stdout.strip() == "[]"


def _change(zoo: Path, **fields: object) -> None:
    card = json.loads((zoo / "snn.json").read_text())
    (zoo / "snn.json").write_text(json.dumps(card | fields))


@pytest.mark.parametrize("column", [0, 1, SCORES.index("trajectory")])
def test_two_hundred_steps_can_follow_the_path_from_the_mean(
    network: SiameseNetwork, column: int
) -> None:
    group = simulated_group("shoulder_abduction", 60_000)
    steps = ((np.arange(200, dtype=np.float32) + 0.5) / 200)[:, None, None]
    errors = []
    for execution in group.executions:
        pair = network.prepare(execution.signal, group.anchor.signal).inputs
        path = [(steps * x).astype(np.float32) for x in pair]
        _, gradients = network.gradients(path, np.eye(len(SCORES))[column])
        total = sum(float((g.mean(0) * x[0]).sum()) for g, x in zip(gradients, pair, strict=True))
        ends = [
            network.predict([np.float32(share) * x for x in pair])[0, column]
            for share in (1.0, 0.0)
        ]
        errors.append(abs(total - (ends[0] - ends[1])) / max(abs(ends[0] - ends[1]), 0.01))
    assert np.median(errors) < 0.01
