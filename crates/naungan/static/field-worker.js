// Keeps the page of the field for when there is no network. Nothing of anybody is kept here but that page.
"use strict";
const KEPT = "naungan-field-1";
const PAGE = "/agent/field";
const NAMES = ["naungan.css", "naungan.js", "htmx.min.js", "field.js", "naungan.svg"];
const FILES = NAMES.map((name) => `/static/${name}`);

self.addEventListener("install", (event) => {
  const keep = async () => {
    const kept = await caches.open(KEPT);
    await kept.addAll(FILES);
    const page = await fetch(PAGE, { redirect: "manual" });
    // Whoever is not signed in is led elsewhere, and that is not the page.
    if (page.ok) await kept.put(PAGE, page);
    await self.skipWaiting();
  };
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

// The network first, so that what is kept is only for where there is none.
const answer = async (request, path) => {
  const kept = await caches.open(KEPT);
  const there = () => kept.match(path, { ignoreVary: true });
  if (!navigator.onLine) return (await there()) ?? Response.error();
  try {
    const fresh = await fetch(request);
    if (fresh.ok) await kept.put(path, fresh.clone());
    // Whoever is signed in by now is led elsewhere: the page of another is kept no more.
    else if (path === PAGE) await kept.delete(PAGE);
    return fresh;
  } catch (error) {
    const known = await there();
    if (known) return known;
    throw error;
  }
};

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const isOurs = url.origin === self.location.origin && [PAGE, ...FILES].includes(url.pathname);
  if (isOurs && event.request.method === "GET") event.respondWith(answer(event.request, url.pathname));
});
