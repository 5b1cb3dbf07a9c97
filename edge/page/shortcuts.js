// A shortcut presses the element that declares it in aria-keyshortcuts, as a click would.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  const focus = document.activeElement;
  const name = event.code === "Space" ? "Space" : event.key.toUpperCase();
  // On a button, a switch or an answer the space bar already has a meaning of its own.
  const own = "button, summary, input, a, [role=button], [role=switch]";
  if (name === "Space" && focus !== null && focus.closest(own)) return;
  const target = document.querySelector(`[aria-keyshortcuts="${CSS.escape(name)}"]`);
  if (target === null || target.offsetParent === null) return;
  event.preventDefault();
  target.click();
  // A switch would take the focus, and the next press of the space bar would undo it.
  if (document.activeElement !== focus) document.activeElement.blur();
  if (focus !== null) focus.focus({ preventScroll: true });
});
