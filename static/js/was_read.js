// An article that was in sight for ten seconds was read; the page says so once, without a cookie.
{
  const address = document.currentScript.dataset.address;
  const readAfter = 10_000; // milliseconds in sight
  let waits = 0;

  const look = () => {
    clearTimeout(waits);
    if (document.visibilityState !== "visible") return;
    waits = setTimeout(() => {
      document.removeEventListener("visibilitychange", look);
      navigator.sendBeacon(address);
    }, readAfter);
  };

  document.addEventListener("visibilitychange", look);
  look();
}
