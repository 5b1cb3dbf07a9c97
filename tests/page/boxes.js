// Returns how the visible parts of the page lie: see tests.page.browser.Boxes.
const NEXT_PX = 1;
const shown = (element) =>
  element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !element.closest(".unseen");
const name = (element) => {
  const words = element.textContent.trim().slice(0, 40);
  const css = element.getAttribute("class")?.split(" ")[0];
  return `${element.tagName.toLowerCase()}.${css || element.parentElement.className.split(" ")[0]} ${words}`;
};
// The ink of a text, not the room that a line leaves above and below: capitals begin at a fifth of it.
const inked = (element) => {
  const range = document.createRange();
  const rects = [];
  for (const node of element.childNodes) {
    if (node.nodeType !== Node.TEXT_NODE || !node.textContent.trim()) continue;
    range.selectNodeContents(node);
    rects.push(...range.getClientRects());
  }
  if (rects.length === 0) return null;
  const last = rects.at(-1);
  const deep = /[gjpqyß,;()]/.test(element.textContent) ? 0.04 : 0.2;
  return {
    left: Math.min(...rects.map((r) => r.left)),
    right: Math.max(...rects.map((r) => r.right)),
    top: Math.min(...rects.map((r) => r.top + 0.19 * r.height)),
    bottom: last.bottom - deep * last.height,
  };
};
// The part of a box that what scrolls around it leaves in view.
const within = (element, box) => {
  let { left, right, top, bottom } = box;
  for (let at = element.parentElement; at; at = at.parentElement) {
    if (!["auto", "scroll"].includes(getComputedStyle(at).overflowY)) continue;
    const around = at.getBoundingClientRect();
    [top, bottom] = [Math.max(top, around.top), Math.min(bottom, around.bottom)];
  }
  return { left, right, top, bottom };
};
const THINGS =
  "button, input, canvas, img, .q-toggle__inner, .shape, .marks li, .key, .needle circle, .figure svg, .ghost path";
const items = [];
for (const element of document.body.querySelectorAll("*")) {
  if (element.closest("#popup, #too_long_message_popup, style, script") || !shown(element)) continue;
  const ink = inked(element);
  const box = ink || (element.matches(THINGS) ? element.getBoundingClientRect() : null);
  if (box && box.right - box.left > 2 && box.bottom - box.top > 2)
    items.push({ element, box, seen: within(element, box) });
}
const over = (a, b) =>
  Math.min(a.right, b.right) - Math.max(a.left, b.left) > NEXT_PX &&
  Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > NEXT_PX;
// A label lies on its own button or answer; over the own picture things are drawn on purpose; the two
// marks on the dial pass each other.
const belong = (a, b) =>
  a.contains(b) ||
  b.contains(a) ||
  ["label.option", ".glass", "svg"].some((css) => a.closest(css) !== null && a.closest(css) === b.closest(css) && !(css === "svg" && (a.matches("text") && b.matches("text"))));
const overlapping = [];
items.forEach((a, i) =>
  items.slice(i + 1).forEach((b) => {
    if (over(a.seen, b.seen) && !belong(a.element, b.element)) overlapping.push([name(a.element), name(b.element)]);
  }),
);
const spilling = items
  .filter(({ element, box }) => {
    const card = element.closest(".card, .strip, .q-btn")?.getBoundingClientRect();
    const wide = document.documentElement.clientWidth;
    if (element.closest(".scroll")) return false;
    if (box.left < -NEXT_PX || box.right > wide + NEXT_PX) return true;
    return card && (box.left < card.left || box.right > card.right || box.top < card.top || box.bottom > card.bottom);
  })
  .map(({ element }) => name(element));
const LOOKED_AT = { angle: ".angle", count: ".done", cue: ".cue .text", target: ".goal dd", verdict: ".verdict" };
const unseen = [];
const least_px = {};
const exercising = [...document.querySelectorAll(".stage")].some(shown);
for (const [what, css] of exercising ? Object.entries({ ...LOOKED_AT, button: ".controls .primary" }) : []) {
  const element = document.querySelector(css);
  const box = element.getBoundingClientRect();
  const seen = within(element, box);
  const cut = box.bottom - box.top - (seen.bottom - seen.top) > NEXT_PX;
  if (box.top < 0 || box.bottom > window.innerHeight || cut || !shown(element)) unseen.push(what);
  if (what !== "button" && !element.closest(".is-none")) least_px[what] = parseFloat(getComputedStyle(element).fontSize);
}
return { overlapping, spilling, unseen, least_px };
