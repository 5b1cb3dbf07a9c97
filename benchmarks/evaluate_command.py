"""`physio evaluate`: questions of accuracy, each a module of `benchmarks.evaluations`."""

from itertools import count
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from edge.core.exercises import EXERCISES
from edge.simulation.body import PROFILES
from edge.terminal.output import JsonOption, plain, say, write_json
from edge.terminal.progress import counting

app = typer.Typer()

SeedsOption = Annotated[int, typer.Option(min=1, help="How many simulated persons.")]
FirstSeedOption = Annotated[int, typer.Option(min=0, help="The first of consecutive seeds.")]


@app.command("simulated")
def simulated_command(
    seeds: SeedsOption = 5,
    first_seed: FirstSeedOption = 0,
    seconds: Annotated[float, typer.Option(min=12.0, help="Length of each session.")] = 60.0,
    exercise: Annotated[list[str] | None, typer.Option(help="Only these exercises.")] = None,
    profile: Annotated[list[str] | None, typer.Option(help="Only these profiles.")] = None,
    hold: Annotated[
        float, typer.Option(min=0.0, max=60.0, help="Hold at the end that the plan asks for, in s.")
    ] = 0.0,
    json: JsonOption = None,
) -> None:
    """Repetitions, range and cue of simulated patients against their truth."""
    from benchmarks.evaluations.simulated_patients import run  # noqa: PLC0415

    with counting("Simulated sessions") as progress:
        result = run(
            seeds=range(first_seed, first_seed + seeds),
            exercises=exercise or tuple(EXERCISES),
            profiles=profile or tuple(PROFILES),
            seconds=seconds,
            hold_s=hold,
            progress=progress,
        )
    show({key: result[key] for key in ("all",)}, result, json)


@app.command("clock")
def clock_command(
    seeds: SeedsOption = 4, first_seed: FirstSeedOption = 0, json: JsonOption = None
) -> None:
    """Device clock against truth under drift, bursts and a gap (simulated arrivals)."""
    from benchmarks.evaluations.clock_errors import run  # noqa: PLC0415

    result = run(seeds=seeds, first_seed=first_seed)
    show(result, result, json)


@app.command("angles")
def angles_command(
    seeds: SeedsOption = 5, first_seed: FirstSeedOption = 0, json: JsonOption = None
) -> None:
    """Orientation and range of motion of simulated patients against their truth."""
    from benchmarks.evaluations.angle_errors import run  # noqa: PLC0415

    result = run(seeds=seeds, first_seed=first_seed)
    show(result, result, json)


@app.command("uci-pt")
def uci_pt_command(
    data: Annotated[list[Path], typer.Option(help="A subject's .npz, once or more.")],
    truth: Annotated[Path | None, typer.Option(help="True executions, to score against.")] = None,
    units: Annotated[str, typer.Option(help="all, best, or a unit's number from 1.")] = "all",
    json: JsonOption = None,
) -> None:
    """Yurtman & Barshan's protocol: segment and classify physical-therapy exercises."""
    from benchmarks.evaluations.uci_pt.protocol import run  # noqa: PLC0415

    with counting("Recordings") as progress:
        result = run(data=data, truth=truth, units=units, progress=progress)
    show({k: v for k, v in result.items() if k != "subjects"}, result, json)


@app.command("explanations")
def explanations_command(
    data: Annotated[list[Path], typer.Option(help="A subject's .npz, once or more.")],
    pairs: Annotated[int, typer.Option(min=2, help="Random pairs of each subject.")] = 100,
    nodes: Annotated[int, typer.Option(min=1, help="Values in place of each value.")] = 4,
    seed: FirstSeedOption = 0,
    figure: Annotated[Path | None, typer.Option(help="Where the curves go, .svg or .png.")] = None,
    json: JsonOption = None,
) -> None:
    """Monotonicity, mutual information and continuity of the network's explanations."""
    from benchmarks.evaluations.explanations.explanation_quality import run  # noqa: PLC0415
    from benchmarks.evaluations.explanations.metrics_of_pair import MeasureSettings  # noqa: PLC0415
    from edge.explain.perturbation import LossSettings  # noqa: PLC0415

    with counting("Pairs") as progress:
        result = run(
            data,
            pairs=pairs,
            seed=seed,
            figure=figure,
            settings=MeasureSettings(loss=LossSettings(nodes=nodes)),
            progress=progress,
        )
    show({key: result[key] for key in ("pairs", "brief")}, result, json)


@app.command("localisation")
def localisation_command(
    data: Annotated[list[Path], typer.Option(help="A subject's .npz, once or more.")],
    truth: Annotated[Path, typer.Option(help="True executions, whose correct ones are edited.")],
    seeds: SeedsOption = 5,
    first_seed: FirstSeedOption = 900,
    json: JsonOption = None,
) -> None:
    """Whether the explanation points at the one segment that is wrong."""
    from benchmarks.evaluations.localisation.placed_faults import run  # noqa: PLC0415

    with counting("Repetitions") as progress:
        result = run(data, truth, seeds=range(first_seed, first_seed + seeds), progress=progress)
    show(result, result, json)


