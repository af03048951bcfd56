// The service worker of the offline verifier: hands out the page and its parts without a network.
// What they are stands in SHELL, which the register writes before this file: { version, files }.

const PREFIX = "sacr-offline-";
const CACHE = PREFIX + self.SHELL.version;
const PAGE = "/offline";

async function fill() {
  const cache = await caches.open(CACHE);
  await cache.addAll(self.SHELL.files.map((file) => new Request(file, { cache: "reload" })));
  await self.skipWaiting();
}

async function clear() {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function handed(request) {
  const cache = await caches.open(CACHE);
  const page = request.mode === "navigate";
  return (await cache.match(page ? PAGE : request)) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(clear()));
self.addEventListener("fetch", (event) => {
  const { pathname, search, origin } = new URL(event.request.url);
  const ours = origin === self.location.origin && self.SHELL.files.includes(pathname + search);
  const opened = event.request.mode === "navigate" && pathname === PAGE;
  if (event.request.method === "GET" && (ours || opened)) event.respondWith(handed(event.request));
});
