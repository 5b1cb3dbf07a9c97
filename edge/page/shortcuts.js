// A shortcut presses the element that declares it in aria-keyshortcuts, as a click would; a digit
// answers a question.
const physioOwn = "button, summary, input:not([type=radio]), a, [role=button], [role=switch]";
const physioAnswered = { group: null, digit: "", at_ms: -Infinity };
const PHYSIO_TEN_MS = 1500;

function physioVisible(element) {
  return element !== null && element.offsetParent !== null;
}
// The answer goes to the question that has the focus, or else to the first one without an answer.
// A 1 that a 0 follows at once is a ten.
function physioAnswer(digit, time_ms) {
  const groups = [...document.querySelectorAll(".rating")].filter(physioVisible);
  if (groups.length === 0) return false;
  const last = physioAnswered;
  const isTen = digit === "0" && last.digit === "1" && time_ms - last.at_ms < PHYSIO_TEN_MS;
  const focused = groups.find((group) => group.contains(document.activeElement));
  const open = groups.find((group) => group.querySelector(":checked") === null);
  const again = groups.includes(last.group) ? last.group : groups[0];
  const group = isTen && groups.includes(last.group) ? last.group : focused || open || again;
  const option = group.querySelector(`input[value="${isTen ? 10 : digit}"]`);
  option.click();
  if (focused === group) option.focus();
  Object.assign(last, { group, digit: isTen ? "" : digit, at_ms: time_ms });
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  const focus = document.activeElement;
  if (focus !== null && focus.matches("input[type=text], textarea")) return; // there letters are letters
  if (/^[0-9]$/.test(event.key) && physioAnswer(event.key, event.timeStamp)) {
    event.preventDefault();
    return;
  }
  const enters = event.code === "Space" || event.key === "Enter";
  const name = enters ? "Space" : event.key.toUpperCase();
  if (enters && focus !== null) {
    // On a button or a switch these keys have a meaning of their own; an answer that is still to be
    // given is given by the space bar.
    const isToGive = focus.matches("input[type=radio]:not(:checked)") && event.key !== "Enter";
    if (focus.closest(physioOwn) || isToGive) return;
  }
  const target = document.querySelector(`[aria-keyshortcuts="${CSS.escape(name)}"]`);
  if (!physioVisible(target)) return;
  event.preventDefault();
  target.click();
  // A switch would take the focus, and the next press of the space bar would undo it.
  if (document.activeElement !== focus) document.activeElement.blur();
  if (focus !== null) focus.focus({ preventScroll: true });
});
