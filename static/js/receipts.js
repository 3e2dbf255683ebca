// Looks a receipt up in the list that somebody has downloaded, and computes the root over all
// counted receipts: in this browser alone, also without a network. Without it the server answers.
{
  const BETWEEN = /[\s\-–.·]+/g;
  const DIGITS = /^[0-9a-f]{12,64}$/;
  const encoder = new TextEncoder();
  const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

  // RFC 9162: a leaf is H(0, text), a node is H(1, left, right); one left over goes up as it is.
  const node = (left, right) => sha256(Uint8Array.of(1, ...left, ...right));
  const rootOf = (receipts) => {
    let level = receipts.map((receipt) => sha256(Uint8Array.of(0, ...encoder.encode(receipt))));
    if (!level.length) return hex(sha256(new Uint8Array()));
    while (level.length > 1) {
      const above = [];
      for (let i = 0; i < level.length; i += 2) {
        above.push(i + 1 < level.length ? node(level[i], level[i + 1]) : level[i]);
      }
      level = above;
    }
    return hex(level[0]);
  };

  // {root: what the file says, rows: [[receipt, fate]]}; null for what is no such file.
  const read = (text) => {
    try {
      const [head, ...rows] = text.trimEnd().split("\n").map((line) => JSON.parse(line));
      return rows.every((row) => row.length === 2) ? { root: head.root, rows } : null;
    } catch {
      return null;
    }
  };

  const part = document.querySelector("[data-receipts]");
  const place = part?.querySelector("[data-receipts-file]");
  if (place) {
    const words = part.dataset;
    const typed = document.querySelector("#ma");
    const file = place.querySelector("input");
    const said = place.querySelector("output");
    const fates = { counted: words.counted, set_aside: words.setAside, taken_back: words.takenBack };
    let list = null;

    const tell = () => {
      if (!list) return;
      const digits = typed.value.trim().toLowerCase().replace(BETWEEN, "");
      const found = DIGITS.test(digits) ? list.rows.filter(([code]) => code.startsWith(digits)) : [];
      const lines = [list.isWhole ? words.whole : words.broken];
      if (typed.value.trim()) lines.unshift(found.length === 1 ? fates[found[0][1]] : words.unknown);
      said.replaceChildren(...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
    };

    file.addEventListener("change", async () => {
      list = file.files[0] ? read(await file.files[0].text()) : null;
      if (!list) {
        said.textContent = file.files[0] ? words.unreadable : "";
        return;
      }
      const root = rootOf(list.rows.filter(([, fate]) => fate === "counted").map(([code]) => code).sort());
      list.isWhole = root === words.root && list.root === root;
      tell();
    });
    typed.addEventListener("input", tell);
    place.hidden = false;
  }
}
