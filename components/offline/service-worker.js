/**
 * Stands between the pages of this application and the network, in the browser: while nothing answers, the pages that were
 * seen last are shown as they were. `lib/http/service-worker.ts` sends it, and sets `belfry` before it.
 * @see docs/decisions/0036-what-stays-without-a-connection.md
 */

/** @type {{ build: string, base: string, files: string[], unseenHtml: string, unseenPolicy: string }} */
const { build, base, files, unseenHtml, unseenPolicy } = self.belfry;

// Another Belfry of this host, at another path, has caches of its own.
const own = `belfry ${base} `;
const staticCache = `${own}static ${build}`;
/** Pages, what they showed last, and whose they are. Of one person, and of one build: a page names its scripts. */
const seenCache = `${own}seen ${build}`;

/** A page that the network has not brought by then is shown as it was, if it is known. */
const patienceMs = 5000;
/** What is older is nobody's any more. */
const keptForMs = 24 * 3600 * 1000;
const mostPages = 30;
const pages = /^\/(?:$|hub\/notifications(?:\/\d+)?$)/;
const personKey = `${base}/_offline/person`;

/** Windows that show a page as it was: those alone are told of what was seen last. */
const shownKept = new Set();

/** Counts what was forgotten: a page that was asked for before then is not kept after it. */
let forgotten = 0;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(staticCache).then((cache) => cache.addAll(files)));
});

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

async function takeOver() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(own) && name !== staticCache && name !== seenCache);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin || (!pathname.startsWith(`${base}/`) && pathname !== base)) return;
  const path = pathname.slice(base.length) || "/";
  // Whoever signs out or in: from here on nothing of the one before is left.
  if (/^\/(?:sign-in|api\/auth\/(?:signout|callback))(?:\/|$)/.test(path)) event.waitUntil(forget());
  if (request.method !== "GET") return;
  if (path.startsWith("/_next/static/")) event.respondWith(staticFile(request));
  else if (path.startsWith("/_offline/")) event.respondWith(lastSeen(event));
  else if (request.mode === "navigate") event.respondWith(page(event, pages.test(path)));
});

/** Its name is made of its content, so that whatever is kept is right. */
async function staticFile(request) {
  const cache = await caches.open(staticCache);
  const kept = await cache.match(request.url, { ignoreVary: true });
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok && response.headers.get("Cache-Control")?.includes("immutable"))
    await cache.put(request.url, response.clone());
  return response;
}

/** The network's answer whenever there is one in time. */
async function page(event, keeps) {
  const { url } = event.request;
  const before = forgotten;
  const answered = fetch(event.request).then((response) => {
    if (keeps) event.waitUntil(keepPage(url, response.clone(), before));
    return response;
  });
  const kept = await keptPage(url);
  if (!kept) return answered.catch(() => unseen(url));
  const first = await Promise.race([answered.catch(() => undefined), later(patienceMs)]);
  event.waitUntil(answered.catch(() => undefined));
  if (first && ![502, 503, 504].includes(first.status)) return first;
  shownKept.add(event.resultingClientId);
  return kept;
}

const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function keepPage(url, response, before) {
  if (!response.ok || response.redirected || !response.headers.get("Content-Type")?.startsWith("text/html")) return;
  const body = await response.blob();
  if (before !== forgotten) return;
  const cache = await caches.open(seenCache);
  // Anew, so that it is the last in order.
  await cache.delete(url);
  await cache.put(url, new Response(body, { headers: response.headers }));
  const kept = await cache.keys();
  await Promise.all(kept.slice(0, -mostPages).map((request) => cache.delete(request)));
}

async function keptPage(url) {
  const cache = await caches.open(seenCache);
  const kept = await cache.match(url, { ignoreVary: true });
  if (kept && Date.now() - Date.parse(kept.headers.get("Date") ?? "") < keptForMs) return kept;
  const { pathname, search } = new URL(url);
  // Another part of the inbox was not seen by itself; all of it was.
  const whole = search && pathname === (base || "/") && (await keptPage(self.location.origin + pathname));
  return whole ? Response.redirect(self.location.origin + pathname) : undefined;
}

/** There is no connection, and this page was never seen. */
function unseen(url) {
  const { pathname, search } = new URL(url);
  const escaped = (pathname + search).replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
  return new Response(unseenHtml.replaceAll("{here}", escaped), {
    status: 503,
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": unseenPolicy,
    },
  });
}

self.addEventListener("push", (event) => event.waitUntil(raise(event.data.json())));

/** Shows what was pushed, unless a page of ours is looked at: what arrives is there already. `lib/outlets/push/push.ts` makes it. */
async function raise({ title, body, path, tag }) {
  // Also one that was opened before this worker was at work, or loaded past it.
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (windows.some(({ visibilityState }) => visibilityState === "visible")) return;
  await self.registration.showNotification(title, { body, tag, icon: `${base}/icon.svg`, data: { path } });
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openPath(event.notification.data.path));
});

/** In a window of ours, if there is one. */
async function openPath(path) {
  const url = self.location.origin + base + path;
  const [open] = await self.clients.matchAll({ type: "window" });
  if (!open) return self.clients.openWindow(url);
  await open.focus();
  return open.navigate(url);
}

self.addEventListener("message", (event) => {
  const { person, paths, inbox } = event.data;
  if (paths) event.waitUntil(belongTo(person).then(() => fetchAhead(paths)));
  if (inbox) event.waitUntil(belongTo(person).then(() => keepInbox(inbox)));
});

/** Whoever sees the pages now: what another one saw is forgotten first. */
async function belongTo(person) {
  const known = await (await (await caches.open(seenCache)).match(personKey))?.text();
  if (known === person) return;
  if (known !== undefined) await forget();
  await (await caches.open(seenCache)).put(personKey, new Response(person));
}

/** So that the way to the other page of the two is open too, should the connection go. */
async function fetchAhead(paths) {
  const cache = await caches.open(seenCache);
  for (const path of paths) {
    const url = self.location.origin + path;
    const before = forgotten;
    if (!(await cache.match(url, { ignoreVary: true })))
      await fetch(url, { headers: { Accept: "text/html" } }).then(
        (response) => keepPage(url, response, before),
        () => undefined,
      );
  }
}

const inboxKey = `${base}/_offline/inbox`;

/** What the inbox showed last: a page that stands open changes without being fetched. */
async function keepInbox(inbox) {
  const cache = await caches.open(seenCache);
  await cache.put(inboxKey, Response.json(inbox));
}

async function lastSeen({ request, clientId }) {
  const asked = new URL(request.url).pathname === inboxKey && shownKept.delete(clientId);
  const kept = asked ? await (await caches.open(seenCache)).match(inboxKey) : undefined;
  return kept ?? new Response(null, { status: 204 });
}

async function forget() {
  forgotten++;
  await caches.delete(seenCache);
}
