// On a phone the parts of a page (dossier, files, sheet) are shown one at a time; each is one tap away
// and keeps where one was in it. Without script they stand below each other, and the tabs lead there.
{
  const page = document.querySelector("[data-parts]");
  const parts = [...page.querySelectorAll("[data-part]")];
  const links = [...document.querySelectorAll(".desk-tabs a, .desk-foot a")];
  const names = parts.map((part) => part.id).filter(Boolean);
  const narrow = matchMedia("(max-width: 63.99rem)");
  const places = {}; // how far each part was read

  // What is to be mended is what one sees first.
  const begin = () =>
    page.querySelector("#phieu .alert, #phieu [aria-invalid]") ? "phieu" : names[0];

  const show = (name) => {
    const before = page.dataset.shown;
    if (before) places[before] = scrollY;
    page.dataset.shown = name;
    for (const part of parts) part.hidden = ![part.id, part.dataset.with].includes(name);
    for (const link of links) {
      if (link.hash === "#" + name) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    if (before && before !== name) scrollTo(0, places[name] || 0);
  };

  const lay = () => {
    if (narrow.matches) {
      show(names.includes(location.hash.slice(1)) ? location.hash.slice(1) : begin());
      return;
    }
    delete page.dataset.shown;
    for (const part of parts) part.hidden = false;
  };

  for (const link of links)
    link.addEventListener("click", (event) => {
      if (!narrow.matches) return;
      event.preventDefault();
      history.replaceState(null, "", link.hash); // found again after a reload
      show(link.hash.slice(1));
    });
  narrow.addEventListener("change", lay);
  lay();
}
