"""Commands that follow from the registry: a sub-command per question, an option per setting."""

import inspect
from collections.abc import Callable
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Annotated, Any, ClassVar, Final, get_args, get_origin, get_type_hints

import typer
from typer.core import TyperCommand, TyperGroup

from benchmarks.errors import BenchError
from benchmarks.question import Question, Result
from benchmarks.registry import Registry, Row
from edge.terminal.output import JsonOption, console
from edge.terminal.progress import counting

WIDTH: Final = 160
"""Columns of a table that goes to no terminal."""


class QuestionGroup(TyperGroup):
    """A command with a sub-command for every question, imported only when it is asked."""

    registry: ClassVar[Registry]

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the questions, and of commands that are none."""
        return [*super().list_commands(ctx), *self.registry.rows]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command of that name, of a question only what its line of help needs."""
        row = self.registry.rows.get(cmd_name)
        own = super().get_command(ctx, cmd_name)
        return own if row is None else TyperCommand(name=cmd_name, help=row.help)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return name, command and its arguments; a question is imported here.

        Raises:
            BenchError: there is no question of that name.
        """
        name, rows = args[0], self.registry.rows
        if name in rows:
            return name, command_of(name, rows[name], self.ask), args[1:]
        if super().get_command(ctx, name) is None:
            known = ", ".join(rows)
            raise BenchError(
                f"there is no {self.registry.noun} {name!r}", remedy=f"known are {known}"
            )
        return super().resolve_command(ctx, args)

    def ask(self, name: str, question: Question, json: Path | None) -> None:
        """Ask a question, print its table, and write its figures as JSON."""
        raise NotImplementedError


def command_of(
    name: str, row: Row, ask: Callable[[str, Question, Path | None], None]
) -> TyperCommand:
    """Return the command that asks a question, with an option for each of its settings."""
    kind = row.load()

    def command(**given: Any) -> None:
        json = given.pop("json")
        values = {key: tuple(v) if isinstance(v, list) else v for key, v in given.items()}
        ask(name, kind(**values), json)

    json = inspect.Parameter(
        "json", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=JsonOption
    )
    parameters = [*parameters_of(kind), json]
    command.__dict__["__signature__"] = inspect.Signature(parameters)
    command.__annotations__ = {p.name: p.annotation for p in parameters}
    app = typer.Typer(add_completion=False)
    app.command(name, help=row.help)(command)
    made = typer.main.get_command(app)
    assert isinstance(made, TyperCommand)
    return made


def parameters_of(kind: type[Question]) -> list[inspect.Parameter]:
    """Return a keyword for every setting that has a `typer.Option`, as Typer reads it.

    Typer knows lists of any length, no tuples.
    """
    annotations = get_type_hints(kind, include_extras=True)
    found = []
    for field in fields(kind):  # type: ignore[arg-type]  # a question is a dataclass
        annotation = annotations[field.name]
        if get_origin(annotation) is not Annotated:
            continue
        settled, *extras = get_args(annotation)
        default: Any = inspect.Parameter.empty if field.default is MISSING else field.default
        if get_origin(settled) is tuple:
            settled = list[get_args(settled)[0]]  # type: ignore[misc]
            default = list(default) if isinstance(default, tuple) else default
        found.append(
            inspect.Parameter(
                field.name,
                inspect.Parameter.KEYWORD_ONLY,
                default=default,
                annotation=Annotated[(settled, *extras)],
            )
        )
    return found


def answered(name: str, question: Question) -> Result:
    """Return the answer to a question, with a bar meanwhile and its table afterwards."""
    with counting(f"{name} …") as progress:
        result = question.run(progress)
    terminal = console()
    if not terminal.is_terminal:
        terminal = console(width=WIDTH)
    terminal.print(result.table())
    return result
