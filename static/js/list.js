// The keyboard through the rows of a list: j or ↓, k or ↑, x chooses, Enter opens. Without it
// every row is a link and a box to tick.
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
  };

  const go = (to) => {
    if (!rows.length) return;
    rows[at]?.classList.remove("here");
    at = Math.min(Math.max(to, 0), rows.length - 1);
    rows[at].classList.add("here");
    rows[at].querySelector("[data-opens]").focus();
    rows[at].scrollIntoView({ block: "nearest" });
  };

  const moves = {
    j: () => go(at + 1),
    ArrowDown: () => go(at + 1),
    k: () => go(at - 1),
    ArrowUp: () => go(at - 1),
    x: () => rows[at] && box(rows[at])?.click(),
  };

  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.matches("input:not([type=checkbox]), select, textarea, summary");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
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
