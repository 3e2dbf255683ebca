// Nothing is cut while somebody pastes or types: a browser counts a letter and its marks one by one
// and drops the rest without a word. A text that is too long stands there whole, with a word beside
// it, and is not sent. That is why no field has `maxlength`: a browser without script sends the whole,
// and the server says the same.
{
  const { words } = document.currentScript.dataset;
  const most = new WeakMap();
  const said = new WeakMap();
  const lettersOf = (field) => [...field.value.normalize("NFC")].length;
  const isTooLong = (field) => lettersOf(field) > most.get(field);

  const say = (field) => {
    const note = said.get(field);
    if (!isTooLong(field)) {
      note?.remove();
      said.delete(field);
      if (note) field.removeAttribute("aria-invalid");
      return;
    }
    const shown = note || document.createElement("p");
    shown.className = "error-text";
    shown.setAttribute("role", "alert");
    shown.textContent = words
      .replace("{most}", most.get(field).toLocaleString(document.documentElement.lang))
      .replace("{now}", lettersOf(field).toLocaleString(document.documentElement.lang));
    if (!note) field.after(shown);
    said.set(field, shown);
    field.setAttribute("aria-invalid", "true");
  };
  const take = (field) => {
    if (!field.matches?.(":is(input, textarea)[data-most]") || most.has(field)) return;
    most.set(field, Number(field.dataset.most));
    say(field);
  };

  for (const field of document.querySelectorAll("[data-most]")) take(field);
  // Rows that a script adds later are met when somebody goes into them.
  addEventListener("focusin", (event) => take(event.target));
  addEventListener("input", (event) => most.has(event.target) && say(event.target));
  addEventListener(
    "submit",
    (event) => {
      const long = [...event.target.elements].find((field) => most.has(field) && isTooLong(field));
      if (!long) return;
      event.preventDefault();
      event.stopPropagation();
      say(long);
      long.focus();
    },
    true,
  );
}
