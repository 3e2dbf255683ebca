// Asks the browser to keep the page that is shown where there is no network.
{
  const worker = document.currentScript.dataset.worker;
  if ("serviceWorker" in navigator) {
    addEventListener("load", () => navigator.serviceWorker.register(worker).catch(() => {}));
  }
}
