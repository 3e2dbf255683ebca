// Asks the browser to keep the page that is shown where there is no network.
{
  const worker = document.currentScript.dataset.worker;
  if ("serviceWorker" in navigator) {
    addEventListener("load", () => navigator.serviceWorker.register(worker).catch(() => {}));
  }
  // A page without transitions comes next: the one that was begun is broken off, which is no fault.
  addEventListener("pageswap", (swap) => {
    swap.viewTransition?.ready.catch(() => {});
    swap.viewTransition?.finished.catch(() => {});
  });
}
