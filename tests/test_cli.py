"""The program as a stranger meets it: help everywhere, one sentence for an error, exit codes."""

import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import pytest
import typer

from edge import cli
from edge.commands.by_name import Command, Group, Table
from edge.records.errors import AnchorError
from edge.runtime.errors import SupervisorError
from tests.conftest import Physio


def sub_commands(entry: Command) -> list[tuple[str, ...]]:
    """Return the words of a command's own commands and groups of them, none for a plain one."""
    loaded = entry.load()
    return list(words_of(typer.main.get_command(loaded))) if isinstance(loaded, typer.Typer) else []


def words_of(command: Any) -> Iterator[tuple[str, ...]]:
    """Yield the words that follow a command's name, of everything below it that is loaded."""
    loaded = getattr(command, "commands", {})
    for name in command.list_commands(None) if hasattr(command, "list_commands") else ():
        yield (name,)
        yield from ((name, *more) for more in words_of(loaded.get(name)))


def all_words(table: Table, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the words that ask for each command and each group of commands."""
    for name, entry in table.items():
        words = (*before, name)
        yield words
        if isinstance(entry, Group):
            yield from all_words(entry.commands, words)
        else:
            yield from ((*words, *own) for own in sub_commands(entry))


WORDS = tuple(all_words(cli.COMMANDS))


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_every_command_explains_itself_and_gives_json(
    physio: Physio, words: tuple[str, ...]
) -> None:
    shown = physio(*words, "--help")
    assert shown.code == 0
    assert "Usage: physio " + " ".join(words) in shown.out
    if not any(other[: len(words)] == words for other in WORDS if other != words):
        assert "--json" in shown.out


def test_the_whole_is_explained_without_loading_a_command() -> None:
    code = (
        "import sys; sys.argv = ['physio', '--help']\n"
        "from edge import cli\n"
        "try: cli.main()\n"
        "except SystemExit as end: assert not end.code\n"
        "print(sorted({'numba', 'scipy', 'nicegui', 'zmq', 'cv2'} & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert run.stdout.strip().endswith("[]")
    for name, entry in cli.COMMANDS.items():
        assert name in run.stdout
        assert entry.help.split()[0] in run.stdout


def test_help_has_a_short_name_and_the_version_is_told(physio: Physio) -> None:
    assert physio("models", "list", "-h").out == physio("models", "list", "--help").out
    ended = physio("--version")
    assert (ended.code, ended.out) == (0, f"physio-edge {version('physio-edge')}\n")


def test_the_line_of_a_command_stands_in_the_table_alone() -> None:
    entries = dict(cli.COMMANDS)
    for entry in cli.COMMANDS.values():
        entries |= entry.commands if isinstance(entry, Group) else {}
    assert len(entries) > len(cli.COMMANDS)
    for entry in entries.values():
        if isinstance(entry, Command):
            loaded = entry.load()
            doc = loaded.info.help if isinstance(loaded, typer.Typer) else loaded.__doc__
            assert entry.help not in str(doc)


def test_a_command_that_there_is_not_is_named(physio: Physio) -> None:
    ended = physio("dance")
    assert ended.code == 2
    assert "No such command 'dance'" in ended.err


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (AnchorError("record it again"), 2, "record it again"),
        (SupervisorError("it does not start"), 1, "it does not start"),
        (FileNotFoundError(2, "No such file or directory", "a.csv"), 2, "a.csv: No such file"),
        (OSError(28, "No space left on device"), 1, "No space left on device"),
        (ZeroDivisionError("division by zero"), 1, "internal error (ZeroDivisionError: division"),
        (ValueError("of some library"), 1, "internal error (ValueError: of some library)"),
    ],
)
def test_an_error_is_one_sentence_and_an_exit_code(
    physio: Physio, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int, sentence: str
) -> None:
    def fails() -> None:
        raise error

    monkeypatch.setattr("edge.commands.doctor.doctor", fails)
    ended = physio("doctor")
    assert ended.code == code
    first, *more = ended.err.splitlines()
    assert first.startswith(f"physio: {sentence}")
    assert "Traceback" not in ended.err
    assert bool(more) == ("internal error" in first)
    with pytest.raises(type(error)):
        physio("--debug", "doctor")


def test_ctrl_c_ends_quietly(physio: Physio, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("edge.commands.doctor.doctor", interrupted)
    ended = physio("doctor")
    assert (ended.code, ended.out) == (130, "")
    assert "Traceback" not in ended.err


def test_several_files_may_follow_one_option() -> None:
    words = ["evaluate", "uci-pt", "--data", "a.npz", "b.npz", "--json", "out.json"]
    assert cli.spread_lists(words) == [
        *("evaluate", "uci-pt", "--data", "a.npz", "--data", "b.npz", "--json", "out.json"),
    ]
