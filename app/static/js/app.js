// What HTML cannot do by itself: focus after a refused form, running clocks, steppers, copying, a lost connection.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Parts that know how to refresh themselves (badge, stock) are asked to, when the page comes back from wherever it was.
  const refresh = () => all('[hx-trigger*="refresh"]').forEach((part) => htmx.trigger(part, "refresh"));

  const focusSummary = () => {
    const summary = document.querySelector("[data-focus]");
    summary?.focus({ preventScroll: true });
    summary?.scrollIntoView({ block: "center" });
  };

  // Clocks count from the seconds the server gave, so a wrong clock in the phone does no harm.
  const clocks = new WeakMap();
  const words = (left) => (left >= 3600 ? `${Math.floor(left / 3600)} jam ` : "") + `${Math.floor(left / 60) % 60} mnt ${String(left % 60).padStart(2, "0")} dtk`;
  const tick = () => all("[data-countdown]").forEach((clock) => {
    const text = clock.firstElementChild;
    const key = clock.dataset.countdown + text.dateTime;
    if (clocks.get(clock)?.key !== key) clocks.set(clock, { key, ends: Date.now() + clock.dataset.countdown * 1000 });
    const left = Math.max(0, Math.ceil((clocks.get(clock).ends - Date.now()) / 1000));
    text.textContent = left ? words(left) : clock.dataset.over;
    clock.toggleAttribute("data-late", left < 120);
  });

  // The buy button follows the stock line it names.
  const followStock = () => all("form[data-buy]").forEach((form) => {
    const line = document.getElementById(form.dataset.buy);
    if (line) form.querySelector("[type=submit]").disabled = !!line.querySelector(".stock-out, .stock-held");
  });

  const step = (button) => {
    const input = button.parentElement.querySelector("input");
    const value = Math.min(input.max, Math.max(input.min, (parseInt(input.value, 10) || 0) + Number(button.value)));
    if (String(value) === input.value) return;
    input.value = value;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const reveal = (button) => {
    const input = document.getElementById(button.dataset.reveal);
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", shown);
  };

  // Said beside the button, and spoken there; where a browser does not let us copy, the text stands there for a finger.
  const copy = async (button) => {
    all(".copied").forEach((said) => { said.textContent = ""; });
    const text = button.dataset.copy;
    button.nextElementSibling.textContent = await navigator.clipboard?.writeText(text).then(() => "Tersalin", () => 0) || `Tekan lama untuk menyalin: ${text}`;
  };

  // What had the focus before a slip took it.
  let before;
  document.addEventListener("focusin", ({ target }) => { if (!target.closest("[data-slip]")) before = target; });
  const dismiss = (button) => {
    const slip = button.closest("[data-slip]");
    const held = slip.contains(document.activeElement);
    slip.remove();
    if (held) (before?.isConnected ? before : document.getElementById("main")).focus({ preventScroll: true });
  };

  const actions = [["[data-stepper] button", step], ["[data-reveal]", reveal], ["[data-copy]", copy], ["[data-print]", () => print()], ["[data-retry]", () => retry()], ["[data-dismiss]", dismiss]];
  document.addEventListener("click", (event) => {
    for (const [selector, act] of actions) {
      const button = event.target.closest(selector);
      if (!button) continue;
      event.preventDefault();
      act(button);
    }
  });

  // In the search for a place Enter searches, and the arrows walk through what was found.
  document.addEventListener("keydown", (event) => {
    const finder = event.target.closest("[data-finder]");
    if (!finder) return;
    const stops = all("input, .area", finder);
    const next = stops[stops.indexOf(event.target) + { ArrowDown: 1, ArrowUp: -1 }[event.key]];
    if (event.key === "Enter" && event.target === stops[0]) finder.querySelector("[data-find]").click();
    else if (next) next.focus();
    else return;
    event.preventDefault();
  });

  // The filters' sheet is closed by Escape, and by walking on to what lies behind it.
  document.addEventListener("keydown", ({ key, target }) => {
    const sheet = key === "Escape" && target.closest(".filters[open]");
    if (!sheet) return;
    sheet.open = false;
    sheet.firstElementChild.focus();
  });
  document.addEventListener("focusout", ({ target, relatedTarget }) => {
    const sheet = relatedTarget && target.closest(".filters[open]");
    if (sheet && !sheet.contains(relatedTarget) && getComputedStyle(sheet).position === "fixed") sheet.open = false;
  });

  // A double tap is one tap, also where the server is faster than the finger; nobody looks at a hidden page.
  const submitted = new WeakMap();
  const isEcho = (form) => {
    const last = submitted.get(form);
    submitted.set(form, performance.now());
    return performance.now() - last < 500;
  };
  // What was found lies below the sheet.
  document.addEventListener("submit", (event) => event.target.querySelector(".filters")?.removeAttribute("open"));
  document.addEventListener("htmx:config:request", (event) => {
    const { sourceElement, sourceEvent, request } = event.detail.ctx;
    if (sourceEvent?.type === "every" && document.hidden) event.preventDefault();
    if (["click", "submit"].includes(sourceEvent?.type) && request.method === "POST" && isEcho(sourceElement)) event.preventDefault();
    // One key for all tries of an addition.
    if (sourceElement.matches("[data-once]")) request.body.set("key", sourceElement.dataset.once ||= Math.random().toString(36).slice(2));
    newest.set(sourceElement, event.detail.ctx);
    if (sourceElement.matches("form[data-tidy]")) for (const [name, value] of [...request.body]) if (!value) request.body.delete(name);
  });

  // What each part asked last: an answer says nothing about a quantity that was changed again while it was on its way.
  const newest = new WeakMap();
  let swapping;
  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => newest.get(ctx.sourceElement) === ctx && newest.delete(ctx.sourceElement));
  const isOutrun = (input) => newest.has(input) && newest.get(input) !== swapping;

  // Parts that refresh themselves, and checks of what is being written: they neither fail loudly nor tell that the line is back.
  const isUnasked = ({ sourceElement, sourceEvent }) => sourceElement.matches("[data-quiet]") || ["every", "load", "refresh"].includes(sourceEvent?.type);
  // What would be sent once more, when by itself, and how often it was.
  let again, timer, tries = 0;

  // A field's message says whether it is wrong, and whether the summary still has to; the form around it may be asked for while it is written.
  const markWrong = () => all(".field-error[id]").forEach(({ id, textContent }) => {
    const name = id.slice(0, -6);
    document.getElementById(name)?.setAttribute("aria-invalid", !!textContent);
    document.querySelector(`.error-summary [href="#${name}"]`)?.parentElement.toggleAttribute("hidden", !textContent);
  });

  // Where the focus goes when what had it is gone: to the heading of what came instead.
  const keepFocus = ({ sourceEvent, target }) => {
    if (!["click", "submit"].includes(sourceEvent?.type) || document.activeElement !== document.body) return;
    const place = document.getElementById(target?.id) ?? document.getElementById("main");
    const spot = place.querySelector("h1") ?? place;
    spot.tabIndex = -1;
    spot.focus({ preventScroll: true });
  };

  // A place that was tapped is as good as typed: on the way back to a page, browsers bring only what differs from what it was given.
  // The field that the tap leads to may hold an old answer, the postcode of another place: the new one is typed over it.
  const takePlace = ({ sourceEvent }) => {
    if (sourceEvent?.type !== "click" || !document.activeElement.autofocus) return;
    all("#areas-fields input").forEach((field) => {
      const { value } = field;
      field.defaultValue = "";
      field.value = value;
    });
    document.activeElement.select?.();
  };

  document.addEventListener("htmx:after:swap", (event) => {
    const { sourceElement, sourceEvent, response } = event.detail.ctx;
    if (response?.status < 500 && sourceElement.dataset.once) sourceElement.dataset.once = "";
    if (sourceEvent?.type === "submit" && response?.status >= 400) {
      // The next tap is no echo.
      submitted.delete(sourceElement);
      focusSummary();
    }
    if (response?.status < 400 && !isUnasked(event.detail.ctx)) {
      clearTimeout(timer);
      again = null;
      tries = 0;
      document.querySelector("[data-retry], #layout-notices a")?.closest("[data-slip]").remove();
    }
    keepFocus(event.detail.ctx);
    takePlace(event.detail.ctx);
    markWrong();
    followStock();
    tick();
  });

  // No answer came, or not to its end. The slip offers another try; what may be sent twice (data-replay: one quote makes one order) is sent again by itself.
  // Seconds until it does.
  const WAITS = [2, 4, 8, 16, 30];
  const retry = () => {
    const act = again;
    clearTimeout(timer);
    again = null;
    act?.();
  };
  const offerAgain = (ctx) => {
    if (isUnasked(ctx)) return;
    const { sourceElement: source, sourceEvent } = ctx;
    // A new try, too.
    submitted.delete(source);
    // By htmx's own handler, whatever event of whatever part it came from.
    again = () => source._htmx.eventHandler(sourceEvent);
    clearTimeout(timer);
    const template = document.getElementById("layout-offline");
    const slip = template.content.cloneNode(true);
    const wait = source.matches("[data-replay]") && WAITS[tries++];
    if (wait) {
      slip.querySelector("p").textContent = template.dataset.checking;
      timer = setTimeout(retry, wait * 1000);
    } else tries = 0;
    slip.firstElementChild.dataset.testid = "flash";
    const region = document.getElementById("layout-notices");
    // Said once.
    if (region.textContent.trim() !== slip.textContent.trim()) region.replaceChildren(slip);
    // The notice must not lie on the button it asks to tap again.
    source.closest(".dock") || source.scrollIntoView({ block: "center" });
  };
  document.addEventListener("htmx:error", ({ detail: { ctx } }) => ctx && ctx.text === undefined && offerAgain(ctx));

  // A proxy's word that the shop is away is no answer to what may be sent again, unless it is long in coming back; an empty one is none to anything.
  const isNone = ({ response, sourceElement, text }) => response?.status >= 500 && (!text.trim() || (response.status > 501 && sourceElement.matches("[data-replay]") && !(response.headers.get("Retry-After") > 60)));
  document.addEventListener("htmx:before:swap", (event) => {
    swapping = event.detail.ctx;
    if (!isNone(swapping)) return;
    event.preventDefault();
    offerAgain(swapping);
  });
  addEventListener("online", () => (document.querySelector("[data-reload]") ? location.reload() : tries && retry()));
  // From a visit's second page on, so that the first one waits for nothing.
  if (document.referrer.startsWith(location.origin)) navigator.serviceWorker?.register("/sw.js", { updateViaCache: "all" }).catch(console.debug);

  // A morph leaves opened details open: opening them is the shopper's doing, not the page's; so is a quantity that runs ahead of its answers.
  htmx.registerExtension("keep-open", { htmx_before_morph_attr: (element, { attrName }) => !(attrName === "open" && element.tagName === "DETAILS") && !(attrName === "value" && isOutrun(element)) });

  // Out of a cache, the browser's or one on the way, or fetched when a finger came down, a page may tell old stock: its parts ask at once,
  // after htmx has made them, in a timeout of its own.
  const isFromCache = () => {
    const visit = performance.getEntriesByType("navigation")[0];
    return visit?.transferSize === 0 || visit?.deliveryType || visit?.serverTiming?.some(({ name, description }) => /\b(hit|stale|updating)\b/i.test(`${name} ${description}`));
  };
  addEventListener("pageshow", (event) => (event.persisted || isFromCache()) && setTimeout(refresh));
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
  document.documentElement.classList.add("js");
  focusSummary();
  tick();
  setInterval(tick, 1000);
})();
