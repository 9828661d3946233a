// Who closed this banner does not see it again; another banner has another id. No page waits for this: the banner stands where nothing moves when it goes.
(() => {
  const banner = document.getElementById("layout-banner");
  const key = "closed-banner";
  const remembered = () => { try { return localStorage.getItem(key); } catch { return null; } };
  const remember = () => { try { localStorage.setItem(key, banner.dataset.banner); } catch { /* storage is blocked: closed for this page only */ } };
  banner.hidden = remembered() === banner.dataset.banner;
  banner.querySelector("button").addEventListener("click", () => { banner.hidden = true; document.getElementById("main").focus({ preventScroll: true }); remember(); });
})();
