// Several forms on one page: a press of one keeps what stands typed in the others, and shows it
// again on the page that answers. It is held between the press and that page alone, in this tab:
// whoever leaves the page otherwise, or signs out, leaves nothing behind. A text whose form is not
// there any more (somebody else has done the work meanwhile) stands above the page, to be copied.
// Whose session was over is asked to sign in first: the pages of the doors pass on what was held, to
// the same person and for an hour. Without script a page keeps only what was sent.
{
  const { note, lost } = document.currentScript.dataset;
  const { who } = document.querySelector("[data-who]").dataset;
  const DOORS = /\/tai-khoan\/(login|xac-nhan|dien-thoai|2fa)\//;
  // A page that could not take the press, since it had not come from here, leads to the door.
  const isDoor =
    DOORS.test(location.pathname) || document.querySelector("[data-passes-on]") !== null;
  const LONGEST = 3600000; // ms
  const place = "typed-beside";
  const parts = ":is(#noi-dung, .office)";
  const skipped = ["hidden", "password", "file", "submit", "button", "reset", "image"];
  const forms = () => [
    // Drafts and scoresheets keep what was typed by themselves.
    ...document.querySelectorAll(`${parts} form[method=post]:not([data-autosave], [data-sheet])`),
  ];
  const fields = (form) =>
    [...form.elements].filter((field) => field.name && field.type && !skipped.includes(field.type));
  const isText = (field) => field.matches("textarea, input") && !isTicked(field);
  const isTicked = (field) => field.type === "checkbox" || field.type === "radio";
  // What the server put back into a form that it has refused: typed, though the page came with it.
  const putBack = new WeakSet();
  const isTyped = (field) => {
    if (putBack.has(field)) return true;
    if (isTicked(field)) return field.checked !== field.defaultChecked;
    if (!field.options) return field.value !== field.defaultValue;
    if (field.multiple)
      return [...field.options].some((option) => option.selected !== option.defaultSelected);
    const chosen = [...field.options].find((option) => option.defaultSelected) || field.options[0];
    return field.value !== chosen?.value;
  };

  // A form is known by its address and what it says of its row; of equals, by its place among them.
  // A line of a list in it (giai-2-name, beside giai-TOTAL_FORMS) is known by its own hidden fields:
  // where somebody else has taken one away, it is the same form, and the others have moved up.
  const lineOf = (form, name) => {
    const [, list, number] = name.match(/^(.+-)(\d+)-[^-]+$/) || [];
    return list && form.elements[`${list}TOTAL_FORMS`] ? `${list}${number}-` : "";
  };
  const isOfLines = (form, name) => name.endsWith("_FORMS") || lineOf(form, name) !== "";
  const columnOf = (form, name) => {
    const line = lineOf(form, name);
    return line ? name.replace(line, line.replace(/\d+-$/, "-")) : name;
  };
  const rowOf = (form, name) => {
    const line = lineOf(form, name);
    if (!line) return "";
    return [...form.elements]
      .filter((field) => field.type === "hidden" && field.name.startsWith(line))
      .map((field) => `${field.name.slice(line.length)}=${field.value}`)
      .join(" ");
  };
  // One whose buttons have addresses of their own is known by those: the page that answers has
  // the address of the button that was pressed.
  const addressOf = (form) =>
    form.getAttribute("action") ||
    [...form.elements].map((one) => one.getAttribute("formaction") || "").join("") ||
    location.pathname;
  const known = () => {
    const met = {};
    return forms().map((form) => {
      const row = [...form.elements]
        .filter((field) => field.type === "hidden" && !/^csrf|^upon/.test(field.name))
        .filter((field) => !isOfLines(form, field.name))
        .map((field) => `${field.name}=${field.value}`);
      const sign = [addressOf(form), ...row].join(" ");
      met[sign] = (met[sign] || 0) + 1;
      return { form, sign: `${sign} ${met[sign]}` };
    });
  };
  // Fields of one name, or of one column and row, are told apart by their place among them.
  const like = (form, column, row) =>
    fields(form).filter(
      (one) => columnOf(form, one.name) === column && rowOf(form, one.name) === row,
    );
  const chosenIn = (field) =>
    field.multiple && field.options
      ? [...field.selectedOptions].map((option) => option.value)
      : null;
  const labelOf = (field) => field.labels?.[0]?.textContent.trim() || field.name;
  const typedIn = ({ form, sign }) => ({
    sign,
    upon: form.elements.upon?.value, // the version on which it was typed
    typed: fields(form)
      .filter(isTyped)
      .map((field) => ({ field, of: [columnOf(form, field.name), rowOf(form, field.name)] }))
      .map(({ field, of }) => ({
        of,
        place: like(form, ...of).indexOf(field),
        value: field.value,
        chosen: chosenIn(field),
        ticked: isTicked(field) ? field.checked : null,
        label: isText(field) ? labelOf(field) : "",
      })),
  });

  const stands = (field, { value, chosen, ticked }) => {
    if (ticked !== null) return field.checked === ticked;
    return chosen ? String(chosenIn(field)) === String(chosen) : field.value === value;
  };
  // What was typed is shown where it was typed; what the answer itself shows as typed stays.
  const fieldOf = (form, { of, place: among, value, ticked }) => {
    const alike = like(form, ...of);
    return ticked === null ? alike[among] : alike.find((one) => one.value === value);
  };
  const fill = (form, one) => {
    const { value, chosen, ticked } = one;
    const field = fieldOf(form, one);
    if (!field || isTyped(field)) return false;
    if (stands(field, { value, chosen, ticked })) {
      putBack.add(field);
      return false;
    }
    if (ticked !== null) field.checked = ticked;
    else if (chosen)
      for (const option of field.options) option.selected = chosen.includes(option.value);
    else field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    for (let outer = field.closest("details"); outer; outer = outer.parentElement.closest("details"))
      outer.open = true;
    return true;
  };
  // The server may have put a line back as a new one: then its text stands in the same column.
  const isHomeless = (form, one) =>
    !fieldOf(form, one) &&
    !fields(form).some((field) => columnOf(form, field.name) === one.of[0] && stands(field, one));
  const show = ({ beside, pressed }) => {
    const left = [...beside, ...pressed];
    const homeless = []; // texts of lines that their forms have not any more
    for (const { form, sign } of known()) {
      const met = left.findIndex((one) => one.sign === sign);
      const [one] = met < 0 ? [] : left.splice(met, 1);
      const typed = one?.typed || [];
      homeless.push(...typed.filter((each) => isHomeless(form, each)));
      if (!typed.map((each) => fill(form, each)).some(Boolean)) continue;
      // Somebody else may have saved since: then the server shows both. What was sent knows already.
      if (one.upon && beside.includes(one)) form.elements.upon.value = one.upon;
      const said = document.createElement("p");
      said.className = "help";
      said.setAttribute("role", "status");
      said.textContent = note;
      form.prepend(said);
    }
    const texts = [...homeless, ...left.flatMap((one) => one.typed)];
    showLost(texts.filter((one) => one.label && one.value.trim()));
  };
  const element = (name, text = "") =>
    Object.assign(document.createElement(name), { textContent: text });
  const plain = (text) => text.replace(/\s+/g, " ").trim();
  const showLost = (homeless) => {
    // What the server itself shows to be copied stands there once.
    const there = [...document.querySelectorAll("[data-typed]")].map((one) => plain(one.textContent));
    const texts = homeless.filter(({ value }) => !there.includes(plain(value)));
    if (!texts.length) return;
    const box = element("section");
    box.className = "box push office-card";
    box.setAttribute("role", "status");
    const list = element("dl");
    for (const { label, value } of texts) {
      const text = element("dd", value);
      text.style.whiteSpace = "pre-wrap"; // its lines are kept
      list.append(element("dt", label), text);
    }
    box.append(element("p", lost), list);
    document.querySelector(parts)?.prepend(box);
  };

  const nothing = { beside: [], pressed: [] };
  const read = () => {
    const kept = JSON.parse(sessionStorage.getItem(place)) || nothing;
    return kept.who === who && Date.now() - kept.at < LONGEST ? kept : nothing;
  };
  const held = isDoor ? nothing : read();
  if (isDoor) pass();
  else sessionStorage.removeItem(place);
  // A page that only asks once more passes on what it was given. A press that was refused is shown
  // with what was typed into it.
  const asks = document.querySelector("[data-asks-once-more]");
  const isRefused = document.querySelector(".alert[data-variant=error], .messages .error") !== null;
  const isLost = isRefused || held.isPassed;
  if (!asks) show({ beside: held.beside, pressed: isLost ? held.pressed : [] });

  function pass() {
    const kept = JSON.parse(sessionStorage.getItem(place));
    if (kept) sessionStorage.setItem(place, JSON.stringify({ ...kept, isPassed: true }));
  }
  const hold = (beside, pressed) => {
    if (beside.length || pressed.length)
      sessionStorage.setItem(place, JSON.stringify({ beside, pressed, who, at: Date.now() }));
  };
  // A second person agrees to what is kept, not to what is only typed on this page.
  const isAnythingUnsaved = () =>
    [...document.querySelectorAll("form[data-asked-for]")].some(
      (form) => form.querySelector("#hai-ban, .error-summary") || fields(form).some(isTyped),
    );
  const sayUnsaved = (form) => {
    form.querySelector("[data-said-unsaved]")?.remove();
    const said = element("p", form.dataset.unsaved);
    said.className = "error-text";
    said.dataset.saidUnsaved = "";
    said.setAttribute("role", "alert");
    form.append(said);
  };
  addEventListener("submit", (event) => {
    const pressed = event.target;
    if (isDoor || event.defaultPrevented) return;
    if (!pressed.closest(parts) || pressed.matches("[data-leaves]")) return;
    if (pressed.dataset.unsaved && isAnythingUnsaved()) {
      event.preventDefault();
      sayUnsaved(pressed);
      return;
    }
    if (asks) {
      hold(held.beside, held.pressed);
      return;
    }
    const typed = (isOwn) =>
      known()
        .filter(({ form }) => (form === pressed) === isOwn)
        .map(typedIn)
        .filter((one) => one.typed.length);
    hold(typed(false), typed(true));
  });
  // “Not now”: what was about to be sent is shown again too.
  asks?.querySelector("[data-not-now]")?.addEventListener("click", () =>
    hold([...held.beside, ...held.pressed], []),
  );
}
