/* What a script adds to the page of a source: notes beside their passages, both ends of a note shown together, links
   that open their note, filters kept in the address, and a way from note to note.  The page is complete without it.

   A classic script and no module, because browsers load no modules from a folder (file://), where people open the site
   that a pull request built. */
"use strict";

(() => {
  const GAP = 12; // CSS pixels between two notes
  const wide = matchMedia("(min-width: 60em)");
  const { src } = document.currentScript;

  /**
   * Tops of boxes in a column, each as near to where it wants to be as those before it allow.
   *
   * @param {{top: number, height: number}[]} boxes in their order, in CSS pixels
   * @param {number} gap the least distance between two, in CSS pixels
   * @returns {number[]}
   */
  function stacked(boxes, gap) {
    let free = -Infinity;
    return boxes.map(({ top, height }) => {
      const placed = height ? Math.max(top, free) : top;
      if (height) free = placed + height + gap;
      return placed;
    });
  }

  /**
   * Whether a note passes the filters: in each facet that has a choice, one of its values is chosen.
   *
   * @param {Record<string, string>} values of the note, by facet, separated by spaces
   * @param {Record<string, string[]>} chosen by facet
   */
  function passes(values, chosen) {
    return Object.entries(chosen).every(
      ([facet, wanted]) => !wanted.length || (values[facet] ?? "").split(" ").some((value) => wanted.includes(value)),
    );
  }

  /**
   * Filters kept in the address: what is filtered out is hidden.
   *
   * @param {HTMLFormElement} tools the form with a box for each value
   * @param {HTMLElement[]} items what is filtered; each has its values as data attributes
   * @param {() => void} after called when the items are shown and hidden
   * @param {AbortSignal} signal ends it
   */
  function filter(tools, items, after, signal) {
    const boxes = [...tools.querySelectorAll("input")];
    const address = () => new URL(location.href);
    function choose() {
      const chosen = {};
      for (const box of boxes) (chosen[box.name] ??= []).push(...(box.checked ? [box.value] : []));
      let shown = 0;
      for (const item of items) shown += !(item.hidden = !passes(item.dataset, chosen));
      tools.querySelector(".gl-count").textContent = tools.dataset.count.replace("{shown}", shown);
      after();
      return chosen;
    }
    for (const box of boxes) {
      box.checked = (address().searchParams.get(box.name) ?? "").split(" ").includes(box.value);
      if (box.checked && box.closest(".gl-more")) box.closest(".gl-more").open = true;
    }
    tools.addEventListener(
      "change",
      () => {
        const [chosen, there] = [choose(), address()];
        for (const [facet, wanted] of Object.entries(chosen)) {
          if (wanted.length) there.searchParams.set(facet, wanted.join(" "));
          else there.searchParams.delete(facet);
        }
        history.replaceState(history.state, "", there);
      },
      { signal },
    );
    tools.addEventListener("submit", (event) => event.preventDefault(), { signal });
    choose();
  }

  /** Fetch another of our scripts. */
  function load(name, then) {
    const script = document.createElement("script");
    script.src = new URL(name, src);
    script.onload = then;
    document.head.append(script);
  }

  /** An index of the site, live until the function it gives is called. */
  function sifted(index) {
    const controller = new AbortController();
    const { signal } = controller;
    const items = [...index.querySelectorAll(".gl-entry")];
    function after() {
      for (const group of index.querySelectorAll(".gl-group"))
        group.hidden = !group.querySelector(".gl-entry:not([hidden])");
    }
    filter(index.querySelector(".gl-tools"), items, after, signal);
    if (index.querySelector(".gl-turning")) load("joining.js", () => glossator.join(index, items, signal));
    return () => controller.abort();
  }

  /** The panel for a new note, fetched when a button first asks for it: one in the head, one beside chosen words, and
      one in each note for a reply. */
  function suggesting(source, button, on) {
    const beside = button.cloneNode(true);
    let range;
    function follow() {
      const selection = getSelection();
      const found = selection.isCollapsed ? null : selection.getRangeAt(0).cloneRange();
      const within = found?.commonAncestorContainer;
      const element = within?.closest ? within : within?.parentElement;
      const ours = source.contains(element) && !element.closest(".gl-head, .gl-notes, .gl-ref");
      range = ours ? found : beside.matches(":active") ? range : null;
      beside.hidden = !range;
      if (!range) return;
      const [words, box] = [range, source].map((one) => one.getBoundingClientRect());
      beside.style.cssText = wide.matches ? `left:${words.left - box.left}px;top:${words.bottom - box.top + 6}px` : "";
    }
    function open({ target }) {
      const opener = target.closest(".gl-suggest button, .gl-answer button");
      if (!opener) return;
      const show = () => glossator.suggest(source, opener, range);
      if (glossator.suggest) show();
      else load("contribute.js", show);
    }
    beside.className = "gl-here";
    follow();
    button.after(beside);
    on(document, "selectionchange", follow);
    on(beside, "pointerdown", (event) => event.preventDefault()); // the words stay chosen
    on(source, "click", open);
  }

  /** The page's source, live until the function it gives is called. */
  function live(source) {
    const signal = new AbortController();
    const on = (target, type, listener, options) =>
      target.addEventListener(type, listener, { signal: signal.signal, ...options });
    const all = (selector) => [...source.querySelectorAll(selector)];
    const notes = all(".gl-note");
    const groups = all(".gl-notes[data-passage]");
    const marks = all(".gl-mark");
    const tools = source.querySelector(".gl-tools");
    const ofMark = new Map(marks.map((mark) => [mark, mark.dataset.notes.split(" ")]));
    const passages = groups.map((group) => document.getElementById(`p${group.dataset.passage}`));
    const marker = (note) => document.getElementById(`ref-${note.id.slice(5)}`);

    function place() {
      if (!wide.matches) {
        for (const group of groups) group.style.translate = "";
        source.style.minHeight = "";
        return;
      }
      const origin = source.getBoundingClientRect().top;
      const boxes = groups.map((group, index) => ({
        top: passages[index].getBoundingClientRect().top - origin,
        height: group.offsetHeight,
      }));
      const tops = stacked(boxes, GAP);
      groups.forEach((group, index) => (group.style.translate = `0 ${Math.round(tops[index])}px`)); // no new layout
      const ends = tops.map((top, index) => top + boxes[index].height);
      source.style.minHeight = `${Math.max(0, ...ends)}px`;
    }

    /* Both ends of a note, shown together while one of them is pointed at or has the focus. */
    function show(ids) {
      for (const [mark, names] of ofMark) mark.classList.toggle("gl-on", names.some((name) => ids.includes(name)));
      for (const note of notes) note.classList.toggle("gl-on", ids.includes(note.id.slice(5)));
    }
    function idsAt(target) {
      const end = target.closest?.(".gl-note, .gl-mark, .gl-ref");
      if (!end) return [];
      if (end.matches(".gl-mark")) return ofMark.get(end);
      return [end.matches(".gl-note") ? end.id.slice(5) : end.firstElementChild.id.slice(4)];
    }

    function fragment() {
      try {
        return decodeURIComponent(location.hash.slice(1));
      } catch {
        return ""; // people cut addresses off anywhere
      }
    }

    /* A link to a note, to a piece of its evidence or to an origin opens what it lies in. */
    function reveal() {
      const target = document.getElementById(fragment());
      const box = target?.closest(".gl-note, .gl-sourcing");
      if (!box || !source.contains(box)) return;
      box.hidden = false;
      (box.querySelector("details") ?? box).open = true;
      place();
      target.scrollIntoView({ block: "nearest" });
    }
    function step(by) {
      const shown = notes.filter((note) => !note.hidden);
      const now = shown.indexOf(document.activeElement?.closest(".gl-note"));
      const next = shown[now < 0 ? (by > 0 ? 0 : shown.length - 1) : (now + by + shown.length) % shown.length];
      if (!next) return;
      next.querySelector("summary").focus({ preventScroll: true });
      (marker(next) ?? next).scrollIntoView({ block: "center" });
    }

    function fade() {
      const away = new Set();
      for (const note of notes) {
        marker(note)?.parentElement.classList.toggle("gl-away", note.hidden);
        if (note.hidden) away.add(note.id.slice(5));
      }
      for (const [mark, names] of ofMark) mark.classList.toggle("gl-away", names.every((name) => away.has(name)));
      place();
    }

    function copy(link) {
      navigator.clipboard?.writeText(link.href).then(() => {
        if (tools) tools.querySelector(".gl-count").textContent = tools.dataset.copied;
      });
    }

    source.dataset.live = ""; // no class: Material’s rules make that cost the style of the whole text
    const observer = new ResizeObserver(place);
    for (const box of [...source.children, ...groups]) observer.observe(box);
    for (const type of ["pointerover", "focusin"]) on(source, type, ({ target }) => show(idsAt(target)));
    on(source, "pointerleave", () => show(idsAt(document.activeElement)));
    on(source, "click", ({ target }) => {
      const link = target.closest(".gl-number, .gl-copy");
      if (link) copy(link);
      const ref = target.closest(".gl-ref a");
      if (ref && ref.hash === location.hash) reveal(); // the address stays, so nothing else tells
    });
    on(source, "keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input")) return;
      const by = { j: 1, k: -1 }[event.key];
      if (by && event.target.closest(".gl-note, .gl-ref, .gl-tools")) {
        event.preventDefault();
        step(by);
      }
    });
    if (tools) {
      filter(tools, notes, fade, signal.signal);
      on(tools, "click", ({ target }) => {
        if (target.dataset.step) step(Number(target.dataset.step));
        if ("all" in target.dataset) {
          const closed = notes.some((note) => !note.hidden && !note.querySelector("details").open);
          for (const note of notes) note.querySelector("details").open = closed;
          [target.textContent, target.dataset.other] = [target.dataset.other, target.textContent];
        }
      });
    } else place();
    on(window, "hashchange", reveal);
    reveal();
    const button = source.querySelector(".gl-suggest button");
    if (button) suggesting(source, button, on);
    return () => {
      signal.abort();
      source.querySelector(".gl-here")?.remove();
      observer.disconnect();
    };
  }

  let stop = () => {};

  /** Begin anew: after Material's instant navigation the page is another. */
  function start() {
    stop();
    const source = document.querySelector(".gl-source");
    const index = document.querySelector(".gl-index:has(.gl-tools)");
    stop = source ? live(source) : index ? sifted(index) : () => {};
  }

  window.glossator = { passes, stacked, start };
  if (window.document$) document$.subscribe(start);
  else start();
})();
