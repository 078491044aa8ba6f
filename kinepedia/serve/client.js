/* Added to every page while it is served: shows what has changed, and what is wrong.

   A page asks the server what is new since the state that it was sent with, and the server answers when there
   is anything. What one tab learns it tells the others, because only a few may wait for an answer at a time: a
   browser has six connections for all of them. A tab that nobody sees asks nothing until it is shown again. */
"use strict";

(() => {
  const own = "/__kinepedia__/";
  const script = document.currentScript;
  const place = "kinepedia-scroll";
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("kinepedia") : null;
  let state = script.dataset.state;
  let asking = null;

  /* Asking */

  const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  async function ask(wait, signal) {
    const answer = await fetch(`${own}news?since=${state}&wait=${wait}`, { cache: "no-store", signal });
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  }

  async function follow() {
    asking?.abort();
    const { signal } = (asking = new AbortController());
    let wait = 0; // what was missed, and what is wrong now, is told at once
    while (!signal.aborted) {
      try {
        const news = await ask(wait, signal);
        wait = 1;
        if (signal.aborted) return;
        if (news.since !== news.state) tabs?.postMessage(news);
        await take(news);
        if (news.busy) await pause(1000 + 500 * Math.random());
      } catch {
        if (!signal.aborted) await pause(1000);
        wait = 0;
      }
    }
  }

  function stop() {
    asking?.abort();
    asking = null;
  }

  if (tabs) {
    tabs.onmessage = ({ data }) => {
      if (document.hidden || data.state === state) return;
      if (data.since === state) take(data);
      follow();
    };
  }
  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : follow()));
  addEventListener("pageshow", (event) => event.persisted && follow());
  addEventListener("pagehide", stop);

  /* Taking what is new */

  async function take(news) {
    state = news.state;
    show(news.problems);
    const isUnbuilt = !script.dataset.page;
    if (news.changed === null || (isUnbuilt && news.changed.length)) return reload();
    const changed = new Set(news.changed);
    const styles = news.changed.filter((name) => name.endsWith(".css"));
    if (changed.has(decoded(script.dataset.page)) || changed.has(decoded(script.dataset.asked))) {
      if (styles.length && (await takeStyles())) return;
      return reload();
    }
    const used = [...loaded()].filter((name) => changed.has(name));
    if (!used.length) return;
    if (used.every((name) => styles.includes(name))) return renewStyles(used);
    reload();
  }

  function decoded(name) {
    try {
      return decodeURIComponent(name);
    } catch {
      return name;
    }
  }

  /* The name that a file of this site has on the server. */
  function nameOf(address) {
    const { origin, pathname } = new URL(address, location);
    if (origin !== location.origin || !pathname.startsWith(script.dataset.root)) return null;
    return decoded(pathname.slice(script.dataset.root.length));
  }

  function loaded() {
    const entries = performance.getEntriesByType("resource");
    return new Set(entries.map((entry) => nameOf(entry.name)).filter(Boolean));
  }

  const styleLinks = (page) => [...page.querySelectorAll('link[rel~="stylesheet"][href]')];

  /* A page that differs in nothing but its stylesheets gets the new ones. */
  async function takeStyles() {
    const answer = await fetch(location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const { digest, state: itsState } = page.querySelector("script[data-digest]")?.dataset ?? {};
    const links = styleLinks(document);
    const hrefs = styleLinks(page).map((link) => link.getAttribute("href"));
    if (digest !== script.dataset.digest || itsState !== state || links.length !== hrefs.length) return false;
    links.forEach((link, index) => {
      if (link.getAttribute("href") !== hrefs[index]) replaceLink(link, hrefs[index]);
    });
    return true;
  }

  /* Stylesheets that kept their names, or whose imports changed. */
  function renewStyles(names) {
    const links = styleLinks(document);
    const touched = links.filter((link) => names.includes(nameOf(link.href)));
    for (const link of touched.length === names.length ? touched : links) {
      const address = new URL(link.href);
      address.searchParams.set("v", state);
      replaceLink(link, address.href);
    }
  }

  /* The old one stays until the new one is there, so that the page is never bare. */
  function replaceLink(link, href) {
    const next = link.cloneNode();
    next.href = href;
    next.onload = next.onerror = () => link.remove();
    link.after(next);
  }

  function reload() {
    stop();
    try {
      sessionStorage.setItem(place, JSON.stringify([location.href, scrollX, scrollY]));
    } catch {} // the browser then keeps the place by itself, mostly
    location.reload();
  }

  function scrollBack() {
    try {
      const [address, x, y] = JSON.parse(sessionStorage.getItem(place)) ?? [];
      sessionStorage.removeItem(place);
      if (address !== location.href) return;
      const back = () => scrollTo({ left: x, top: y, behavior: "instant" });
      back();
      if (document.readyState !== "complete") addEventListener("load", back, { once: true });
    } catch {}
  }

  /* Showing what is wrong. Texts are only ever texts: they come from files that anybody may have written. */

  let overlay = null;
  let shown = "null";

  function element(name, className, ...children) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  }

  function show(problems) {
    const now = JSON.stringify(problems);
    if (now === shown) return;
    shown = now;
    close();
    if (!problems) return;
    overlay = element("kinepedia-problems");
    const root = overlay.attachShadow({ mode: "open" });
    const sheet = element("link");
    sheet.rel = "stylesheet";
    sheet.href = `${own}overlay.css?${state.split(".")[0]}`;
    const panel = panelOf(problems);
    panel.hidden = true; // until it has its looks
    sheet.onload = sheet.onerror = () => (panel.hidden = false);
    root.append(sheet, panel);
    document.documentElement.append(overlay);
    document.addEventListener("keydown", closeByKey);
  }

  function panelOf(problems) {
    const title = element("h2", "", problems.title);
    title.id = "title";
    const closing = element("button", "close", "Close");
    closing.type = "button";
    closing.title = "Close (Escape)";
    closing.onclick = close;
    const head = element("header", "", title, closing);
    const list = element("ol", "", ...problems.problems.map(itemOf));
    const text = element("p", "", problems.text);
    text.setAttribute("role", "alert"); // so that it is read out without taking the focus
    const body = element("div", "body", text, list);
    body.tabIndex = 0; // so that keys can scroll it
    body.setAttribute("role", "group");
    body.setAttribute("aria-labelledby", "title");
    if (problems.more) body.append(element("p", "", `And ${problems.more} more; the terminal has them all.`));
    const panel = element("section", "panel", head, body);
    panel.setAttribute("role", "alertdialog");
    panel.setAttribute("aria-modal", "false");
    panel.setAttribute("aria-labelledby", "title");
    return panel;
  }

  function itemOf(problem) {
    const message = element("p", "message", problem.message, " ", element("span", "code", problem.code));
    message.classList.add(problem.severity);
    const item = element("li", "", element("p", "place", problem.place), message);
    if (problem.excerpt) {
      const { before, marked, after } = problem.excerpt;
      const line = element("span", "line", `${problem.line}`);
      line.setAttribute("aria-hidden", "true");
      item.append(element("pre", "", line, element("code", "", before, element("mark", "", marked), after)));
    }
    if (problem.hint) item.append(element("p", "hint", problem.hint));
    return item;
  }

  function closeByKey(event) {
    if (event.key === "Escape") close();
  }

  function close() {
    document.removeEventListener("keydown", closeByKey);
    overlay?.remove();
    overlay = null;
  }

  scrollBack();
  if (!document.hidden) follow();
})();
