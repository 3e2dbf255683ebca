// The scoresheet: live total, the band in which a number lies, Enter to the next criterion, autosave. Works without script too.
const form = document.querySelector("[data-sheet]");
const inputs = [...form.querySelectorAll("input[data-max]")];
const total = form.querySelector("[data-total]");
const lock = form.querySelector("[data-lock]");
const note = form.querySelector("[data-saved]");
const kept = "sheet:" + location.pathname;
const number = (text) => (text.trim() === "" ? NaN : Number(text.trim().replace(",", ".")));

const show = () => {
  let sum = 0, met = 0, complete = true;
  for (const input of inputs) {
    const value = number(input.value);
    const good = value >= 0 && value <= Number(input.dataset.max);
    complete &&= good || (input.hasAttribute("data-optional") && input.value.trim() === "");
    if (good) { sum += value; met += Number(input.dataset.max); }
    for (const band of input.closest(".criterion").querySelectorAll(".band")) {
      band.toggleAttribute("data-on", good && Math.ceil(value) >= Number(band.dataset.from) && Math.ceil(value) <= Number(band.dataset.to));
    }
  }
  // What does not apply is left out: the rest counts as the whole.
  if (met > 0 && complete) sum = Math.round((100 * sum * Number(form.dataset.most)) / met) / 100;
  total.textContent = sum.toLocaleString(document.documentElement.lang);
  if (lock) lock.disabled = !complete || met === 0;
};

let timer;
const save = async () => {
  const body = new FormData(form);
  try {
    const answer = await fetch(location.href, { method: "POST", body, headers: { "X-Autosave": "1" } });
    const data = await answer.json();
    if (answer.ok) { note.textContent = data.saved; localStorage.removeItem(kept); }
  } catch {
    localStorage.setItem(kept, JSON.stringify([...body].filter(([name]) => !name.startsWith("csrf"))));
    timer = setTimeout(save, 10000);
  }
};

if (lock) {
  for (const [name, value] of JSON.parse(localStorage.getItem(kept) || "[]")) if (form.elements[name]) form.elements[name].value = value;
  form.addEventListener("input", () => { show(); clearTimeout(timer); timer = setTimeout(save, 1500); });
  form.addEventListener("submit", () => { clearTimeout(timer); localStorage.removeItem(kept); });
  inputs.forEach((input, place) => input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    (inputs[place + 1] || form.elements.comment).focus();
  }));
}
show();
