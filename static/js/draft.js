// Autosave of a draft's step, a counter under long answers, and the sum of the authors' shares.
// Every form works without it. What was typed stays in the browser until the server has it: through
// a lost connection, an ended session, a closed window.
const form = document.querySelector("[data-autosave]");
if (form) {
  const note = form.querySelector("[data-saved]");
  const kept = "draft:" + location.pathname;
  const LONGEST = 15000; // ms that an answer may take: a server that hangs has not saved
  const RESTS = [5000, 10000, 20000, 40000, 60000]; // ms before it is tried again
  let timer,
    failures = 0,
    isBusy = false,
    dirty = false;
  const typed = () =>
    [...new FormData(form)].filter(
      ([name]) => name !== "csrfmiddlewaretoken" && name !== "revision" && name !== "files",
    );
  const keep = (sent) =>
    localStorage.setItem(
      kept,
      JSON.stringify({ revision: form.elements.revision.value, sent, typed: typed() }),
    );
  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };
  const save = async () => {
    if (isBusy) {
      later(500);
      return;
    } // one at a time: each stands upon the revision that the one before has made
    clearTimeout(timer);
    isBusy = true;
    dirty = false;
    try {
      const data = new FormData(form);
      data.delete("files"); // sent once, by the button
      const answer = await fetch(location.href, {
        method: "POST",
        body: data,
        headers: { "X-Autosave": "1" },
        signal: AbortSignal.timeout(LONGEST),
      });
      const told = await answer.json();
      failures = 0;
      if (!answer.ok) {
        dirty = true;
        if (told.revision) form.elements.revision.value = told.revision; // what was right is stored
        keep(false);
        note.textContent = told.text || note.dataset.kept;
        return;
      }
      form.elements.revision.value = told.revision;
      note.textContent = told.saved;
      if (dirty) keep(false); // typed while it was on its way
      else localStorage.removeItem(kept);
    } catch {
      dirty = true;
      keep(false);
      note.textContent = note.dataset.kept;
      later(RESTS[Math.min(failures, RESTS.length - 1)]);
      failures += 1;
    } finally {
      isBusy = false;
    }
  };
  form.addEventListener("input", () => {
    dirty = true;
    later(1500);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    dirty = false;
    keep(true);
  });
  addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
  // What was refused stands on this page alone: it is kept until the server takes it.
  const isRefused =
    !form.hasAttribute("data-stored") &&
    form.querySelector(".error-summary, [aria-invalid=true]") !== null;
  if (isRefused) {
    dirty = true;
    keep(false);
  }
  const left = isRefused ? null : JSON.parse(localStorage.getItem(kept) || "null");
  // Sent, and the stored draft has grown since: the server has it.
  if (left?.sent && Number(form.elements.revision.value) > Number(left.revision))
    localStorage.removeItem(kept);
  else if (left?.typed) {
    for (const input of form.elements) {
      if (
        !input.name ||
        ["csrfmiddlewaretoken", "revision", "files"].includes(input.name) ||
        ["hidden", "submit"].includes(input.type)
      )
        continue;
      const values = left.typed.filter(([name]) => name === input.name).map(([, value]) => value);
      if (input.type === "checkbox" || input.type === "radio") {
        if (input.checked !== values.includes(input.value)) {
          input.checked = !input.checked;
          dirty = true;
        }
      } else if (values.length && input.value !== values[0]) {
        input.value = values[0];
        dirty = true;
      }
    }
    if (dirty) {
      // Another window may have saved since: then the server shows both.
      form.elements.revision.value = left.revision;
      save();
    } else localStorage.removeItem(kept);
  }
  const early = [...form.elements].some(
    (input) => /text/.test(input.type) && input.value !== input.defaultValue,
  );
  if (!dirty && early) {
    dirty = true;
    timer = setTimeout(save, 1500);
  } // typed before this script had come over a slow line
  for (const area of form.querySelectorAll("[data-counter]")) {
    const counter = document.createElement("p");
    counter.className = "counter";
    const show = () => {
      const most = Number(area.dataset.counter).toLocaleString("vi");
      counter.textContent = `${area.value.length.toLocaleString("vi")} / ${most}`;
    };
    area.addEventListener("input", show);
    area.after(counter);
    show();
  }
}
const authors = document.querySelector("[data-authors]");
if (authors) {
  const total = authors.querySelector("[data-share-total]");
  const show = () => {
    const shares = [...authors.querySelectorAll("input[name$=-share]")].map(
      (input) => Number(input.value.replace(",", ".")) || 0,
    );
    const sum = Math.round(shares.reduce((a, b) => a + b, 0) * 100) / 100;
    total.textContent = `${sum.toLocaleString("vi")} / 100 %`;
  };
  authors.addEventListener("input", show);
  show();
}
