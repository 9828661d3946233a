// The page for when the shop cannot be reached, its looks: {{ asset_url("shop.css") }}. Nothing else is kept, so no old price and no private page is ever shown.
const PAGE = "{{ url_for('crawlers.offline') }}";

addEventListener("install", (event) => event.waitUntil(
  caches.open("offline").then((kept) => kept.add(new Request(PAGE, { cache: "reload", credentials: "omit" }))),
));

// The answer is asked for while the worker wakes up, so that no page waits for it.
addEventListener("activate", (event) => event.waitUntil(registration.navigationPreload?.enable()));

const answer = async ({ request, preloadResponse }) => {
  try {
    return (await preloadResponse) ?? (await fetch(request));
  } catch {
    return caches.match(PAGE);
  }
};
addEventListener("fetch", (event) => {
  const { method, mode } = event.request;
  if (mode === "navigate" && method === "GET") event.respondWith(answer(event));
});
