"""The `physio` command: mounts the commands by name and turns errors into one clear sentence.

Exit codes: 0 done, 1 it failed, 2 the input is bad. `--debug` shows the traceback.
"""

import importlib
import os
import sys
from collections.abc import Iterator
from typing import Final

import typer

from edge.commands.by_name import Command, Group, Table
from edge.commands.hub.table import HUB
from edge.core.errors import PhysioError

COMMANDS: Final[Table] = {
    "demo": Command(
        place="edge.commands.demo:demo", help="The whole pipeline on a simulated patient."
    ),
    "run": Command(place="edge.commands.run:run", help="A real session by a plan."),
    "plan": Command(
        place="edge.commands.plan:app", help="A therapist's plan, before anybody exercises by it."
    ),
    "anchor": Command(place="edge.commands.anchor:app", help="The therapist's references."),
    "calibrate": Command(
        place="edge.commands.calibrate:app", help="Sensor, clock, placement and camera calibration."
    ),
    "watch": Command(place="edge.commands.watch:app", help="What the radio sees."),
    "replay": Command(
        place="edge.commands.replay:replay", help="The same stages over a recording."
    ),
    "report": Command(
        place="edge.commands.report:report", help="A session as one page for the therapist."
    ),
    "export": Command(
        place="edge.commands.patient:export", help="All that is kept of a patient, as one file."
    ),
    "forget": Command(
        place="edge.commands.patient:forget", help="Removes all that is kept of a patient."
    ),
    "uplink": Command(place="edge.commands.uplink:app", help="What a hub is told, and when."),
    "count": Command(
        place="edge.commands.count:count", help="Repetitions in a recording, with no anchor."
    ),
    "video": Command(
        place="edge.commands.video:video",
        help="Angles, features, masks and landmarks of a recording.",
    ),
    "screen": Group(
        commands={
            "low-back": Group(
                commands={
                    "cohort": Command(
                        place="benchmarks.low_back.command:cohort",
                        help="Simulated people with low-back pain, filmed and measured.",
                    ),
                },
                help="A bend of the trunk, seen from the side.",
                own=Command(
                    place="edge.commands.screen:low_back",
                    help="From a film of a bend to an answer with its reasons, or to none.",
                ),
                takes="VIDEO",
            ),
        },
        help="What a network makes of a film.",
    ),
    "infant": Group(
        commands={
            "track": Command(
                place="edge.commands.infant_track:track",
                help="From a film of an infant to its keypoints.",
            ),
        },
        help="What graph networks make of an infant's movement, and why.",
        own=Command(
            place="edge.commands.infant:infant",
            help="From an infant's keypoints to a page with a score and its reasons, or to none.",
        ),
        takes="FILE",
    ),
    "models": Group(
        commands={
            "list": Command(
                place="edge.commands.models:list_networks",
                help="Names, purposes and sizes of the networks.",
            ),
            "verify": Command(
                place="edge.commands.models:verify",
                help="Every network against its card and PyTorch's answers.",
            ),
            "train": Command(
                place="models.training.command:train", help="A network and its baselines."
            ),
            "export": Command(
                place="models.training.command:export",
                help="Trained weights into the catalogue, with their cards.",
            ),
        },
        help="The catalogue of networks, their training and export.",
    ),
    "hub": Group(
        commands=HUB,
        help="The clinic's side: what patients' machines send, kept and given out.",
    ),
    "evaluate": Command(place="benchmarks.evaluate_command:app", help="Questions of accuracy."),
    "bench": Command(place="benchmarks.bench_command:app", help="Questions of speed."),
    "doctor": Command(
        place="edge.commands.doctor:doctor",
        help="What on this machine will not work, and what to do.",
    ),
}
"""All commands in the order in which they are listed."""


def build(arguments: list[str]) -> typer.Typer:
    """Return the command line, with only the module imported that `arguments` ask for."""
    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        pretty_exceptions_enable=False,
        help=root.__doc__,
    )
    app.callback()(root)
    _mount(app, COMMANDS, iter(arguments))
    return app


def _mount(app: typer.Typer, table: Table, words: Iterator[str]) -> None:
    """Add the table's commands to the app; what `words` do not ask for is a name and a line."""
    wanted = next((word for word in words if word in table), None)
    for name, entry in table.items():
        if name != wanted:
            app.command(name, help=entry.help)(lambda: None)
        elif isinstance(entry, Group):
            _mount_group(app, name, entry, words)
        elif isinstance(loaded := entry.load(), typer.Typer):
            alone = loaded.info.invoke_without_command is True
            app.add_typer(loaded, name=name, help=entry.help, no_args_is_help=not alone)
        else:
            assert callable(loaded)
            app.command(name)(loaded)


def _mount_group(app: typer.Typer, name: str, entry: Group, words: Iterator[str]) -> None:
    """Add a group to the app, or what its name alone does where `words` ask for that."""
    following = list(words)
    own = entry.meant(following)
    if own is not None:
        loaded = own.load()
        assert callable(loaded)
        app.command(name)(loaded)
        return
    group = typer.Typer()
    if entry.own is not None:
        group.command(entry.takes, help=entry.own.help)(lambda: None)
    _mount(group, entry.commands, iter(following))
    app.add_typer(group, name=name, help=entry.help, no_args_is_help=True)


def _say_version(wanted: bool) -> None:
    if wanted:
        # Reading the version of an installed package takes longer than most short commands.
        metadata = importlib.import_module("importlib.metadata")
        print(f"physio-edge {metadata.version('physio-edge')}")
        raise typer.Exit


def root(
    debug: bool = typer.Option(False, "--debug", help="Show the traceback of an error."),
    version: bool = typer.Option(
        False, "--version", callback=_say_version, is_eager=True, help="Show the version."
    ),
) -> None:
    """Real-time feedback on therapeutic exercise, on your own machine.

    An exercise aid, not a medical device.
    """


def spread_lists(arguments: list[str], option: str = "--data") -> list[str]:
    """Return the arguments with `--data A B` written as `--data A --data B`.

    Several files after one option are what a shell's wildcard gives.
    """
    spread: list[str] = []
    listing = False
    for word in arguments:
        if word.startswith("-"):
            listing = word == option
            if not listing:
                spread.append(word)
        else:
            spread += [option, word] if listing else [word]
    return spread


def exit_code_of(error: BaseException) -> int:
    """Return 2 where the input is to blame, else 1."""
    bad_input = ValueError | FileNotFoundError | IsADirectoryError | PermissionError
    return 2 if isinstance(error, bad_input) else 1


def sentence_of(error: BaseException) -> str:
    """Return what a person is told of an error."""
    if isinstance(error, PhysioError):
        return str(error)
    if isinstance(error, OSError):
        what = error.strerror or str(error)
        return f"{error.filename}: {what}" if error.filename else what
    return f"internal error ({type(error).__name__}: {error})"


def main() -> None:
    """Run the command line and exit with its code.

    What it writes is for its owner alone: results are of patients.
    """
    os.umask(0o077)
    arguments = sys.argv[1:]
    try:
        build(arguments)(spread_lists(arguments), prog_name="physio")
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if "--debug" in arguments:
            raise
        own = isinstance(error, PhysioError | OSError)
        print(f"physio: {sentence_of(error)}", file=sys.stderr)
        if not own:
            print("physio: 'physio --debug …' shows where it happened.", file=sys.stderr)
        sys.exit(exit_code_of(error) if own else 1)
