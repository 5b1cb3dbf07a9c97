// Returns every visible text whose contrast is below WCAG AA: text, ratio, what is needed.
const channels = (colour) => {
  const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number);
  return { rgb: [r, g, b], a };
};
const luminance = (rgb) => {
  const [r, g, b] = rgb.map((v) => {
    const s = v / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const behind = (element) => {
  for (let at = element; at; at = at.parentElement) {
    const colour = channels(getComputedStyle(at).backgroundColor);
    if (colour.a > 0.99) return colour.rgb;
  }
  return [255, 255, 255];
};
const failures = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  const text = walker.currentNode.textContent.trim();
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const shown = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  if (!text || !shown || box.width < 2 || box.height < 2) continue;
  const inSvg = element.namespaceURI.endsWith("svg");
  let ground = behind(element);
  const checked = element.closest("label.option")?.querySelector("input:checked");
  if (checked) ground = channels(getComputedStyle(checked).backgroundColor).rgb;
  const [light, dark] = [
    luminance(channels(inSvg ? style.fill : style.color).rgb),
    luminance(ground),
  ].sort((a, b) => b - a);
  const ratio = (light + 0.05) / (dark + 0.05);
  const large = parseFloat(style.fontSize) >= 24;
  if (ratio < (large ? 3 : 4.5)) failures.push([text, ratio.toFixed(2)]);
}
return failures;
