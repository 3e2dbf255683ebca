// Shows a page of our own where there is no network. It keeps that page and what it looks like, as
// a stranger is given them, and nothing else: no page that somebody has opened is ever kept.
"use strict";
const NAME = "offline {{ version|escapejs }}";
const PAGES = { vi: "{{ pages.vi|escapejs }}", en: "{{ pages.en|escapejs }}" };
const KEPT = [PAGES.vi, PAGES.en{% for address in kept %}, "{{ address|escapejs }}"{% endfor %}];

self.addEventListener("install", (event) => {
  const asked = KEPT.map((address) => new Request(address, { credentials: "omit", cache: "reload" }));
  event.waitUntil(caches.open(NAME).then((kept) => kept.addAll(asked)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name !== NAME).map((name) => caches.delete(name));
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names))));
});

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.mode === "navigate" && event.request.method === "GET") {
    const page = address.pathname.startsWith("/en/") ? PAGES.en : PAGES.vi;
    event.respondWith(fetch(event.request).catch(() => caches.match(page)));
  } else if (KEPT.slice(2).includes(address.pathname)) {
    event.respondWith(fetch(event.request).catch(() => caches.match(address.pathname)));
  }
});
