"""The low-back networks and their export; needs PyTorch."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnxscript")

pytestmark = pytest.mark.filterwarnings("ignore")  # the exporter's own

from benchmarks.low_back.network_cost import LowBackCost  # noqa: E402
from benchmarks.question import ignored  # noqa: E402
from edge.explain.map_checks import rank_correlation  # noqa: E402
from models.export.low_back import OUTPUTS, explained, export_low_back  # noqa: E402
from models.inference.card import BendInputs  # noqa: E402
from models.inference.example import check  # noqa: E402
from models.inference.low_back import LowBackNetwork as Exported  # noqa: E402
from models.networks.low_back import LowBackNetwork, LowBackSettings, Mixing  # noqa: E402
from models.networks.randomised import CASCADE, cascade  # noqa: E402
from models.networks.resnet import FULL_WIDTH, ResNet18, as_deployed, one_channel  # noqa: E402
from models.training.bend_cohort import LowBackTraining  # noqa: E402
from models.training.errors import TrainingError  # noqa: E402
from models.training.low_back_task import load_start  # noqa: E402


def nothing(*_: object) -> None:
    """Show no progress."""


def network(width: int = 4, mixing: Mixing = "gate_sum", **changes: object) -> Any:
    """Return a network with random weights, its normalisations not at their start."""
    torch.manual_seed(3)
    settings = LowBackSettings(kind="movexor", streams=(9, 8), width=width, mixing=mixing)
    own = LowBackNetwork(replace(settings, **changes))  # type: ignore[arg-type]
    own.standardised.learn(4.0 + 3.0 * torch.randn(30, own.settings.figures))
    for module in own.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(module.weight, 0.5, 1.5)
            module.running_mean.normal_(0.0, 0.1)
            module.running_var.uniform_(0.5, 1.5)
    return own.eval()


def inputs_of(own: LowBackNetwork, size_px: int = 64) -> BendInputs:
    """Return what the card of a random network says."""
    count = own.settings.figures
    return BendInputs(
        groups=("EP", "FP"),
        directions=("backward",),
        mask_px=size_px,
        figures=tuple(f"figure {k}" for k in range(count)),
        means=(4.0,) * count,
        lowest=(-2.0,) * count,
        highest=(10.0,) * count,
        parts=("images", *(f"stream {k}" for k in range(len(own.settings.streams)))),
    )


def test_full_width_is_the_usual_network_and_loads_one_strictly(tmp_path: Path) -> None:
    backbone = ResNet18(FULL_WIDTH)
    # torchvision's resnet18 has 11,689,512 weights: less its last layer and two channels.
    assert sum(p.numel() for p in backbone.parameters()) == 11_689_512 - 513_000 - 2 * 64 * 49
    assert sum(p.numel() for p in ResNet18().parameters()) == 1_573_800
    state = backbone.state_dict()
    state["conv1.weight"] = state["conv1.weight"].repeat(1, 3, 1, 1) / 3.0
    state["fc.weight"], state["fc.bias"] = torch.zeros(1000, 512), torch.zeros(1000)
    torch.save(state, tmp_path / "own.pt")
    wide = LowBackTraining(width=FULL_WIDTH)
    loaded = load_start(str(tmp_path / "own.pt"), wide, tmp_path, nothing)
    assert loaded is not None
    torch.testing.assert_close(loaded["conv1.weight"], backbone.conv1.weight.detach())
    torch.testing.assert_close(loaded["layer4.1.conv2.weight"], state["layer4.1.conv2.weight"])
    for name, sentence in (("own.pt", "of width 24"), ("none.pt", "holds no weights")):
        with pytest.raises(TrainingError, match=sentence):
            load_start(str(tmp_path / name), LowBackTraining(), tmp_path, nothing)


def test_a_file_that_would_run_code_is_refused(tmp_path: Path) -> None:
    torch.save({"conv1.weight": Path("x")}, tmp_path / "code.pt")
    with pytest.raises(TrainingError, match="holds no weights"):
        load_start(str(tmp_path / "code.pt"), LowBackTraining(), tmp_path, nothing)


def test_three_channels_are_summed() -> None:
    weights = torch.randn(4, 3, 7, 7)
    mask = torch.rand(2, 1, 20, 20)
    one = torch.nn.functional.conv2d(mask, one_channel({"conv1.weight": weights})["conv1.weight"])
    three = torch.nn.functional.conv2d(mask.expand(-1, 3, -1, -1), weights)
    torch.testing.assert_close(one, three)


@pytest.mark.parametrize("mixing", ["gate_sum", "gate_concat", "concat"])
def test_movexor_is_its_equations(mixing: Mixing) -> None:
    own = network(mixing=mixing)
    masks, figures = torch.rand(3, 5, 32, 32), torch.randn(3, 17)
    code = torch.stack([own.backbone(one[:, None]).mean(0) for one in masks])
    z = (figures - own.standardised.mean) / own.standardised.sd
    parts = [own.head.image(code), own.head.encoders[0](z[:, :9]), own.head.encoders[1](z[:, 9:])]
    shares = torch.full((3, 3), 1 / 3)
    if mixing != "concat":
        shares = torch.softmax(own.head.gate(torch.cat(parts, 1)), 1)
        parts = [part * shares[:, [k]] for k, part in enumerate(parts)]
    mixed = sum(parts) if mixing == "gate_sum" else torch.cat(parts, 1)
    torch.testing.assert_close(own(masks, figures), own.head.out(mixed))
    torch.testing.assert_close(own.answer(own.codes(masks), figures)[1], shares)


def test_the_papers_backtracker_is_the_mean_of_its_masks_logits() -> None:
    own = network(kind="backtracker", streams=(), spread=False)
    masks = torch.rand(2, 6, 32, 32)
    each = own.head.vote(own.backbone(masks.flatten(0, 1)[:, None])).view(2, 6)
    torch.testing.assert_close(own(masks, torch.zeros(2, 0))[:, 0], each.mean(1))


def test_backtracker_adds_a_vote_on_how_far_the_codes_spread() -> None:
    own = network(kind="backtracker", streams=())
    masks = torch.rand(9, 6, 32, 32)
    own.learn_codes(own.codes(masks))
    codes = (own.codes(masks) - own.coded.mean) / own.coded.sd
    spread = codes.std(1, unbiased=False)
    wide = (spread - spread.mean(0)) / own.head.spread.sd
    expected = own.head.vote(codes).mean(1) + own.head.spread_vote(wide)
    torch.testing.assert_close(own(masks, torch.zeros(9, 0)), expected, atol=1e-3, rtol=0.0)
    one = own(masks[:, :1], torch.zeros(9, 0))
    assert one.isfinite().all()


def test_what_is_deployed_answers_as_what_was_trained() -> None:
    own = network()
    masks, figures = torch.rand(2, 4, 48, 48), 4.0 + torch.randn(2, 17)
    before = own(masks, figures).sigmoid()
    after = as_deployed(own)(masks, figures).sigmoid()
    torch.testing.assert_close(after, before, atol=1e-3, rtol=0.0)
    convolutions = [m for m in own.modules() if isinstance(m, torch.nn.Conv2d)]
    assert all(torch.equal(m.weight.half().float(), m.weight) for m in convolutions)


@pytest.mark.parametrize(
    ("width", "changes"),
    [
        (4, {}),
        (4, {"kind": "backtracker", "streams": ()}),
        (FULL_WIDTH, {"streams": (9,)}),
    ],
)
def test_the_export_answers_as_pytorch_does(
    width: int, changes: dict[str, object], tmp_path: Path
) -> None:
    own = as_deployed(network(width, **changes))  # type: ignore[arg-type]
    export_low_back(own, "toy", inputs_of(own), tmp_path, trained_on=())
    exported = Exported.load("toy", zoo=tmp_path)
    check(exported)
    rng = np.random.default_rng(5)
    masks = rng.integers(0, 256, (7, 64, 64)).astype(np.uint8)
    figures = rng.normal(4.0, 3.0, (3, own.settings.figures))
    found = exported.answer(masks, figures)
    given = (
        torch.from_numpy(masks).float() / 255.0,
        torch.from_numpy(figures).float(),
        torch.ones(1),
    )
    expected = [x.numpy() for x in explained(own)(*given)]
    shown = (found.logits[:, None], found.slopes, found.weights, found.layer3, found.layer4)
    for name, ours, theirs in zip(OUTPUTS, shown, expected, strict=True):
        size = np.abs(theirs).max(initial=1e-6)
        np.testing.assert_allclose(ours, theirs, rtol=1e-3, atol=1e-4 * size, err_msg=name)


def test_maps_and_attributions_are_captums() -> None:
    captum = pytest.importorskip("captum.attr")
    own = as_deployed(network())
    masks, figures = torch.rand(6, 64, 64), 4.0 + torch.randn(1, 17)

    def logit(pictures: Any) -> Any:
        return own(pictures[:, 0][None], figures)

    answer = explained(own)(masks, figures, torch.ones(1))
    for layer, ours in zip((own.backbone.layer3, own.backbone.layer4), answer[3:], strict=True):
        seen = captum.LayerGradCam(logit, layer).attribute(masks[:, None])[:, 0]
        torch.testing.assert_close(ours, seen.detach(), rtol=1e-3, atol=1e-5 * float(seen.max()))
    means = own.standardised.mean[None]
    theirs = captum.IntegratedGradients(lambda f: own(masks[None].expand(len(f), -1, -1, -1), f))
    expected = theirs.attribute(figures, means, n_steps=50, method="riemann_middle")
    path = means + (torch.arange(50)[:, None] + 0.5) / 50 * (figures - means)
    slopes = explained(own)(masks, path, torch.ones(1))[1].mean(0)
    torch.testing.assert_close(
        (figures - means)[0] * slopes, expected[0].float(), rtol=1e-3, atol=1e-5
    )


def test_what_forgets_forgets_from_the_head_down() -> None:
    own = as_deployed(network(8))
    masks, figures = torch.rand(8, 64, 64), 4.0 + torch.randn(1, 17)
    before = own.state_dict()
    learned = explained(own)(masks, figures, torch.ones(1))[3].numpy()
    stages = []
    for stage, forgetful in cascade(own, 0):
        stages.append(stage)
        same = torch.equal(
            forgetful.state_dict()["backbone.conv1.weight"], before["backbone.conv1.weight"]
        )
        assert same == (stage != "stem")
        seen = explained(forgetful.eval())(masks, figures, torch.ones(1))[3].numpy()
        assert abs(rank_correlation(learned, seen)) < 0.99
    assert tuple(stages) == CASCADE
    torch.testing.assert_close(own.state_dict(), before)


def test_an_answer_is_timed_in_turns_with_pytorchs_which_is_the_same() -> None:
    found = LowBackCost(**LowBackCost.brief).run(ignored)
    assert found.exported.largest_difference < 1e-3 < found.int8.largest_difference
    assert found.file_mb < 5.0
    assert found.exported.ms > 0.0
    assert found.exported.torch_ms > 0.0
