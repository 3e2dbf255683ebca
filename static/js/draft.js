// Autosave of a draft's step, a counter under long answers, and the sum of the authors' shares. Every form works without it.
const form = document.querySelector("[data-autosave]");
if (form) {
  const note = form.querySelector("[data-saved]");
  const kept = "draft:" + location.pathname;
  let timer, dirty = false;
  const save = async () => {
    dirty = false;
    try {
      const data = new FormData(form);
      data.delete("files"); // sent once, by the button
      const answer = await fetch(location.href, { method: "POST", body: data, headers: { "X-Autosave": "1" } });
      const told = await answer.json();
      if (!answer.ok) throw new Error();
      form.elements.revision.value = told.revision;
      note.textContent = told.saved;
      localStorage.removeItem(kept);
    } catch {
      dirty = true;
      localStorage.setItem(kept, JSON.stringify([...new FormData(form)].filter(([name]) => !name.startsWith("csrf") && name !== "files")));
    }
  };
  form.addEventListener("input", () => { dirty = true; clearTimeout(timer); timer = setTimeout(save, 1500); });
  form.addEventListener("submit", () => { clearTimeout(timer); dirty = false; localStorage.removeItem(kept); });
  addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  const lost = JSON.parse(localStorage.getItem(kept) || "[]");
  for (const [name, value] of lost) {
    const input = form.elements[name];
    if (input && name !== "revision" && input.value !== value) { input.value = value; dirty = true; }
  }
  if (dirty) save();
  for (const area of form.querySelectorAll("[data-counter]")) {
    const counter = document.createElement("p");
    counter.className = "counter";
    const show = () => { counter.textContent = `${area.value.length.toLocaleString("vi")} / ${Number(area.dataset.counter).toLocaleString("vi")}`; };
    area.addEventListener("input", show);
    area.after(counter);
    show();
  }
}
const authors = document.querySelector("[data-authors]");
if (authors) {
  const total = authors.querySelector("[data-share-total]");
  const show = () => {
    const shares = [...authors.querySelectorAll("input[name$=-share]")].map((input) => Number(input.value.replace(",", ".")) || 0);
    const sum = Math.round(shares.reduce((a, b) => a + b, 0) * 100) / 100;
    total.textContent = `${sum.toLocaleString("vi")} / 100 %`;
  };
  authors.addEventListener("input", show);
  show();
}
