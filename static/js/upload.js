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
  // The files that were chosen last: what is said of them may be written afterwards.
  let batch = [];
  button.hidden = true;
  const untold = document.createElement("p");
  untold.className = "error-text";
  untold.setAttribute("role", "status");
  queue.after(untold);

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

  const said = () => ({ caption: caption.value.trim(), part: part.value });
  // What is written now of a file that has come; true where nothing is left to say.
  const tellNow = async (one) => {
    const now = said();
    const isKnown = now.caption === one.told.caption && now.part === one.told.part;
    if (!one.address || isKnown) return true;
    const body = new FormData();
    body.set("csrfmiddlewaretoken", token);
    body.set("caption", now.caption);
    body.set("part", now.part);
    try {
      const answer = await fetch(one.address, { method: "POST", body, keepalive: true });
      if (answer.ok) one.told = now;
      return answer.ok;
    } catch {
      return false;
    }
  };
  // One after the other, so that the same is not said twice.
  const tell = (one) => (one.telling = one.telling.then(() => tellNow(one)));
  const tellAll = async () => {
    const told = await Promise.all(batch.map(tell));
    untold.textContent = told.includes(false) ? words.failed : "";
    await refresh();
    return !told.includes(false);
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

  const send = (file, one) => {
    const { item, bar, note, pause, drop } = row(file.name);
    let paused = false;
    const stop = (why) => {
      note.textContent = why;
      note.className = "error-text";
      pause.textContent = words.again;
      paused = true;
      running -= 1;
    };
    const upload = new tus.Upload(file, {
      endpoint: words.uploads,
      headers: { "X-CSRFToken": token },
      metadata: { filename: file.name, ...one.told },
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
      onAfterResponse: (_request, answer) => {
        one.address = answer.getHeader("Upload-Describe") || one.address;
      },
      onError: (error) => {
        const answer = error.originalResponse;
        stop((answer && answer.getHeader("Tus-Resumable") && answer.getBody()) || words.failed);
      },
      onSuccess: () => {
        if (!one.address) {
          stop(words.failed); // all bytes have come, and the file is not in the dossier
          return;
        }
        item.remove();
        running -= 1;
        tellAll();
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
    batch = [...files].map((file) => ({
      file,
      address: "",
      told: said(),
      telling: Promise.resolve(true),
    }));
    for (const one of batch) send(one.file, one);
  };
  const chosen = () => {
    if (input.files.length) take([...input.files]);
    input.value = "";
  };
  input.addEventListener("change", chosen);
  for (const field of [caption, part]) field.addEventListener("change", tellAll);
  area.addEventListener("submit", async (event) => {
    if (!batch.length || running > 0) return;
    event.preventDefault();
    const action = event.submitter?.formAction || area.action;
    if (!(await tellAll())) return;
    caption.value = ""; // said of the files; nothing is chosen that it could be said of
    area.action = action;
    area.submit();
  });
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
