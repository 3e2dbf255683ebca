// The question between the two taps of a vote: Escape and a press beside it close it, and what is
// open is reached by the keyboard at once. Without it a second press on the same button closes it.
{
  const asked = [...document.querySelectorAll("details.two-taps")];
  const open = () => asked.find((each) => each.open);

  asked.forEach((each) =>
    each.addEventListener("toggle", () => {
      if (!each.open) return;
      each.querySelector("button").focus({ preventScroll: true });
    }),
  );

  const close = (each, isFocused) => {
    each.open = false;
    if (isFocused) each.querySelector("summary").focus({ preventScroll: true });
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open()) close(open(), true);
  });
  document.addEventListener("click", (event) => {
    const now = open();
    if (now && !now.contains(event.target)) close(now, false);
  });
}
