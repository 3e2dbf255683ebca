{
  // Ctrl K: the office's search over the page. Its form and answer come from the server; without
  // script the same form is a page of its own, behind the search of the menu.
  const address = document.currentScript.dataset.address;
  const WAIT = 180; // milliseconds after the last key
  let dialog;
  let waiting;
  let asked = 0;

  const middle = async (words) => {
    const query = new URLSearchParams({ q: words, "cua-so": "1" });
    const answer = await fetch(`${address}?${query}`);
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("[data-finding]");
  };

  const lines = () => [...dialog.querySelectorAll("[data-found]")];

  const ask = async (words) => {
    asked += 1;
    const mine = asked;
    try {
      const found = await middle(words);
      // An earlier answer that comes late is not shown over a later one.
      if (mine !== asked) return;
      dialog.querySelector("[data-answer]").replaceWith(found.querySelector("[data-answer]"));
    } catch {
      /* the form still leads to the page of the search */
    }
  };

  const move = (step) => {
    const all = lines();
    const at = all.indexOf(document.activeElement);
    if (at + step < 0) return dialog.querySelector("[type=search]").focus();
    return all[Math.min(at + step, all.length - 1)]?.focus();
  };

  const onKey = (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      event.preventDefault();
      move(steps[event.key]);
    }
    const input = dialog.querySelector("[type=search]");
    if (event.key === "Enter" && event.target === input && lines().length) {
      event.preventDefault();
      lines()[0].click();
    }
  };

  const make = async () => {
    const found = await middle("");
    const made = document.createElement("dialog");
    made.className = "finding-window office";
    const input = found.querySelector("[type=search]");
    made.setAttribute("aria-label", input.placeholder);
    made.append(found);
    made.addEventListener("keydown", onKey);
    made.addEventListener("click", (event) => event.target === made && made.close());
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => ask(input.value), WAIT);
    });
    document.body.append(made);
    return made;
  };

  const open = async () => {
    try {
      dialog ??= await make();
    } catch {
      location.assign(address);
      return;
    }
    if (!dialog.open) dialog.showModal();
    dialog.querySelector("[type=search]").select();
  };

  document.addEventListener("keydown", (event) => {
    const isAsked = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    // In a text that is written with Wagtail's editor the same keys make a link.
    if (!isAsked || event.altKey || event.target.isContentEditable) return;
    event.preventDefault();
    open();
  });
}
