"""The network that places a fault, its training and its export; needs PyTorch."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnxscript")

pytestmark = pytest.mark.filterwarnings("ignore")  # the exporter's own

from models.data.placed import Placed, draw_placed  # noqa: E402
from models.data.repeats import repeats_of  # noqa: E402
from models.data.simulated import simulated_group  # noqa: E402
from models.export.fault_localizer import export_fault_localizer  # noqa: E402
from models.inference.example import check  # noqa: E402
from models.inference.fault_localizer import FaultLocalizerNetwork  # noqa: E402
from models.networks.fault_localizer import FaultLocalizer  # noqa: E402
from models.training.errors import TrainingError  # noqa: E402
from models.training.fault_localizer import (  # noqa: E402
    FaultLocalizerSettings,
    Person,
    departure_loss,
    fit,
    leave_one_out,
    load_fault_localizer,
)
from models.training.placed_samples import Sample, batch_of, batches  # noqa: E402

SETTINGS = FaultLocalizerSettings(epochs=2, size=8)


@pytest.fixture(scope="module")
def drawn() -> list[Placed]:
    repeats = repeats_of([simulated_group("elbow_flexion", 5)])
    return draw_placed(repeats, 24, np.random.default_rng(0))


@pytest.fixture(scope="module")
def samples(drawn: list[Placed]) -> list[Sample]:
    return [Sample.of(one) for one in drawn]


def nothing(title: str, done: int, total: int) -> None:
    """Show no progress."""


def test_a_score_and_a_departure_for_every_sample() -> None:
    torch.manual_seed(0)
    inputs = [torch.from_numpy(x) for x in FaultLocalizerNetwork.example_inputs()]
    scores, departures = FaultLocalizer().eval()(*inputs)
    inside = inputs[3][0, :, -1] > 0
    assert departures.shape == (1, inputs[0].shape[1], 1)
    assert (departures[0, inside] > 0).all()
    assert (departures[0, ~inside] == 0).all()
    mean = departures[0, inside].mean().item()
    assert scores.item() == pytest.approx(1 / (1 + mean), rel=1e-5)


def test_what_follows_the_end_changes_nothing() -> None:
    torch.manual_seed(0)
    network = FaultLocalizer().eval()
    short = [torch.from_numpy(x) for x in FaultLocalizerNetwork.example_inputs()]
    long = [torch.nn.functional.pad(x, (0, 0, 0, 64)) for x in short]
    scores, departures = network(*short)
    later_scores, later = network(*long)
    torch.testing.assert_close(later_scores, scores)
    torch.testing.assert_close(later[:, : departures.shape[1]], departures)


def test_batches_hold_what_was_drawn(drawn: list[Placed], samples: list[Sample]) -> None:
    batch = batch_of(samples[:3])
    for k, one in enumerate(drawn[:3]):
        n = len(one.compared.signal)
        for x, y in zip(batch.inputs, one.compared.inputs, strict=True):
            np.testing.assert_allclose(x[k, :n], y[0, :n], rtol=1e-3, atol=1e-3)
            assert not x[k, n:].any()
        assert batch.faulty[k, : len(one.faulty)].tolist() == one.faulty.tolist()
        starts = [int((batch.segment[k, :n] == q).nonzero()[0, 0]) for q in range(len(one.faulty))]
        assert starts[1:] == one.cuts[1:-1].tolist()


def test_turned_signals_keep_their_sizes(samples: list[Sample]) -> None:
    ordered = sorted(samples, key=lambda one: len(one.rows))
    plain = sum(float((batch_of([one]).inputs[0] ** 2).sum()) for one in ordered)
    turned = sum(
        float((batch.inputs[0] ** 2).sum())
        for batch in batches(ordered, len(ordered), np.random.default_rng(2))
    )
    assert turned == pytest.approx(plain, rel=1e-3)


def test_the_loss_is_less_the_more_departs_where_the_fault_is(samples: list[Sample]) -> None:
    batch = batch_of([one for one in samples if one.faulty.sum() == 1][:4])
    there = batch.faulty.gather(1, batch.segment).float()
    right, wrong = (departure_loss([sign * (4 * there - 2)], batch) for sign in (1, -1))
    assert right < wrong


def test_an_interrupted_training_comes_to_the_same(samples: list[Sample], tmp_path: Path) -> None:
    person = Person(name="p", data=None, samples=samples)

    def interrupt(title: str, done: int, total: int) -> None:
        if done >= total / 2:
            raise KeyboardInterrupt

    whole = fit([person], tmp_path / "whole", SETTINGS, nothing)
    with pytest.raises(KeyboardInterrupt):
        fit([person], tmp_path / "broken", SETTINGS, interrupt)
    resumed = fit([person], tmp_path / "broken", SETTINGS, nothing)
    for a, b in zip(whole.parameters(), resumed.parameters(), strict=True):
        torch.testing.assert_close(a, b)
    kept = load_fault_localizer(tmp_path / "whole" / "fault-localizer.pt")
    torch.testing.assert_close(next(kept.parameters()), next(whole.parameters()))
    with pytest.raises(TrainingError, match="is of another training"):
        fit([replace(person, samples=samples[:8])], tmp_path / "whole", SETTINGS, nothing)


def test_each_recorded_person_is_held_out_once(samples: list[Sample], tmp_path: Path) -> None:
    people = [
        Person(name="a", data=tmp_path / "a.npz", samples=samples[:8]),
        Person(name="b", data=tmp_path / "b.npz", samples=samples[8:16]),
        Person(name="other", data=None, samples=samples[16:]),
    ]
    found = leave_one_out(
        people,
        tmp_path,
        replace(SETTINGS, epochs=1),
        lambda network, data: {"asked": data.stem, "members": len(network.members)},
        nothing,
    )
    assert {name: own["asked"] for name, own in found.items()} == {"a": "a", "b": "b"}
    assert (tmp_path / "leave_one_out.json").exists()
    with pytest.raises(TrainingError, match="two at least"):
        leave_one_out(people[1:], tmp_path, SETTINGS, lambda network, data: {}, nothing)


def test_the_export_answers_as_pytorch_does(tmp_path: Path) -> None:
    torch.manual_seed(1)
    export_fault_localizer(FaultLocalizer().eval(), tmp_path)
    check(FaultLocalizerNetwork.load("fault-localizer", zoo=tmp_path))
