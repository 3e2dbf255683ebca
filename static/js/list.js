// The keyboard through the rows of a list: j or ↓, k or ↑, x chooses, Enter opens, Esc closes what
// stands beside. Without it every row is a link and a box to tick.
const table = document.querySelector("[data-list]");

if (table) {
  const rows = [...table.tBodies[0].rows].filter((row) => row.querySelector("[data-opens]"));
  const box = (row) => row.querySelector("input[type=checkbox]");
  const told = document.querySelector("[data-chosen]");
  let at = -1;

  const tell = () => {
    if (!told) return;
    const chosen = rows.filter((row) => box(row)?.checked).length;
    told.textContent = chosen ? told.dataset.chosen.replace("{n}", chosen) : "";
    told.closest("[data-bulk]")?.classList.toggle("has-chosen", chosen > 0);
  };

  const go = (to) => {
    if (!rows.length) return;
    rows[at]?.classList.remove("here");
    at = Math.min(Math.max(to, 0), rows.length - 1);
    rows[at].classList.add("here");
    rows[at].querySelector("[data-opens]").focus();
    rows[at].scrollIntoView({ block: "nearest" });
  };


  // Beside the list: the row where the keys are, fetched once it has stayed there for a moment.
  const panel = document.querySelector("[data-beside-panel]");
  const WAIT = 250; // milliseconds
  let waiting;
  let shownFor;

  const beside = async (row) => {
    const link = row.querySelector("[data-opens]");
    const address = new URL(table.dataset.beside, link.href);
    shownFor = link.href;
    try {
      const answer = await fetch(address);
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (shownFor !== link.href) return;
      panel.querySelector("[data-beside-content]").replaceChildren(...page.body.children);
      const place = panel.querySelector("[data-place]");
      const numbers = { n: rows.indexOf(row) + 1, all: rows.length };
      place.textContent = place.dataset.place.replace(/{(\w+)}/g, (_all, name) => numbers[name]);
      panel.hidden = false;
    } catch {
      /* the link still opens the whole page */
    }
  };

  const look = (row) => {
    if (!panel || !row) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => beside(row), panel.hidden ? 0 : WAIT);
  };

  const close = () => {
    clearTimeout(waiting);
    shownFor = undefined;
    panel.hidden = true;
    rows[at]?.querySelector("[data-opens]").focus();
  };

  panel?.querySelector("[data-beside-close]").addEventListener("click", close);

  // A press on a row, beside its link and its box, shows it; its link opens it.
  if (panel) {
    table.addEventListener("click", (event) => {
      const row = event.target.closest("tbody tr");
      if (!row || event.target.closest("a, input, button") || !rows.includes(row)) return;
      go(rows.indexOf(row));
      look(row);
    });
  }

  const step = (by) => {
    go(at + by);
    look(rows[at]);
  };

  const moves = {
    j: () => step(1),
    ArrowDown: () => step(1),
    k: () => step(-1),
    ArrowUp: () => step(-1),
    x: () => rows[at] && box(rows[at])?.click(),
  };

  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.matches("input:not([type=checkbox]), select, textarea, summary");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && panel && !panel.hidden) return close();
    // Arrows scroll the page until somebody has gone into the rows.
    if (event.key.startsWith("Arrow") && !table.contains(document.activeElement)) return;
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  });

  // A row that is reached by Tab or by a press is the one from which the keys go on.
  table.addEventListener("focusin", (event) => {
    const reached = rows.indexOf(event.target.closest("tr"));
    if (reached < 0) return;
    rows[at]?.classList.remove("here");
    at = reached;
    rows[at].classList.add("here");
  });

  table.addEventListener("change", tell);
  tell();
}
