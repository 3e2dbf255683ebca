// Pages of signing in: a code can be asked for again when its clock has run down, and a password can
// be looked at. Without script the server says how long to wait.
const { show, hide } = document.currentScript.dataset;

for (const button of document.querySelectorAll("[data-wait]")) {
  const words = button.textContent.trim();
  const from = Date.now();
  const tick = () => {
    const left = Math.ceil(Number(button.dataset.wait) - (Date.now() - from) / 1000);
    button.disabled = left > 0;
    const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    button.textContent = left > 0 ? `${words} (${clock})` : words;
    if (left <= 0) clearInterval(timer);
  };
  const timer = setInterval(tick, 1000);
  tick();
}

for (const input of show ? document.querySelectorAll("input[type=password]") : []) {
  const look = document.createElement("button");
  look.type = "button";
  look.className = "entrance-look";
  look.textContent = show;
  look.setAttribute("aria-pressed", "false");
  look.addEventListener("click", () => {
    const isShown = input.type === "text";
    input.type = isShown ? "password" : "text";
    look.textContent = isShown ? show : hide;
    look.setAttribute("aria-pressed", String(!isShown));
  });
  input.after(look);
}
