// The scoresheet: live total and what is missing, bands and steps by touch, Enter to the next
// criterion, autosave. Works without script too.
const form = document.querySelector("[data-sheet]");
const inputs = [...form.querySelectorAll("input[data-max]")];
const total = form.querySelector("[data-total]");
const missing = form.querySelector("[data-missing]");
const lock = form.querySelector("[data-lock]");
const note = form.querySelector("[data-saved]");
if (!note.textContent.trim()) note.textContent = note.dataset.keys || "";
const kept = "sheet:" + form.getAttribute("action");
const number = (text) => (text.trim() === "" ? NaN : Number(text.trim().replace(",", ".")));

const language = document.documentElement.lang;
const isGood = (input) => {
  const value = number(input.value);
  const steps = value / Number(input.dataset.step);
  const isWhole = Math.abs(steps - Math.round(steps)) < 1e-6; // 0.3 is three times 0.1
  return value >= 0 && value <= Number(input.dataset.max) && isWhole;
};
const isLeftOut = (input) => input.hasAttribute("data-optional") && input.value.trim() === "";

const sayWhatIsMissing = () => {
  const left = inputs.filter((input) => !isGood(input) && !isLeftOut(input));
  const { one, several } = missing.dataset;
  if (left.length === 1) missing.textContent = one.replace("{name}", left[0].labels[0].textContent);
  else missing.textContent = left.length ? several.replace("{count}", left.length) : "";
};

const show = () => {
  let sum = 0,
    met = 0,
    complete = true;
  for (const input of inputs) {
    const value = number(input.value);
    const good = isGood(input);
    complete &&= good || isLeftOut(input);
    if (good) {
      sum += value;
      met += Number(input.dataset.max);
    }
    for (const band of input.closest(".criterion").querySelectorAll(".band")) {
      const { from, to } = band.dataset;
      band.toggleAttribute(
        "data-on",
        good && Math.ceil(value) >= Number(from) && Math.ceil(value) <= Number(to),
      );
    }
  }
  // What does not apply is left out: the rest counts as the whole.
  if (met > 0 && complete) sum = Math.round((100 * sum * Number(form.dataset.most)) / met) / 100;
  total.textContent = sum.toLocaleString(language);
  for (const place of document.querySelectorAll("[data-sum]"))
    place.textContent = met > 0 ? total.textContent : "–";
  sayWhatIsMissing();
  if (lock) lock.disabled = !complete || met === 0;
};

// Points by touch: a step more or less, or the middle of a band. Arrow keys do the same.
const put = (input, value) => {
  const step = Number(input.dataset.step);
  const least = Math.min(Math.max(value, 0), Number(input.dataset.max));
  input.value = (Math.round(least / step) * step).toLocaleString(language, { useGrouping: false });
  input.dispatchEvent(new Event("input", { bubbles: true }));
};
const move = (input, steps) => {
  const value = number(input.value);
  put(input, (isNaN(value) ? 0 : value) + steps * Number(input.dataset.step));
};
const choose = (input, band) => {
  if (band.hasAttribute("data-on")) return; // the finer mark within it stays
  put(input, (Number(band.dataset.from) + Number(band.dataset.to)) / 2);
};

// Beside each field what is wrong with it, by the number of its criterion.
const mark = (errors) => {
  for (const input of inputs) {
    const words = errors[input.id.replace("points-", "")] || "";
    document.getElementById(input.id.replace("points-", "error-")).textContent = words;
    if (words) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }
};

// What could not be sent waits on this device, with the version of the sheet that it was typed upon,
// and is sent when it can be. `sent`: what went out and was not answered.
const version = form.querySelector("[data-version]");
let keptHere = "",
  sent = [];
const typed = () =>
  [...new FormData(form)].filter(([name]) => !name.startsWith("csrf") && name !== "upon");
const keep = (locks) => {
  keptHere = JSON.stringify({ base: version.value, locks, sent, typed: typed() });
  try {
    localStorage.setItem(kept, keptHere);
  } catch {
    // The browser has no room: the server has to be asked all the sooner.
  }
};
// What another window of this browser keeps is not thrown away.
const forget = () => {
  sent = [];
  if (localStorage.getItem(kept) === keptHere) localStorage.removeItem(kept);
};

// The sheet in two windows: both versions stand above it, and a press says which one counts.
const both = form.querySelector("[data-both]");
let isUndecided = both.childElementCount > 0;
const plain = (text) => text.replace(/\r/g, "").trim();
const isSame = (name, one, other) =>
  plain(one) === plain(other) || (name.startsWith("points-") && number(one) === number(other));
// Whether what is stored is what this window sent itself, when only the answer was lost.
const isOwn = (stored) =>
  sent.some((fields) => {
    const values = Object.fromEntries(fields);
    return Object.entries(stored).every(([name, value]) => isSame(name, value, values[name] ?? ""));
  });
const compare = (page) => {
  isUndecided = true;
  both.innerHTML = page;
  both.focus();
};

// What is locked is read once more: every mark, the total, and the words for council and entrant.
const recap = form.querySelector("[data-recap]");
const line = (what, value, isLong = false) => {
  const row = document.createElement("div");
  row.toggleAttribute("data-long", isLong);
  for (const [name, text] of [
    ["dt", what],
    ["dd", value],
  ]) {
    const part = document.createElement(name);
    part.textContent = text;
    part.classList.toggle("lines", isLong && name === "dd");
    row.append(part);
  }
  return row;
};
const pointsOf = (input) =>
  isGood(input) ? number(input.value).toLocaleString(language) : input.value.trim() || "–";
