// Autosave of a draft's step, a counter under long answers, and the sum of the authors' shares.
// Every form works without it. What was typed stays in the browser until the server has it: through
// a lost connection, an ended session, a closed window.
const form = document.querySelector("[data-autosave]");
if (form) {
  const note = form.querySelector("[data-saved]");
  const kept = "draft:" + location.pathname;
  const PAUSE = 1500; // ms after the last letter
  const MOST = 5000; // ms that anything typed waits, also of who types without a pause
  const LONGEST = 15000; // ms that an answer may take: a server that hangs has not saved
  const PRESSED = 3000; // ms that a press waits for the answer to a save which is under way
  const RESTS = [5000, 10000, 20000, 40000, 60000]; // ms before it is tried again
  const ASIDE = ["csrfmiddlewaretoken", "revision", "files"]; // not typed, or sent by the button
  let timer,
    failures = 0,
    isBusy = false,
    dirty = false,
    unsavedSince = 0,
    keptHere = "",
    pressed = null,
    unanswered = null; // what went out and was not answered, with the revision it stood upon
  const typed = () => [...new FormData(form)].filter(([name]) => !ASIDE.includes(name));
  const now = () => ({ revision: form.elements.revision.value, typed: typed() });
  const keep = (sent) => {
    keptHere = JSON.stringify({ ...now(), sent, unanswered });
    try {
      localStorage.setItem(kept, keptHere);
    } catch {
      // The browser has no room: the page is asked about before it is left.
    }
  };
  // What another window of this browser keeps is not thrown away.
  const forget = () => {
    if (localStorage.getItem(kept) === keptHere) localStorage.removeItem(kept);
  };
  const say = (words) => {
    if (note.textContent !== words) note.textContent = words;
  };
  // The session is over: the server answers, and leads to the door.
  const isOut = (answer) =>
    answer.status === 403 || (answer.redirected && answer.url.includes("/tai-khoan/"));
  const sayOut = () => {
    const door = document.createElement("a");
    door.href = note.dataset.door;
    door.textContent = note.dataset.signIn;
    note.replaceChildren(`${note.dataset.out} `, door);
  };
  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };
  const bodyOf = (sending) => {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.append("revision", sending.revision);
    for (const [name, value] of sending.typed) body.append(name, value);
    return body;
  };
  const save = async () => {
    if (isBusy) {
      later(500);
      return;
    } // one at a time: each stands upon the revision that the one before has made
    clearTimeout(timer);
    isBusy = true;
    dirty = false;
    unsavedSince = 0;
    // What was not answered may have arrived, also from a page that was left meanwhile. It goes out
    // again as it was: then the server sees that what it has is ours, and no other window's.
    const again = unanswered !== null;
    const sending = unanswered || now();
    unanswered = sending;
    keep(false);
    try {
      const answer = await fetch(location.href, {
        method: "POST",
        body: bodyOf(sending),
        headers: { "X-Autosave": again ? "again" : "1" },
        signal: AbortSignal.timeout(LONGEST),
      });
      if (isOut(answer)) {
        dirty = true;
        keep(false);
        sayOut();
        later(RESTS.at(-1)); // another window may sign in
        return;
      }
      const told = await answer.json();
      failures = 0;
      unanswered = null;
      if (told.revision) form.elements.revision.value = told.revision; // what was right is stored
      const isLeft = again && JSON.stringify(sending.typed) !== JSON.stringify(typed());
      if (isLeft && told.revision) {
        dirty = true;
        keep(false);
        later(0); // what was typed since
        return;
      }
      if (!answer.ok) {
        dirty = true;
        keep(false);
        say(told.text || note.dataset.kept);
        return;
      }
      if (dirty) keep(false); // typed while it was on its way
      else {
        forget();
        say(told.saved);
      }
    } catch {
      dirty = true;
      keep(false);
      say(note.dataset.kept);
      later(RESTS[Math.min(failures, RESTS.length - 1)]);
      failures += 1;
    } finally {
      isBusy = false;
      if (pressed) press();
    }
  };
  form.addEventListener("input", () => {
    dirty = true;
    unsavedSince ||= Date.now();
    keep(false);
    say(note.dataset.unsaved);
    later(Math.max(0, Math.min(PAUSE, unsavedSince + MOST - Date.now())));
  });
  const press = () => {
    const button = pressed;
    pressed = null;
    isBusy = false;
    form.requestSubmit(button);
  };
  form.addEventListener("submit", (event) => {
    if (isBusy && !event.defaultPrevented) {
      event.preventDefault(); // it would stand upon a revision that is just being replaced
      if (!pressed) setTimeout(() => pressed && press(), PRESSED);
      pressed = event.submitter;
      return;
    }
    clearTimeout(timer);
    dirty = false;
    unanswered ||= now();
    keep(true);
  });
  addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
  // What was refused stands on this page alone: it is kept until the server takes it.
  const isRefused =
    !form.hasAttribute("data-stored") &&
    form.querySelector(".error-summary, [aria-invalid=true]") !== null;
  // So does what was typed before the door, and is shown behind it.
  if (isRefused || note.hasAttribute("data-typed-before")) {
    dirty = true;
    keep(false);
  }
  const left = dirty ? null : JSON.parse(localStorage.getItem(kept) || "null");
  // Sent, and the stored draft has grown since: the server has it.
  if (left?.sent && Number(form.elements.revision.value) > Number(left.revision))
    localStorage.removeItem(kept);
  else if (left?.typed) {
    for (const input of form.elements) {
      if (!input.name || ASIDE.includes(input.name) || ["hidden", "submit"].includes(input.type))
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
      unanswered = left.unanswered || null;
      save();
    } else localStorage.removeItem(kept);
  }
  const early = [...form.elements].some(
    (input) => /text/.test(input.type) && input.value !== input.defaultValue,
  );
  if (!dirty && early) {
    dirty = true;
    keep(false);
    say(note.dataset.unsaved);
    later(PAUSE);
  } // typed before this script had come over a slow line
  for (const area of form.querySelectorAll("[data-counter]")) {
    const counter = document.createElement("p");
    counter.className = "counter";
    const show = () => {
      const most = Number(area.dataset.counter).toLocaleString("vi");
      const letters = [...area.value.normalize("NFC")].length; // with its marks a letter is one
      counter.textContent = `${letters.toLocaleString("vi")} / ${most}`;
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
