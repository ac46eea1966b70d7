// Stands between a browser that holds a meeting and the server: when that does not answer, what the browser keeps does.

const page = new URL("salle", location.href).href;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (e) => e.waitUntil(clients.claim()));
addEventListener("fetch", (e) => {
  const { request } = e;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  const garde = () => caches.match(request.mode === "navigate" ? page : request, { ignoreVary: true });
  e.respondWith(fetch(request).then(
    async (r) => (r.status > 501 && r.status < 505 && !r.headers.has("retry-after") && (await garde())) || r,
    async () => (await garde()) ?? Response.error(),
  ));
});
