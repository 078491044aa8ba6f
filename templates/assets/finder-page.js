/* The finder on the list of exercises: the field, the facets, and what fits.
 *
 * Everything that is shown follows from `choice`, which is in the address; a change makes a new address and
 * shows it. Results are copies of the cards that the page has from the start.
 */
"use strict";
(() => {
  const root = document.querySelector("[data-finder]");
  if (!window.kinepedia?.link) {
    root.classList.add("failed"); // a site's own frame has no search field, which brings the rest
    return;
  }
  const { catalogue: fetchCatalogue, link, make, teller, load, fromAddress, toAddress, fitting, mentioning } =
    window.kinepedia;
  const AT_ONCE = 8; // results that are shown while typing goes on
  const MORE = 100;
  const FEW = 3; // hidden exercises that are shown with their reasons at once
  const CONDITIONS = 10; // conditions on offer; typing finds the others
  const CALM = 300; // milliseconds without typing until the address and more results follow

  const part = (name) => document.querySelector(`[data-finder-${name}]`);
  const [form, toggle, filters, found, all] = ["form", "toggle", "filters", "found", "all"].map(part);
  const field = form.elements.q;
  const tell = teller(part("said"));

  let catalogue, choice, timer, growing;
  const cards = new Map(); // of the page, by slug
  let cautions = null;
  const boxes = new Map(); // by facet, those of its values
  const conditions = {}; // the parts of the facet that hides

  async function begin() {
    form.addEventListener("submit", (event) => event.preventDefault());
    toggle.addEventListener("click", () => {
      const isOpen = filters.classList.toggle("open");
      toggle.setAttribute("aria-expanded", isOpen);
    });
    field.value = new URLSearchParams(location.search).get("q") ?? ""; // even before the index is here
    try {
      catalogue = await fetchCatalogue(link);
    } catch {
      root.classList.add("failed"); // the ways without a script are shown again
      tell("The index for searching could not be fetched. The list below is complete; reload the page to search it.");
      return;
    }
    const typed = field.value;
    readCards();
    makeFacets();
    await restore();
    if (typed !== choice.query) type(typed);
    field.addEventListener("input", () => type(field.value));
    field.addEventListener("change", settle); // before a link is followed
    window.addEventListener("popstate", restore);
  }

  /** Takes the choice from the address. */
  async function restore() {
    choice = fromAddress(new URLSearchParams(location.search), catalogue.facets);
    field.value = choice.query;
    if (choice.avoid.size) await fetchCautions();
    show();
  }

  /** @param {string} query */
  function type(query) {
    choice.query = query;
    clearTimeout(timer);
    timer = setTimeout(settle, CALM);
    show();
  }

  /** Lets the address follow what was typed, without a step to go back to. */
  function settle() {
    clearTimeout(timer);
    if (address() !== location.href) history.replaceState(null, "", address());
  }

  /** Shows a choice of the visitor, from which there is a way back. */
  function chose() {
    clearTimeout(timer);
    if (address() !== location.href) history.pushState(null, "", address());
    show();
  }

  const address = () => new URL(`${location.pathname}${toAddress(choice)}${location.hash}`, location.href).href;

  // ---------------------------------------------------------------- what is shown

  function show() {
    const fits = fitting(catalogue, choice, cautions);
    const isAsked = toAddress(choice) !== "";
    const chosen = Object.values(choice.chosen).reduce((sum, { size }) => sum + size, choice.avoid.size);
    toggle.textContent = chosen ? `Filters (${chosen})` : "Filters";
    all.hidden = isAsked;
    clearTimeout(growing);
    if (isAsked) found.replaceChildren(...chips(), ...hiddenOnes(fits.hidden), ...results(fits.exercises));
    else found.replaceChildren();
    showCounts(fits.counts);
    if (cautions) showConditions();
    tell(isAsked ? told(fits) : "");
  }

  function told({ exercises, hidden, isPartial }) {
    const count = counted(exercises.length);
    const besides = hidden.length ? `, ${hidden.length} hidden because of what you avoid` : "";
    if (isPartial && exercises.length) return `No exercise has all of these words; ${count} with some of them${besides}.`;
    if (exercises.length) return `${count}${besides}`;
    return hidden.length ? `Nothing is left${besides}.` : "Nothing fits. Try fewer or other words, or take a filter away.";
  }

  const counted = (number) => (number === 1 ? "1 exercise" : `${number} exercises`);

  function readCards() {
    for (const card of all.querySelectorAll(".cards > li")) {
      const slug = /([^/]+)\/(?:index\.html)?$/.exec(card.querySelector("a").getAttribute("href"))[1];
      cards.set(slug, card);
    }
  }

  const cardOf = (exercise) =>
    cards.get(catalogue.slugOf(exercise))?.cloneNode(true) ?? make("li", {}, linkTo(exercise));

  const linkTo = (exercise) =>
    make("a", { href: catalogue.addressOf(exercise), textContent: catalogue.titles[exercise] });

  /** @param {number[]} exercises @returns {HTMLElement[]} */
  function results(exercises) {
    if (!exercises.length) return [];
    const heading = make("h2", { className: "finder-heading", textContent: "What fits" });
    const list = make("ul", { className: "cards" }, ...exercises.slice(0, AT_ONCE).map(cardOf));
    const more = make("button", { type: "button", className: "finder-more", hidden: exercises.length <= MORE });
    const extend = (end) => {
      list.append(...exercises.slice(list.children.length, end).map(cardOf));
      more.textContent = `Show more (${exercises.length - list.children.length})`;
      more.hidden = list.children.length >= exercises.length;
    };
    more.onclick = () => {
      const next = list.children.length;
      extend(next + MORE);
      list.children[next].querySelector("a").focus();
    };
    if (exercises.length > AT_ONCE) growing = setTimeout(extend, CALM, MORE);
    return [heading, list, more];
  }

  /** @param {{exercise: number, reasons: number[]}[]} hidden @returns {HTMLElement[]} */
  function hiddenOnes(hidden) {
    if (!choice.avoid.size) return [];
    if (!cautions) {
      return [make("p", { className: "finder-hidden", textContent: "The cautions could not be fetched, so nothing is hidden. Reload the page." })];
    }
    const idle = [...choice.avoid].filter((text) => !mentioning(cautions, text).length);
    const list = make("ul", {}, ...hidden.slice(0, FEW).map(hiddenOne));
    const rest = make("button", { type: "button", className: "finder-more", textContent: `Show all ${hidden.length}` });
    rest.onclick = () => {
      list.append(...hidden.slice(FEW).map(hiddenOne));
      list.children[FEW].querySelector("a").focus();
      rest.remove();
    };
    const box = make("section", { className: "finder-hidden", attributes: { "aria-labelledby": "finder-hidden" } },
      make("h2", { id: "finder-hidden", textContent: `Hidden: ${counted(hidden.length)}` }));
    for (const text of idle) box.append(make("p", { textContent: `No caution mentions “${text}”, so nothing is hidden for it.` }));
    box.append(list, ...(hidden.length > FEW ? [rest] : []), unsafe());
    return [box];
  }

  const unsafe = () =>
    make("p", { className: "note", textContent:
      "An exercise without such a caution is not thereby safe for you: its author may not have thought of it. Ask a professional if in doubt." });

  function hiddenOne({ exercise, reasons }) {
    const item = make("li", {}, linkTo(exercise));
    for (const reason of reasons) {
      const condition = cautions.conditions[reason];
      const advice = make("span", { textContent: "…" });
      item.append(make("p", {}, make("strong", { textContent: `${condition}: ` }), advice));
      adviceFor(exercise, condition).then((text) => (advice.textContent = text));
    }
    return item;
  }

  /** @param {number} exercise @param {string} condition @returns {Promise<string>} */
  async function adviceFor(exercise, condition) {
    const slug = catalogue.slugOf(exercise);
    catalogue.places ??= new Map(
      Array.from({ length: catalogue.count }, (_, number) => catalogue.slugOf(number)).sort().map((one, place) => [one, place]),
    );
    try {
      const advice = await load(`advice-${Math.floor(catalogue.places.get(slug) / catalogue.index.part)}`, link);
      return advice[slug].filter(([one]) => one === condition).map(([, text]) => text).join(" ") || "Its page says what to do.";
    } catch {
      return "Its page says what to do.";
    }
  }

  /** What is chosen, each with a button that takes it away. */
  function chips() {
    const items = [];
    for (const facet of catalogue.facets) {
      for (const slug of choice.chosen[facet.name]) {
        const [, title] = facet.values.find(([own]) => own === slug);
        items.push(chip(`${facet.label}: ${title}`, () => choice.chosen[facet.name].delete(slug)));
      }
    }
    for (const text of choice.avoid) items.push(chip(`Avoid if: ${text}`, () => choice.avoid.delete(text)));
    if (!items.length) return [];
    const clear = make("button", { type: "button", className: "finder-clear", textContent: "Clear all" });
    clear.onclick = () => {
      for (const slugs of Object.values(choice.chosen)) slugs.clear();
      choice.avoid.clear();
      chose();
      field.focus();
    };
    return [make("ul", { className: "finder-chips", ariaLabel: "Chosen filters" }, ...items, make("li", {}, clear))];
  }

  function chip(text, remove) {
    const button = make("button", { type: "button", ariaLabel: `Remove ${text}` }, text, make("span", { ariaHidden: "true", textContent: " ×" }));
    button.onclick = () => {
      const place = [...button.closest("ul").children].indexOf(button.closest("li"));
      remove();
      chose();
      const left = found.querySelectorAll(".finder-chips button");
      (left[Math.min(place, left.length - 2)] ?? field).focus();
    };
    return make("li", {}, button);
  }

  // ---------------------------------------------------------------- the facets

  function makeFacets() {
    const made = catalogue.facets.map(makeFacet);
    if (catalogue.index.cautious) made.unshift(makeAvoid());
    filters.replaceChildren(...made);
  }

  function makeFacet({ name, label, values }, place) {
    boxes.set(name, values.map(([slug, title]) => {
      const box = make("input", { type: "checkbox" });
      const count = make("span", { className: "count" });
      box.onchange = () => {
        if (box.checked) choice.chosen[name].add(slug);
        else choice.chosen[name].delete(slug);
        chose();
      };
      return { slug, box, count, row: make("label", {}, box, make("span", { textContent: title }), count) };
    }));
    const set = make("fieldset", {}, make("legend", { textContent: label }), ...boxes.get(name).map(({ row }) => row));
    return make("details", { open: place < 2 }, make("summary", { textContent: label }), set);
  }

  function showCounts(counts) {
    for (const [name, values] of boxes) {
      values.forEach(({ slug, box, count, row }, value) => {
        box.checked = choice.chosen[name].has(slug);
        const text = String(counts[name][value]);
        if (count.textContent !== text) count.textContent = text;
        row.hidden = text === "0" && !box.checked;
      });
    }
  }

  function makeAvoid() {
    conditions.field = make("input", { type: "search", id: "finder-condition", autocomplete: "off", oninput: showConditions });
    conditions.field.onkeydown = (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      avoid(conditions.field.value.trim());
    };
    conditions.set = make("fieldset", {}, make("legend", { textContent: "Hide exercises with a caution for" }));
    conditions.facet = make("details", { className: "finder-avoid" },
      make("summary", { textContent: "Avoid if" }),
      make("label", { htmlFor: "finder-condition", textContent: "A condition, such as herniated disc" }),
      conditions.field, conditions.set, unsafe());
    conditions.facet.addEventListener("toggle", () => fetchCautions().then(showConditions));
    return conditions.facet;
  }

  /** @param {string} text */
  function avoid(text) {
    if (!cautions || !mentioning(cautions, text).length) return;
    choice.avoid.add(text);
    conditions.field.value = "";
    chose();
  }

  async function fetchCautions() {
    if (cautions) return;
    try {
      const fetched = await load("cautions", link);
      // Of another edition, they would be those of other exercises.
      if (fetched.edition === catalogue.index.edition) cautions = fetched;
    } catch {
      // What is shown says so.
    }
  }

  /** Offers the conditions that are typed, or else the most frequent ones. */
  function showConditions() {
    if (!conditions.facet?.open) return;
    const legend = conditions.set.firstChild;
    if (!cautions) {
      conditions.set.replaceChildren(legend, make("p", { textContent: "The cautions could not be fetched." }));
      return;
    }
    const typed = conditions.field.value.trim();
    cautions.counts ??= countsOf(cautions);
    const offered = (typed ? mentioning(cautions, typed) : [...cautions.conditions.keys()])
      .sort((one, other) => cautions.counts[other] - cautions.counts[one]);
    const texts = new Set([...choice.avoid, ...offered.slice(0, CONDITIONS).map((one) => cautions.conditions[one])]);
    const rows = [...texts].map((text) => conditionRow(text, text));
    if (typed && offered.length && !texts.has(typed)) rows.unshift(conditionRow(typed, `Everything that mentions “${typed}”`));
    if (typed && !offered.length) rows.push(make("p", { textContent: `No caution mentions “${typed}”.` }));
    if (offered.length > CONDITIONS) rows.push(make("p", { className: "note", textContent: `and ${offered.length - CONDITIONS} others: type to find them` }));
    const focused = conditions.set.contains(document.activeElement) ? document.activeElement.value : null;
    conditions.set.replaceChildren(legend, ...rows);
    conditions.set.querySelectorAll("input").forEach((box) => box.value === focused && box.focus());
  }

  function countsOf({ conditions: texts, of }) {
    const counts = new Uint32Array(texts.length);
    for (const row of of) for (const condition of row) counts[condition]++;
    return counts;
  }

  function conditionRow(text, label) {
    const box = make("input", { type: "checkbox", value: text, checked: choice.avoid.has(text) });
    box.onchange = () => {
      if (box.checked) return avoid(text);
      choice.avoid.delete(text);
      chose();
    };
    const count = mentioning(cautions, text).length && cautions.of.filter(hasAny(mentioning(cautions, text))).length;
    return make("label", {}, box, make("span", { textContent: label }), make("span", { className: "count", textContent: count }));
  }

  const hasAny = (wanted) => (row) => row.some((condition) => wanted.includes(condition));

  begin();
})();
