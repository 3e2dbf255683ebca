// Files in pieces (tus): drag or pick several, progress, pause, go on after a cut. Without script
// the form posts them whole.
const area = document.querySelector("[data-uploads]");
if (area && window.tus && tus.isSupported) {
  const input = area.querySelector("input[type=file]");
  const caption = area.querySelector("[name=caption]");
  const part = area.querySelector("[name=part]");
  const button = area.querySelector("[data-upload-button]");
  const queue = area.querySelector("[data-queue]");
  const list = () => document.querySelector("[data-file-list]");
  const token = area.querySelector("[name=csrfmiddlewaretoken]").value;
  const words = area.dataset;
  let running = 0;
  button.hidden = true;

  const refresh = async () => {
    try {
      const answer = await fetch(location.href);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      list().replaceWith(page.querySelector("[data-file-list]"));
    } catch {
      /* no line now; asked again below */
    }
    if (list().querySelector("[data-pending]")) setTimeout(refresh, 2000);
  };

  const row = (name) => {
    const item = document.createElement("li");
    item.className = "file";
    const title = document.createElement("b"),
      bar = document.createElement("progress"),
      note = document.createElement("span");
    title.textContent = name;
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", name);
    note.setAttribute("role", "status");
    const act = (text) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "button";
      made.dataset.variant = "plain";
      made.dataset.size = "small";
      made.textContent = text;
      return made;
    };
    const pause = act(words.pause),
      drop = act(words.drop);
    item.append(title, bar, note, pause, drop);
    queue.append(item);
    return { item, bar, note, pause, drop };
  };

  const send = (file) => {
    const { item, bar, note, pause, drop } = row(file.name);
    let paused = false;
    const upload = new tus.Upload(file, {
      endpoint: words.uploads,
      headers: { "X-CSRFToken": token },
      metadata: { filename: file.name, caption: caption.value, part: part.value },
      chunkSize: 1024 * 1024,
      retryDelays: [0, 1000, 3000, 5000, 10000, 20000, 30000, 60000],
      removeFingerprintOnSuccess: true,
      onProgress: (sent, total) => {
        bar.value = total ? (100 * sent) / total : 100;
        note.textContent = `${Math.floor(bar.value)} %`;
      },
      onShouldRetry: (error) => {
        note.textContent = words.waiting;
        const status = error.originalResponse ? error.originalResponse.getStatus() : 0;
        return !status || status >= 500 || status === 409 || status === 423 || status === 460;
      },
      onError: (error) => {
        const answer = error.originalResponse;
        note.textContent =
          (answer && answer.getHeader("Tus-Resumable") && answer.getBody()) || words.failed;
        note.className = "error-text";
        pause.textContent = words.again;
        paused = true;
        running -= 1;
      },
      onSuccess: () => {
        item.remove();
        running -= 1;
        refresh();
      },
    });
    const start = () => {
      running += 1;
      paused = false;
      pause.textContent = words.pause;
      note.className = "";
      upload.start();
    };
    pause.addEventListener("click", () => {
      if (paused) {
        start();
      } else {
        paused = true;
        running -= 1;
        upload.abort();
        pause.textContent = words.resume;
        note.textContent = words.paused;
      }
    });
    drop.addEventListener("click", () => {
      if (!paused) running -= 1;
      upload.abort(true).catch(() => {});
      item.remove();
    });
    upload.findPreviousUploads().then((known) => {
      if (known.length) upload.resumeFromPreviousUpload(known[0]);
      start();
    });
  };

  const take = (files) => {
    for (const file of files) send(file);
  };
  const chosen = () => {
    take([...input.files]);
    input.value = "";
  };
  input.addEventListener("change", chosen);
  chosen(); // what was chosen before this script had come over a slow line
  area.addEventListener("dragover", (event) => {
    event.preventDefault();
    area.dataset.over = "";
  });
  area.addEventListener("dragleave", () => {
    delete area.dataset.over;
  });
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    delete area.dataset.over;
    take(event.dataTransfer.files);
  });
  addEventListener("beforeunload", (event) => {
    if (running > 0) event.preventDefault();
  });
  if (list().querySelector("[data-pending]")) setTimeout(refresh, 2000);
}
