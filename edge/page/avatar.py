"""Patient and reference side by side: two figures, one moved by the watch, one by the anchor."""

from nicegui import ui

from edge.anchor import Anchor
from edge.page.figure import camera_for, figure_svg
from edge.page.pose import ASSUMPTIONS, Joints, Watch, joints, limb_rotation
from edge.page.views import Live, Quaternion, Task


def patient_joints(live: Live, task: Task, anchor: Anchor) -> Joints:
    """Return the patient's body: at rest while the angle is unknown."""
    name, side = task.exercise.name, task.side
    watch = Watch(
        angle_deg=live.angle_deg or 0.0,
        orientation=live.orientation,
        rest_orientation=live.rest_orientation,
        axis=anchor.axis,
    )
    return joints(name, side, limb_rotation(name, side, watch))


def anchor_joints(phase: float, task: Task, anchor: Anchor) -> Joints:
    """Return the body of the reference at a phase (0–1) of it."""
    name, side = task.exercise.name, task.side
    index = round(min(max(phase, 0.0), 1.0) * (len(anchor.angle_deg) - 1))
    watch = Watch(
        angle_deg=float(anchor.angle_deg[index]),
        orientation=_quaternion(anchor, index),
        rest_orientation=_quaternion(anchor, 0),
        axis=anchor.axis,
    )
    return joints(name, side, limb_rotation(name, side, watch))


class Avatar:
    """The two figures with what their drawing takes for granted."""

    def __init__(self) -> None:
        with ui.element("section").classes("card avatar") as self._card:
            self._card.props('aria-label="You and your reference"')
            with ui.element("div").classes("figures"):
                self._patient = self._figure("You", "patient")
                self._anchor = self._figure("Reference", "anchor")
            self._note = ui.label().classes("note").mark("assumptions")
        self._shown: tuple[str, str] = ("", "")

    def set_visibility(self, visible: bool) -> None:
        """Have the figures seen or not."""
        self._card.set_visibility(visible)

    def show(self, task: Task, live: Live, anchor: Anchor, *, phase: float | None) -> None:
        """Draw both figures; send only the one that changed.

        Args:
            task: the exercise.
            live: the patient's angle and orientation.
            anchor: the reference.
            phase: where in the reference its figure stands; None at rest.
        """
        name, side = task.exercise.name, task.side
        reference = anchor_joints(phase or 0.0, task, anchor)
        own = patient_joints(live, task, anchor)
        drawn = (
            figure_svg(own, name, side, ghost=None if live.phase is None else reference),
            figure_svg(reference, name, side),
        )
        for content, before, element in zip(
            drawn, self._shown, (self._patient, self._anchor), strict=True
        ):
            if content != before:
                element.set_content(content)
        self._shown = drawn
        self._note.set_text(
            f"{camera_for(name).words}; drawn from the watch alone, taking for granted: "
            f"{ASSUMPTIONS[name]}".capitalize()
        )

    @staticmethod
    def _figure(caption: str, kind: str) -> ui.html:
        with ui.element("figure").classes(f"figure {kind}"):
            picture = ui.html("", sanitize=False).mark(f"figure-{kind}")
            with ui.element("figcaption"):
                ui.label(caption)
        return picture


def _quaternion(anchor: Anchor, index: int) -> Quaternion:
    w, x, y, z = (float(part) for part in anchor.orientation[index])
    return (w, x, y, z)
