// Time left of a presentation; without script the page says when it began and how long it takes.
const show = (timer) => {
  const ends = new Date(timer.dataset.since).getTime() + Number(timer.dataset.timer) * 60000;
  const left = Math.round((ends - Date.now()) / 1000);
  const minutes = Math.floor(Math.abs(left) / 60),
    seconds = String(Math.abs(left) % 60).padStart(2, "0");
  timer.textContent = `${left < 0 ? "−" : ""}${minutes}:${seconds}`;
  timer.dataset.variant = left < 0 ? "bad" : "gold";
};
for (const timer of document.querySelectorAll("[data-timer]")) {
  show(timer);
  setInterval(show, 1000, timer);
}
