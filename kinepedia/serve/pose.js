/* The page on which poses are tried: what is written is drawn by the server while it is typed. */
"use strict";

(() => {
  const [notation, said, problems, copying, copied, figure, old, pausing, views, description, names] = [
    ..."notation said problems copy copied figure old pause views description names".split(" "),
  ].map((id) => document.getElementById(id));
  const calm = 150; // milliseconds without a key
  const most = 4096; // bytes; pose_page.py takes no more
  const view = /\bview[ \t]+([^\s,;#]+(?:[ \t]+[^\s,;#]+)*)/;
  const then = /(?<=^|[,;\n])\s*then\b/; // begins the second pose of a movement
  let asking = null;
  let timer = null;
  let shown = {};

  /* Asking: the last text wins, and is asked for until the server answers. */

  const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const say = (text) => said.textContent !== text && (said.textContent = text);

  function changed() {
    showView();
    copied.textContent = "";
    clearTimeout(timer);
    timer = setTimeout(draw, calm);
  }

  async function draw() {
    asking?.abort();
    const { signal } = (asking = new AbortController());
    const text = notation.value;
    if (new TextEncoder().encode(text).length > most) {
      return say(`This is too long: a pose may have ${most.toLocaleString("en")} bytes.`);
    }
    while (!signal.aborted) {
      try {
        const answer = await fetch(`figure?${new URLSearchParams({ notation: text })}`, {
          headers: { "X-Kinepedia": "pose" }, // which keeps pages of other origins from asking
          credentials: "omit",
          cache: "no-store",
          signal,
        });
        const drawn = answer.ok ? await answer.json() : await answer.text();
        if (!signal.aborted) answer.ok ? show(drawn) : say(drawn);
        return;
      } catch {
        if (!signal.aborted) say("The server does not answer; this page goes on trying.");
        await pause(1000);
      }
    }
  }

  /* Showing. Texts are only ever texts; the drawing is the server's own. */

  function element(name, className, ...children) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  }

  function button(text, press) {
    const made = element("button", "", text);
    made.type = "button";
    made.onclick = press;
    return made;
  }

  function show(drawn) {
    const isNew = (part) => JSON.stringify(drawn[part]) !== JSON.stringify(shown[part]);
    say("");
    if (drawn.svg && isNew("svg")) {
      figure.innerHTML = drawn.svg;
      description.textContent = drawn.description;
      pausing.hidden = !drawn.moves;
      move();
    }
    old.hidden = Boolean(drawn.svg) || !figure.firstChild;
    figure.classList.toggle("is-old", !drawn.svg);
    if (isNew("problems")) problems.replaceChildren(...drawn.problems.map(itemOf));
    if (isNew("names")) names.replaceChildren(...drawn.names.map((name) => button(name, () => write(name))));
    shown = { ...drawn, svg: drawn.svg || shown.svg };
  }

  function itemOf(problem) {
    const { path, line, column, code, message, hint, severity } = problem;
    const where = path ? `${path}:${line}:${column}` : `line ${line}, column ${column}`;
    const parts = [
      element("span", "place", where),
      element("span", `message ${severity}`, `${severity}: ${message}`),
      element("span", "code", code),
    ];
    const place = path ? element("p", "", ...parts) : button("", () => go(problem));
    if (!path) place.append(...parts);
    return element("li", "", place, ...(hint ? [element("p", "hint", hint)] : []));
  }

  /* Columns count characters, of which some are two for a script. */
  function go({ line, column, length }) {
    const lines = notation.value.split("\n");
    const characters = [...(lines[line - 1] ?? "")];
    const start =
      lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) +
      characters.slice(0, column - 1).join("").length;
    const marked = characters.slice(column - 1, column - 1 + length).join("");
    notation.focus();
    notation.setSelectionRange(start, start + marked.length);
  }

  /* Changing the text, as if it were typed, so that it can be undone. */

  function write(text) {
    const from = document.activeElement;
    notation.focus();
    notation.select();
    if (!document.execCommand("insertText", false, text)) notation.value = text;
    from?.focus();
    changed();
  }

  function look(name) {
    const text = notation.value.trimEnd();
    const wish = `view ${name}`;
    if (view.test(text)) return write(text.replaceAll(new RegExp(view, "g"), wish));
    const end = then.test(text) ? text.search(then) : text.length;
    write([text.slice(0, end).trimEnd(), wish, text.slice(end).trimStart()].filter(Boolean).join("\n"));
  }

  function showView() {
    const now = view.exec(notation.value)?.[1];
    for (const each of views.children) each.setAttribute("aria-pressed", each.textContent === now);
  }

  /* Pausing */

  function move() {
    const isPaused = pausing.getAttribute("aria-pressed") === "true";
    const svg = figure.firstElementChild;
    if (isPaused) svg?.pauseAnimations();
    else svg?.unpauseAnimations();
    for (const each of svg?.getAnimations({ subtree: true }) ?? []) {
      if (isPaused) each.pause();
      else each.play();
    }
  }

  pausing.onclick = () => {
    pausing.setAttribute("aria-pressed", pausing.getAttribute("aria-pressed") !== "true");
    move();
  };

  /* Copying: over a network, without encryption, browsers allow only the old way. */

  copying.onclick = async () => {
    const block = `\`\`\`pose\n${notation.value.trimEnd()}\n\`\`\`\n`;
    try {
      await navigator.clipboard.writeText(block);
      copied.textContent = "Copied.";
    } catch {
      copied.textContent = isCopiedByHand(block) ? "Copied." : "The browser does not allow it.";
    }
  };

  function isCopiedByHand(text) {
    const field = element("textarea", "unseen", text);
    document.body.append(field);
    field.select();
    const isCopied = document.execCommand("copy");
    field.remove();
    copying.focus();
    return isCopied;
  }

  for (const name of ["side", "front", "back", "three-quarter", "above"]) {
    views.append(button(name, () => look(name)));
  }
  notation.addEventListener("input", changed);
  addEventListener("focus", draw); // the site's own base poses may have changed meanwhile
  addEventListener("pageshow", () => {
    showView();
    draw();
  });
})();
