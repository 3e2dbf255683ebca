// Keys of the contact sheet; without script every page has its buttons.
const pages = [...document.querySelectorAll("[data-look]")];
const keys = document.querySelector("[data-look-keys]");
if (keys) keys.hidden = false;

const at = () => pages.findIndex((page) => page.contains(document.activeElement));
const go = (place) => {
  const page = pages[Math.min(pages.length - 1, Math.max(0, place))];
  page?.focus();
  page?.scrollIntoView({ block: "nearest" });
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input, textarea")) return;
  const place = at();
  const page = pages[place];
  if (event.key === "j" || event.key === "ArrowRight") go(place + 1);
  else if (event.key === "k" || event.key === "ArrowLeft") go(place - 1);
  else if (page && event.key === "Enter" && event.target === page) page.querySelector("[data-look-seen]").click();
  else if (page && event.key === "b") page.querySelector("[data-look-cover]").click();
  else if (page && event.key === "z") page.classList.toggle("look-large");
  else return;
  event.preventDefault();
});
go(0);
