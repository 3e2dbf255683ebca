// A box drawn on a page fills in the form beside it; without script the four numbers are typed.
for (const stage of document.querySelectorAll("[data-cover]")) {
  const form = document.querySelector("[data-cover-form]");
  const box = document.createElement("div");
  let from = null;
  box.className = "cover-box";
  box.hidden = true;
  stage.append(box);

  // Where the pointer is, in hundredths of the page.
  const at = (event) => {
    const frame = stage.querySelector("img").getBoundingClientRect();
    const part = (value, least, length) =>
      Math.min(100, Math.max(0, (100 * (value - least)) / length));
    return {
      x: part(event.clientX, frame.left, frame.width),
      y: part(event.clientY, frame.top, frame.height),
    };
  };

  const draw = (to) => {
    const sides = {
      left: Math.min(from.x, to.x),
      right: Math.max(from.x, to.x),
      top: Math.min(from.y, to.y),
      bottom: Math.max(from.y, to.y),
    };
    for (const [side, value] of Object.entries(sides)) form.elements[side].value = value.toFixed(2);
    box.hidden = false;
    Object.assign(box.style, {
      left: `${sides.left}%`,
      top: `${sides.top}%`,
      width: `${sides.right - sides.left}%`,
      height: `${sides.bottom - sides.top}%`,
    });
  };

  stage.addEventListener("pointerdown", (event) => {
    from = at(event);
    stage.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  stage.addEventListener("pointermove", (event) => {
    if (from) draw(at(event));
  });
  stage.addEventListener("pointerup", (event) => {
    if (from) draw(at(event));
    from = null;
  });
}
