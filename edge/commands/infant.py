"""`physio infant`: what the infants' networks make of a skeleton recording, and why."""

import dataclasses
import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.markup import escape

from edge.core.infant import RATE_HZ
from edge.core.palette import JOINT_GROUPS, PAPER_GROUPS
from edge.explain.infant.factors import FactorMode, FactorSettings, Slowest
from edge.explain.infant.perturbation import AngleMode, PerturbationSettings
from edge.importers.errors import ImporterError
from edge.importers.skeletons.layouts import LAYOUTS
from edge.importers.skeletons.recording import read_skeleton
from edge.posture.infant.preparation import Center, PreparationSettings, Scale, fill_holes
from edge.report.infant import InfantPage, infant_html
from edge.report.infant_json import infant_result
from edge.screening.infant.analyses import Analysis, PerturbationOptions, analyses
from edge.screening.infant.errors import RiskError
from edge.screening.infant.judgement import InfantJudgement, TrackedInfant, judge
from edge.screening.infant.what_if import raw_window
from edge.screening.person_code import checked_code
from edge.terminal.output import JsonOption, console, say, write_json
from edge.wording.languages import ENGLISH
from models.inference.card import ZOO
from models.inference.infant import InfantEnsemble
from models.inference.infant_facts import InfantFacts

PICTURE: Final = re.compile(r"(\d{2,5})x(\d{2,5})")


def infant(
    file: Annotated[
        Path,
        typer.Argument(
            help="A CSV with NAME_x, NAME_y of each joint, or a folder of OpenPose's JSON files.",
            show_default=False,
        ),
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where infant.html goes.")],
    fps: Annotated[
        float | None, typer.Option(min=1.0, help="Frames per second, where the file has no times.")
    ] = None,
    picture: Annotated[
        str | None,
        typer.Option(metavar="WxH", help="Size in pixels, where coordinates are shares of it."),
    ] = None,
    code: Annotated[
        str, typer.Option(metavar="CODE", help="A code for the infant, with a digit; no name.")
    ] = "",
    age_weeks: Annotated[
        float | None, typer.Option(min=-20.0, max=200.0, help="Corrected age in weeks.")
    ] = None,
    prevalence: Annotated[
        float | None,
        typer.Option(min=0.0001, max=0.9, help="Of the abnormal group, for a corrected figure."),
    ] = None,
    networks: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder of a clinic's own networks.")
    ] = ZOO,
    threshold: Annotated[
        float | None, typer.Option(min=0.001, max=0.999, help="Of the risk, instead of its own.")
    ] = None,
    center: Annotated[
        Center, typer.Option(help="What becomes the origin of every frame.")
    ] = "trunk_mid",
    align_trunk: Annotated[
        bool, typer.Option(help="Turn the trunk upright in every frame.")
    ] = True,
    scale: Annotated[
        Scale, typer.Option(help="One length for the film, or each bone brought to its usual one.")
    ] = "trunk_median",
    perturb: Annotated[
        bool,
        typer.Option("--perturb", help="Also change the joints that matter, in every kind; slow."),
    ] = False,
    factor_mode: Annotated[
        FactorMode, typer.Option(help="How far segments are slowed and sped.")
    ] = "paper",
    slowest: Annotated[
        Slowest, typer.Option(help="Percentile of the reference that is slowed to.")
    ] = "p5",
    angles: Annotated[
        AngleMode, typer.Option(help="Whether changed turns add up over the window.")
    ] = "increment",
    reattach: Annotated[
        bool, typer.Option("--reattach", help="Keep warped segments at the joints they hang on.")
    ] = False,
    carry: Annotated[
        bool, typer.Option(help="Carry what hangs on a turned bone along with it.")
    ] = True,
    rigid_head: Annotated[
        bool, typer.Option("--rigid-head", help="Turn the head as one body.")
    ] = False,
    paper_colours: Annotated[
        bool, typer.Option("--paper-colours", help="Green to red, as in the paper.")
    ] = False,
    json: JsonOption = None,
) -> None:
    """Judge an infant's movement by graph networks, and show why; not a diagnosis."""
    own_code = checked_code(code) if code else "–"
    options = PerturbationOptions(
        factors=FactorSettings(mode=factor_mode, slowest=slowest),
        change=PerturbationSettings(
            reattach=reattach, angles=angles, carry=carry, rigid_head=rigid_head
        ),
    )
    _check(options, perturb=perturb)
    with console().status(escape(f"Judging {file.name} …")):
        recording = read_skeleton(file, _size(picture))
        rate_hz = fps or recording.rate_hz
        if rate_hz is None:
            raise ImporterError(
                f"{file} does not say how many frames a second it has", remedy="give --fps"
            )
        facts = InfantFacts.read(networks)
        if threshold is not None:
            facts = dataclasses.replace(facts, threshold=threshold, threshold_source="as given")
        ensemble = InfantEnsemble.load(networks)
        settings = PreparationSettings(
            center=center, align_trunk=align_trunk, scale=scale, bone_lengths=facts.bone_lengths
        )
        tracked = TrackedInfant(
            positions_px=recording.positions_px,
            rate_hz=rate_hz,
            observed=recording.observed,
            missing=recording.missing,
        )
        judgement = judge(tracked, ensemble, facts, settings, change=options.change)
        page = InfantPage(
            code=own_code,
            age_weeks=age_weeks,
            rate_hz=rate_hz,
            rate_source="rate_given" if fps else "rate_file",
            layout=LAYOUTS[recording.layout].title,
            judgement=judgement,
            facts=facts,
            networks=ensemble.networks,
            names=[f"{card.name} {card.sha256[:8]}" for card in ensemble.cards],
            sources=sorted({own.name for card in ensemble.cards for own in card.trained_on}),
            date=date.today().isoformat(),
            prevalence=prevalence,
            preparation=settings,
            colours=PAPER_GROUPS if paper_colours else JOINT_GROUPS,
        )
        result = infant_result(page, recording.layout, recording.observed)
        if perturb:
            asked = dataclasses.replace(options, preparation=settings)
            found = _perturbed(tracked, judgement, ensemble, facts, asked)
            page = dataclasses.replace(page, analyses=found)
            result["perturbation"] = found
        out.mkdir(parents=True, exist_ok=True)
        (out / "infant.html").write_text(infant_html(page, ENGLISH), encoding="utf-8")
        write_json(result, out / "infant.json")
    if not settings.usual:
        say(ENGLISH.say("infant.prepared_otherwise"))
    for sentence in result["no_answer"]:
        say(sentence)
    if str(json) != "-":
        console(stdout=True).print(_summary(result), highlight=False)
        say(f"written to {out / 'infant.html'}")
    write_json(result, json)


