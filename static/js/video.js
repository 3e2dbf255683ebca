// A video is asked for only after the reader has agreed; without script the link beside it is all there is.
for (const place of document.querySelectorAll("[data-video]")) {
  place.hidden = false;
  place.querySelector("button").addEventListener("click", () => {
    const frame = document.createElement("iframe");
    frame.src = place.dataset.video;
    frame.title = place.dataset.title;
    frame.allow = "fullscreen; encrypted-media";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    place.replaceChildren(frame);
    frame.focus();
  });
}
