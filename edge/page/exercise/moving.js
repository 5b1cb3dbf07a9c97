// Sets what changes with every packet, by the id of its element: see edge.page.exercise.moving.
function physioMove(changes) {
  for (const [id, { words, turns, picture, shapes }] of Object.entries(changes)) {
    const element = document.getElementById(id);
    if (element === null) continue; // the page was built anew in another language meanwhile
    if (words !== undefined) element.textContent = words;
    for (const [name, degrees] of Object.entries(turns || {})) element.style.setProperty(name, degrees);
    if (picture !== undefined) element.innerHTML = picture;
    if (shapes === undefined) continue;
    const drawn = element.querySelectorAll("path, polyline");
    for (const [index, course] of Object.entries(shapes))
      drawn[index].setAttribute(drawn[index].localName === "path" ? "d" : "points", course);
  }
}
