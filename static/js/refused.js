// A page of several forms on which a press was refused: the reason stands at the top of the page, and
// here beside the button too, where the eyes are; the focus goes there. Without script the page
// begins with it.
{
  const { refused, sent } = document.currentScript.dataset;
  const typed = new URLSearchParams(sent);
  const reasons = [...document.querySelectorAll(".messages li.error")];
  const goesTo = (one) =>
    one.getAttribute("formaction") || one.form.getAttribute("action") || location.href;
  const isPressed = (one) => new URL(goesTo(one), location).pathname === refused;
  const isOfTheRow = (form) =>
    [...form.elements]
      .filter((field) => field.type === "hidden" && !field.name.startsWith("csrf"))
      .every((field) => typed.getAll(field.name).includes(field.value));
  const buttonsOf = (form) =>
    [...form.elements].filter((one) => one.type === "submit" && isPressed(one));
  const [button] = [...document.querySelectorAll(".office form[method=post]")]
    .filter(isOfTheRow)
    .flatMap(buttonsOf);
  if (button && reasons.length) {
    const words = document.createElement("div");
    words.className = "error-text";
    words.tabIndex = -1;
    words.setAttribute("data-reason", "");
    for (const reason of reasons) {
      const line = document.createElement("p");
      line.textContent = reason.textContent.trim();
      words.append(line);
    }
    for (let outer = button.closest("details"); outer; outer = outer.parentElement.closest("details"))
      outer.open = true;
    button.before(words);
    words.focus();
  }
}