@app.command("snn")
def snn_command(
    data: Annotated[list[Path], typer.Option(help="A subject's .npz, once or more.")],
    truth: Annotated[Path, typer.Option(help="True executions.")],
    json: JsonOption = None,
) -> None:
    """The Siamese network beside DTW, LSTM and temporal CNN: types, and graded similarities."""
    from benchmarks.evaluations.unseen_people import run  # noqa: PLC0415

    with counting("Exercises") as progress:
        result = run(data=data, truth=truth, progress=progress)
    if not result["held_out"]:
        say("Somebody asked took part in training: these figures are not held out.")
    show(result, result, json)


@app.command("recovery")
def recovery_command(seed: FirstSeedOption = 1, json: JsonOption = None) -> None:
    """Kill every process of a live session: how soon it is back, and what is lost."""
    from benchmarks.evaluations.recovery import run  # noqa: PLC0415

    result = run(seed=seed, say=say)
    show(result, result, json)


@app.command("video")
def video_command(
    data: Annotated[list[Path], typer.Option(help="Videos of one person each.")],
    model: Annotated[Path | None, typer.Option(help="A .task pose model of your own.")] = None,
    json: JsonOption = None,
) -> None:
    """Persons found in real videos, frame by frame, and the pose engine's time."""
    from benchmarks.evaluations.video_persons import run  # noqa: PLC0415

    result = run(data, model)
    show(brief(result["files"]), result, json)


@app.command("rendered")
def rendered_command(
    bodies: Annotated[int, typer.Option(min=1, help="Rendered persons.")] = 10,
    views: Annotated[int, typer.Option(min=1, help="Views of each person and direction.")] = 2,
    first_seed: FirstSeedOption = 0,
    json: JsonOption = None,
) -> None:
    """Spine angle and silhouette of rendered persons against their truth."""
    from benchmarks.evaluations.rendered.spine_errors import run  # noqa: PLC0415

    with counting("Rendered scenes") as progress:
        measured = count(1)
        result = run(
            bodies=bodies,
            views=views,
            first_seed=first_seed,
            done=lambda _: progress(next(measured), 2 * bodies * views),
        )
    show({key: value for key, value in result.items() if key != "scenes"}, result, json)


@app.command("count")
def count_command(
    sets: Annotated[int, typer.Option(min=1, help="Sets of each kind.")] = 50,
    first_seed: FirstSeedOption = 0,
    uci: Annotated[list[Path] | None, typer.Option(help="UCI subjects' .npz.")] = None,
    truth: Annotated[Path | None, typer.Option(help="Their true executions.")] = None,
    utd: Annotated[Path | None, typer.Option(help="UTD-MHAD wrist recordings .npz.")] = None,
    json: JsonOption = None,
) -> None:
    """Repetitions counted in drawn, edited and recorded sets against their truth."""
    from benchmarks.evaluations.counting.counted_sets import run  # noqa: PLC0415

    with counting("Sets") as progress:
        counted = count(1)
        result = run(
            sets=sets,
            first_seed=first_seed,
            uci=uci or (),
            truth=truth,
            utd=utd,
            progress=lambda _: progress(next(counted), None),
        )
    show({key: value for key, value in result.items() if key != "missed"}, result, json)


@app.command("sync")
def sync_command(
    seeds: SeedsOption = 4, first_seed: FirstSeedOption = 0, json: JsonOption = None
) -> None:
    """Time offset between watch and camera against truth (simulated patients)."""
    from benchmarks.evaluations.sync_errors import run  # noqa: PLC0415

    with counting("Simulated sessions") as progress:
        result = run(seeds=seeds, first_seed=first_seed, progress=progress)
    show(result, result, json)


@app.command("avatar")
def avatar_command(
    seeds: SeedsOption = 4, first_seed: FirstSeedOption = 0, json: JsonOption = None
) -> None:
    """Joint angles of the avatar against those of simulated patients."""
    from benchmarks.evaluations.avatar_errors import run  # noqa: PLC0415

    with counting("Simulated sessions") as progress:
        result = run(seeds=range(first_seed, first_seed + seeds), progress=progress)
    show(result, result, json)


def brief(files: dict[str, Any]) -> dict[str, Any]:
    """Return what fits a screen of the video evaluation."""
    return {
        name: {
            "frames": row["frames"],
            "person_frames": row["person_frames"],
            "marked": len(row["marked"]),
            "pose_ms": row["pose_ms"],
        }
        for name, row in files.items()
    }


def show(shown: dict[str, Any], result: dict[str, Any], json: Path | None) -> None:
    """Print the figures `shown`, and write the whole `result` as JSON."""
    Console(stderr=True).print(plain(shown))
    write_json(result, json)
