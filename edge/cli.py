"""The `physio` command: mounts the commands and turns errors into one clear sentence.

Exit codes: 0 done, 1 it failed, 2 the input is bad. `--debug` shows the traceback.
"""

import importlib
import sys
from typing import Final

import typer

from edge.core.errors import PhysioError

COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "demo": ("edge.commands.demo", "The whole pipeline on a simulated patient."),
    "run": ("edge.commands.run", "A real session by a plan."),
    "anchor": ("edge.commands.anchor", "The therapist's reference repetitions."),
    "calibrate": ("edge.commands.calibrate", "Sensor, clock and placement calibration."),
    "watch": ("edge.commands.watch", "What the radio sees."),
    "replay": ("edge.commands.replay", "The same stages over a recording."),
    "report": ("edge.commands.report", "A session as one page for the therapist."),
    "count": ("edge.commands.count", "Repetitions in a recording, with no anchor."),
    "video": ("edge.commands.video", "Angles, features, masks and landmarks of a recording."),
    "models": ("edge.commands.models", "The catalogue of networks, their training and export."),
    "evaluate": ("benchmarks.evaluate_command", "Questions of accuracy."),
    "bench": ("benchmarks.bench_command", "Questions of speed."),
    "doctor": ("edge.commands.doctor", "What on this machine will not work, and what to do."),
}
"""Name, module with an `app` to mount, and one line of help."""


def build(arguments: list[str]) -> typer.Typer:
    """Return the command line, with only the module imported that `arguments` ask for.

    A module offers either `app` (a command with sub-commands) or a function of the command's name.
    """
    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        help=root.__doc__,
    )
    app.callback()(root)
    wanted = next((word for word in arguments if word in COMMANDS), None)
    for name, (module_name, line) in COMMANDS.items():
        if name != wanted:
            app.command(name, help=line)(lambda: None)
            continue
        module = importlib.import_module(module_name)
        if hasattr(module, "app"):
            app.add_typer(module.app, name=name, help=line, no_args_is_help=True)
        else:
            app.command(name)(getattr(module, name))
    return app


def root(
    debug: bool = typer.Option(False, "--debug", help="Show the traceback of an error."),
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
    """Run the command line and exit with its code."""
    arguments = sys.argv[1:]
    try:
        build(arguments)(spread_lists(arguments))
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
