"""The form of a plan, generated from the plan's own fields: the same bounds, the same errors."""

from collections.abc import Callable
from typing import Any, Final

from nicegui import ui
from nicegui.events import GenericEventArguments

from edge.hub.course.titles import Titles
from edge.hub.dashboard.patient.building import button
from edge.hub.dashboard.visit import Visit
from edge.hub.planning.draft import Draft, DraftField, form_fields
from edge.records.plan import TABLES, Plan
from edge.records.planned_exercise import PlannedExercise
from edge.web.tables import heading

_VALUE: Final = "(event) => emit(event.target.value)"
_CHECKED: Final = "(event) => emit(event.target.checked)"


class PlanForm:
    """The fields of a draft, and beside each what is wrong with it.

    Args:
        visit: of the page.
        draft: what stands in the fields; it follows what is typed.
        changed: called after each change.
    """

    def __init__(self, visit: Visit, draft: Draft, changed: Callable[[], None]) -> None:
        self.draft = draft
        self._visit = visit
        self._titles = Titles(visit.language)
        self._changed = changed
        self._errors: dict[str, ui.label] = {}
        self._inputs: dict[str, ui.element] = {}
        self._touched: set[str] = set()
        self._root = ui.element("div").classes("plan-form")
        self._build()

    @property
    def paths(self) -> tuple[str, ...]:
        """The fields, as errors name them."""
        return tuple(self._errors)

    def replace(self, draft: Draft) -> None:
        """Show another draft."""
        self.draft = draft
        self._touched = set()
        self._build()
        self._changed()

    def tell(self, errors: dict[str, str], *, everywhere: bool) -> None:
        """Show what is wrong at each field.

        Args:
            errors: by path.
            everywhere: also at those that nobody has touched yet.
        """
        for path, label in self._errors.items():
            words = errors.get(path, "") if everywhere or path in self._touched else ""
            label.set_text(words)
            field = self._inputs[path]
            field.props["aria-invalid"] = "true" if words else "false"
            field.update()

    def _build(self) -> None:
        self._errors.clear()
        self._inputs.clear()
        self._root.clear()
        with self._root:
            self._table("schedule")
            for index, values in enumerate(self.draft.exercises):
                self._exercise(index, values)
            button(self._visit.say("hub.plan.add"), "add-exercise").on("click", self._add)
            with ui.element("div").classes("columns"):
                title = self._visit.say("hub.plan.part_plan")
                self._part(title, Plan, "", self.draft.values)
                for name in TABLES:
                    if name != "schedule":
                        self._table(name)

    def _table(self, name: str) -> None:
        title = self._visit.say(f"hub.plan.part_{name}")
        self._part(title, TABLES[name], f"{name}.", self.draft.tables[name])

    def _exercise(self, index: int, values: dict[str, Any]) -> None:
        title = self._visit.say("hub.plan.exercise", number=index + 1)
        last = len(self.draft.exercises) - 1
        part = self._part(title, PlannedExercise, f"exercises[{index}].", values)
        with part, ui.element("div").classes("inline"):
            for name, is_possible, act in (
                ("up", index > 0, self._swap(index, index - 1)),
                ("down", index < last, self._swap(index, index + 1)),
                ("remove", last > 0, self._remove(index)),
            ):
                pressed = button(self._visit.say(f"hub.plan.{name}"), f"{name}-{index}")
                pressed.props["aria-label"] = self._visit.say(
                    f"hub.plan.{name}_of", number=index + 1
                )
                pressed.props["disabled"] = not is_possible
                pressed.on("click", act)

    def _part(self, title: str, kind: type, path: str, values: dict[str, Any]) -> ui.element:
        part = ui.element("fieldset").classes("card")
        with part:
            with ui.element("legend"):
                heading(3, title)
            with ui.element("div").classes("fields"):
                for each in form_fields(kind, path):
                    self._field(each, values)
        return part

    def _field(self, each: DraftField, values: dict[str, Any]) -> None:
        name = each.path.rpartition(".")[2]
        number = each.path.replace("[", "-").replace("]", "").replace(".", "-")
        with ui.element("div").classes("field"):
            with ui.element("label").classes("check" if each.kind is bool else "") as label:
                ui.label(each.description.title)
            shown = self._input(each, values, name, number)
            if each.kind is tuple:
                label.props["id"] = f"title-{number}"
                shown.props["aria-labelledby"] = f"title-{number}"
            else:
                label.props["for"] = number
                shown.props["id"] = number
            shown.props["aria-describedby"] = f"about-{number} wrong-{number}"
            about = ui.label(self._about(each)).classes("note")
            about.props["id"] = f"about-{number}"
            wrong = ui.label("").classes("alarm").mark(f"wrong-{number}")
            wrong.props["id"] = f"wrong-{number}"
            self._errors[each.path] = wrong
            self._inputs[each.path] = shown

    def _about(self, each: DraftField) -> str:
        has_list = bool(each.description.choices) or each.kind is bool
        expected = "" if has_list else each.description.expected
        if each.description.pattern and not each.description.words:
            expected = ""
        words = each.description.description
        return f"{words} ({expected})" if expected else words

    def _input(
        self, each: DraftField, values: dict[str, Any], name: str, number: str
    ) -> ui.element:
        value = values.get(name)
        if each.kind is tuple:
            return self._several(each, values, name)
        if each.kind is bool:
            shown = ui.element("input").props("type=checkbox")
            shown.props["checked"] = value is True
            shown.on("change", self._take(each, values, name), js_handler=_CHECKED)
            return shown
        if each.description.choices:
            shown = ui.element("select")
            with shown:
                for choice in self._choices(each, value):
                    option = ui.element("option")
                    option.props["value"] = choice
                    option.props["selected"] = choice == (value or "")
                    with option:
                        ui.label(self._choice(name, choice))
        else:
            kind = "date" if each.description.words.startswith("a day") else "text"
            shown = ui.element("input").props(f"type={kind}")
            if each.kind in (int, float):
                shown.props["inputmode"] = "decimal"
            shown.props["value"] = _text(value)
        shown.on("change", self._take(each, values, name), js_handler=_VALUE)
        return shown

    def _several(self, each: DraftField, values: dict[str, Any], name: str) -> ui.element:
        """Add a box for each of several choices."""
        group = ui.element("div").props("role=group").classes("several")
        with group:
            for choice in each.description.choices:
                with ui.element("label").classes("check"):
                    box = ui.element("input").props("type=checkbox")
                    box.props["checked"] = choice in (values.get(name) or ())
                    ui.label(self._choice(name, choice))

                def ticked(event: GenericEventArguments, choice: str = choice) -> None:
                    kept = set(values.get(name) or ())
                    kept = kept | {choice} if event.args else kept - {choice}
                    ordered = (one for one in each.description.choices if one in kept)
                    self._set(each, values, name, tuple(ordered))

                box.on("change", ticked, js_handler=_CHECKED)
        return group

    def _take(
        self, each: DraftField, values: dict[str, Any], name: str
    ) -> Callable[[GenericEventArguments], None]:
        def taken(event: GenericEventArguments) -> None:
            # Whenever the field is drawn anew, it shows what it is told: what was typed, then.
            field = self._inputs[each.path]
            if each.kind is bool:
                field.props["checked"] = event.args is True
            elif "value" in field.props:
                field.props["value"] = str(event.args)
            self._set(each, values, name, read_value(each.kind, event.args))

        return taken

    def _set(self, each: DraftField, values: dict[str, Any], name: str, value: object) -> None:
        values[name] = value
        self._touched.add(each.path)
        self._changed()

    def _choices(self, each: DraftField, value: object) -> list[str]:
        """Return what can be chosen, and whatever else stands there now."""
        choices = [str(choice) for choice in each.description.choices]
        return choices if value in choices else [str(value or ""), *choices]

    def _choice(self, name: str, choice: str) -> str:
        if name == "weekdays":
            return self._visit.say(f"hub.weekday.{choice}")
        if name == "language":
            return self._visit.say(f"hub.language.{choice}")
        if name == "side":
            return self._titles.side(choice)
        return self._titles.exercise(choice) if name == "name" else choice

    def _add(self, _: Any) -> None:
        draft = self.draft.copy()
        draft.exercises.append(Draft.new().exercises[0])
        self.replace(draft)

    def _swap(self, one: int, other: int) -> Callable[[Any], None]:
        def swapped(_: Any) -> None:
            draft = self.draft.copy()
            rows = draft.exercises
            rows[one], rows[other] = rows[other], rows[one]
            self.replace(draft)

        return swapped

    def _remove(self, index: int) -> Callable[[Any], None]:
        def removed(_: Any) -> None:
            draft = self.draft.copy()
            del draft.exercises[index]
            self.replace(draft)

        return removed


def read_value(kind: type, told: object) -> object:
    """Return what was typed as the kind of a field, or as it is where it is none.

    Whether it is right is not for the form to say. An empty field of a number is not given.
    """
    if kind is bool or not isinstance(told, str):
        return told
    text = told.strip()
    if kind is str:
        return text
    if not text:
        return None
    try:
        return kind(text.replace(",", "."))
    except ValueError:
        return text


def _text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value)