def _check(options: PerturbationOptions, *, perturb: bool) -> None:
    """Refuse options of changes that nobody asked for; only how segments hang reaches more."""
    own = dataclasses.replace(options.change, reattach=False)
    if not perturb and dataclasses.replace(options, change=own) != PerturbationOptions():
        raise RiskError(
            "--factor-mode, --slowest, --angles, --no-carry and --rigid-head say how joints are "
            "changed",
            remedy="give --perturb too",
        )


def _perturbed(
    tracked: TrackedInfant,
    judgement: InfantJudgement,
    ensemble: InfantEnsemble,
    facts: InfantFacts,
    options: PerturbationOptions,
) -> list[Analysis]:
    """Return the analyses of the windows at very low and at very high risk."""
    filled, _ = fill_holes(tracked.positions_px, tracked.rate_hz)
    pairs = zip(judgement.starts_s, judgement.usable, strict=True)
    starts = [round(start_s * RATE_HZ) for start_s, usable in pairs if usable]
    risks = judgement.risk.windows if judgement.risk else ()
    found: list[Analysis] = []
    for group in ("very_low", "very_high"):
        chosen = [s for s, risk in zip(starts, risks, strict=True) if risk.group == group]
        windows = [raw_window(filled, tracked.rate_hz, start) for start in chosen]
        if windows:
            found += analyses(ensemble, windows, tracked.rate_hz, group, facts, options=options)
    return found


def _size(picture: str | None) -> tuple[int, int] | None:
    if picture is None:
        return None
    found = PICTURE.fullmatch(picture.lower())
    if found is None:
        raise ImporterError(f"{picture} is no size of a picture", remedy="such as 640x480")
    return int(found[1]), int(found[2])


def _summary(result: dict[str, Any]) -> str:
    if result["no_answer"]:
        return "no answer"
    risk = result["risk"]
    spread = f"half of the networks {risk.low:.3f} to {risk.high:.3f}"
    return (
        f"{result['group'].replace('_', ' ')}: median {risk.median:.3f}, "
        f"{spread if result['networks'] > 1 else 'one network alone'} "
        "(demonstration, not a diagnosis)"
    )