const ask = () => {
  const facts = recap.querySelector("[data-recap-facts]");
  const words = [form.elements.comment, form.elements.remark].filter(Boolean);
  facts.replaceChildren(
    ...inputs.map((input) => line(input.labels[0].textContent, pointsOf(input))),
    line(facts.dataset.totalLabel, total.textContent),
    ...words.map((area) => line(area.labels[0].textContent, area.value.trim() || "–", true)),
  );
  recap.showModal();
};

const PAUSE = 1500; // ms after the last letter
const MOST = 5000; // ms that anything typed waits, also of who types without a pause
const LONGEST = 15000; // ms that an answer may take: a server that hangs has not saved
const RESTS = [5000, 10000, 20000, 40000, 60000]; // ms before it is tried again
let timer,
  failures = 0,
  wantsLock = false,
  isDirty = false,
  unsavedSince = 0,
  isBusy = false;
const later = (wait) => {
  clearTimeout(timer);
  timer = setTimeout(save, wait);
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
const save = async () => {
  clearTimeout(timer);
  isDirty = false;
  unsavedSince = 0;
  keep(wantsLock);
  if (isUndecided) return;
  if (isBusy) {
    later(500);
    return;
  } // one at a time: each stands upon the version that the one before has made
  isBusy = true;
  const body = new FormData(form);
  const address = wantsLock ? lock.formAction : form.action;
  if (wantsLock) body.append("confirmed", "yes");
  sent = [...sent.slice(-9), typed()];
  keep(wantsLock);
  try {
    const answer = await fetch(address, {
      method: "POST",
      body,
      headers: { "X-Autosave": "1" },
      signal: AbortSignal.timeout(LONGEST),
    });
    if (isOut(answer)) {
      sayOut();
      later(RESTS.at(-1)); // another window may sign in
      return;
    }
    const data = await answer.json();
    failures = 0;
    if (data.both && isOwn(data.stored)) {
      version.value = data.newest;
      later(0);
      return;
    }
    if (data.version) version.value = data.version;
    // What was not taken stays on this device until the server has it.
    const isTaken = answer.ok || (data.locked && !data.both);
    if (isTaken && !isDirty) forget();
    else {
      sent = [];
      keep(false); // with what was typed while it was on its way
    }
    mark(data.errors || {});
    if (data.next) {
      location.href = data.next;
      return;
    }
    if (data.locked) {
      // Locked elsewhere: the page shows what was locked, and what was typed here beside it.
      if (data.both) form.submit();
      else location.reload(); // an earlier request arrived after all
      return;
    }
    if (!answer.ok) note.textContent = data.text;
    else if (!isDirty) note.textContent = data.saved;
    if (data.both) compare(data.both);
    wantsLock = false;
  } catch (error) {
    const isHanging = navigator.onLine && error.name !== "TypeError"; // there is a line
    note.textContent = wantsLock ? form.dataset.offlineLock : form.dataset.offline;
    if (isHanging) note.textContent = wantsLock ? form.dataset.slowLock : form.dataset.slow;
    later(RESTS[Math.min(failures, RESTS.length - 1)]);
    failures += 1;
  } finally {
    isBusy = false;
  }
};

if (lock) {
  const waiting = JSON.parse(localStorage.getItem(kept) || "null");
  if (waiting && !isUndecided) {
    for (const [name, value] of waiting.typed)
      if (form.elements[name]) form.elements[name].value = value;
    // Another window may have saved since: then the server shows both.
    version.value = waiting.base;
    sent = waiting.sent || [];
    wantsLock = waiting.locks;
    later(500);
  }
  both.addEventListener("click", (event) => {
    if (event.target.matches("[data-take-stored]")) localStorage.removeItem(kept);
  });
  form.addEventListener("input", () => {
    show();
    isDirty = true;
    unsavedSince ||= Date.now();
    wantsLock = false;
    keep(false);
    if (!isUndecided) note.textContent = note.dataset.unsaved;
    later(Math.max(0, Math.min(PAUSE, unsavedSince + MOST - Date.now())));
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.name === "upon") {
      version.value = event.submitter.value;
      isUndecided = false;
      both.replaceChildren();
    } else if (isUndecided) {
      both.scrollIntoView();
      return;
    }
    if (event.submitter === lock) {
      ask();
      return;
    }
    wantsLock = false;
    save();
  });
  recap.querySelector("[data-recap-back]").addEventListener("click", () => recap.close());
  recap.querySelector("[data-recap-lock]").addEventListener("click", () => {
    recap.close();
    wantsLock = true;
    save();
  });
  addEventListener("online", () => localStorage.getItem(kept) && save());
  inputs.forEach((input, place) => {
    const criterion = input.closest(".criterion");
    input.addEventListener("keydown", (event) => {
      const steps = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (steps) move(input, steps);
      else if (event.key === "Enter") (inputs[place + 1] || form.elements.comment).focus();
      else return;
      event.preventDefault();
    });
    for (const button of criterion.querySelectorAll("[data-move]")) {
      button.hidden = false;
      button.addEventListener("click", () => move(input, Number(button.dataset.move)));
    }
    for (const band of criterion.querySelectorAll(".band")) {
      band.toggleAttribute("data-choice", true);
      band.addEventListener("click", () => choose(input, band));
    }
  });
} else {
  if (!isUndecided) localStorage.removeItem(kept); // locked: nothing waits any more
}
show();
