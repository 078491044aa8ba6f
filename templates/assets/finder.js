/* The search field of every page: makes of the link to the list of exercises what opens a dialog with a field.
 *
 * The dialog opens with the link, with Ctrl K or Cmd K, and with "/", which can be turned off in it. On the
 * list of exercises, the keys lead to the field that stands there.
 */
"use strict";
(() => {
  const MOST = 8; // results; the list of exercises has them all
  const SLASH = "kinepedia-slash"; // where a browser remembers that "/" is off
  const PAUSE = 600; // milliseconds without typing until a screen reader is told

  const link = document.querySelector("a.find");
  if (!link) return;

  let dialog, field, hits, more, tell;

  /** Makes an element. @param {string} name @param {object} properties @param {(Node | string)[]} children */
  function make(name, properties = {}, ...children) {
    const { attributes = {}, ...others } = properties;
    const element = Object.assign(document.createElement(name), others);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  /** Returns what says something in sight at once, and to a screen reader when typing pauses.
   * @param {HTMLElement} seen @returns {(text: string) => void} */
  function teller(seen) {
    const heard = make("p", { className: "finder-heard", attributes: { role: "status" } });
    let timer;
    seen.ariaHidden = "true";
    seen.after(heard);
    return (text) => {
      seen.textContent = text;
      clearTimeout(timer);
      timer = setTimeout(() => (heard.textContent = text), PAUSE);
    };
  }

  function makeDialog() {
    field = make("input", {
      type: "search", name: "q", id: "finder-field", autocomplete: "off", spellcheck: false, enterKeyHint: "search",
      oninput: show, attributes: { autocapitalize: "off" },
    });
    hits = make("ul", { className: "finder-hits" });
    const said = make("p", { className: "finder-said" });
    more = make("button", { type: "submit", hidden: true });
    const close = make("button", { type: "button", className: "finder-close", textContent: "Close" });
    close.onclick = () => dialog.close();
    const slash = make("input", { type: "checkbox", checked: isSlashOn() });
    slash.onchange = () => remember(slash.checked);
    const form = make(
      "form", { action: link.href, method: "get", attributes: { role: "search" } },
      make("div", { className: "finder-form" },
        make("label", { htmlFor: field.id, textContent: "Find an exercise" }), field, close),
      hits, said, more,
      make("label", { className: "finder-key" }, slash, " The key / opens this field"),
    );
    dialog = make("dialog", { className: "finder-dialog", attributes: { "aria-label": "Find an exercise" } }, form);
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close()); // beside the form
    dialog.addEventListener("keydown", walk);
    document.body.append(dialog);
    tell = teller(said);
  }

  function open() {
    if (!dialog) makeDialog();
    if (!dialog.open) dialog.showModal();
    field.focus();
    field.select();
    show();
  }

  /** Shows the best results for what is typed. */
  async function show() {
    const query = field.value;
    let catalogue;
    try {
      catalogue = await window.kinepedia.catalogue(link);
    } catch {
      tell("The list of exercises could not be fetched. Press Enter for the page with all of them.");
      return;
    }
    if (query !== field.value) return; // more was typed meanwhile
    const { exercises, isPartial } = query.trim() ? catalogue.search(query) : { exercises: [], isPartial: false };
    hits.replaceChildren(...exercises.slice(0, MOST).map((exercise) => hit(catalogue, exercise)));
    more.hidden = exercises.length === 0;
    more.textContent = exercises.length === 1 ? "Show it in the list" : `Show all ${exercises.length} in the list`;
    const count = exercises.length === 1 ? "1 exercise" : `${exercises.length} exercises`;
    if (!query.trim()) tell("");
    else if (!exercises.length) tell(`Nothing fits “${query.trim()}”. Try fewer or other words.`);
    else tell(isPartial ? `No exercise has all of these words; ${count} with some of them.` : count);
  }

  function hit(catalogue, exercise) {
    const details = [...catalogue.termsOf(exercise, "level"), ...catalogue.termsOf(exercise, "type")];
    const to = make("a", { href: catalogue.addressOf(exercise) }, make("strong", { textContent: catalogue.titles[exercise] }));
    if (details.length) to.append(" ", make("span", { textContent: details.join(" · ") }));
    return make("li", {}, to);
  }

  /** Lets the arrows walk through field and results, and Escape close at once. @param {KeyboardEvent} event */
  function walk(event) {
    if (event.key === "Escape") {
      event.preventDefault(); // it would only empty the field
      dialog.close();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const places = [field, ...hits.querySelectorAll("a")];
    const at = places.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    places[Math.min(Math.max(at + step, 0), places.length - 1)].focus();
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const isK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    const isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!isK && !(isSlash && isSlashOn() && !isTyping(event.target))) return;
    event.preventDefault();
    const there = document.querySelector("[data-finder-form] input");
    if (there && !dialog?.open) there.focus();
    else open();
  }

  /** @param {EventTarget} target */
  const isTyping = (target) => target.closest?.("input, textarea, select, [contenteditable]") != null;

  function isSlashOn() {
    try {
      return localStorage.getItem(SLASH) !== "off";
    } catch {
      return true; // this browser keeps nothing
    }
  }

  /** @param {boolean} isOn */
  function remember(isOn) {
    try {
      localStorage.setItem(SLASH, isOn ? "on" : "off");
    } catch {
      // It stays on, then.
    }
  }

  link.setAttribute("role", "button");
  link.setAttribute("aria-haspopup", "dialog");
  link.setAttribute("aria-keyshortcuts", "/ Control+K Meta+K");
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // it opens elsewhere, as any link does
    event.preventDefault();
    open();
  });
  link.addEventListener("keydown", (event) => {
    if (event.key !== " ") return; // what a button does
    event.preventDefault();
    open();
  });
  document.addEventListener("keydown", onKey);
  Object.assign(window.kinepedia, { link, make, teller });
})();
