// The colours that a visitor has chosen: as the device has them, light or dark. It runs before the page is
// painted, and marks that scripts run, so that what needs one can be shown.
(() => {
  "use strict";
  const KEY = "kinepedia-scheme";
  const NAMES = { auto: "as the device", light: "light", dark: "dark" };
  const root = document.documentElement;
  root.classList.add("scripted");

  /** @returns {string} the scheme that was chosen; "auto" if none was, or where nothing can be kept */
  function chosen() {
    try {
      const scheme = localStorage.getItem(KEY);
      return scheme in NAMES ? scheme : "auto";
    } catch {
      return "auto";
    }
  }

  /** @param {string} scheme */
  function show(scheme) {
    if (scheme === "auto") delete root.dataset.scheme;
    else root.dataset.scheme = scheme;
    for (const name of document.querySelectorAll("[data-scheme-name]")) name.textContent = NAMES[scheme];
  }

  /** Go on to the next scheme, and keep it for the other pages. */
  function next() {
    const schemes = Object.keys(NAMES);
    const now = root.dataset.scheme ?? "auto";
    const scheme = schemes[(schemes.indexOf(now) + 1) % schemes.length];
    show(scheme);
    try {
      localStorage.setItem(KEY, scheme);
    } catch {
      // Then it holds for this page.
    }
  }

  show(chosen());
  document.addEventListener("DOMContentLoaded", () => {
    show(chosen());
    document.querySelector("[data-scheme-switch]")?.addEventListener("click", next);
  });
  window.addEventListener("storage", (event) => {
    if (event.key === KEY) show(chosen());
  });
})();
