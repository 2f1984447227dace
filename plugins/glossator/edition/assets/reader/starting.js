/* What makes a page live, and begins anew when Material's instant navigation has exchanged it. */

const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
const EARLY = ["click", "keydown"];

/** Fetch another of our scripts. @param {string} name @param {() => void} then */
function load(name, then) {
  const script = document.createElement("script");
  document.head.append(Object.assign(script, { src: `${new URL(name, src)}`, onload: then }));
}

/** Do something with what is loaded on use. @param {() => void} then */
function withMore(then) {
  if (Object.hasOwn(glossator, "act")) then();
  else load("acting.js", then);
}

/** The page of a source, live until the function it gives is called. @param {HTMLElement} source */
function readSource(source) {
  const page = new SourcePage(source);
  const margin = new Margin(page);
  const toolbar = page.toolbar && new Toolbar(page, page.toolbar);
  const notes = new Notes(page, margin, (note) => toolbar?.count(note));
  const again = () => {
    margin.layout();
    margin.follow();
    toolbar?.where();
  };
  watched(page, margin, toolbar, again);
  again();
  toolbar?.count(null);
  waiting(page, () => glossator.act({ page, margin, toolbar, notes, again }));
  const reveal = () => {
    revealed(page, notes);
    // The browser scrolls to the address and takes the focus by itself, perhaps a frame later.
    requestAnimationFrame(() => requestAnimationFrame(() => revealed(page, notes)));
  };
  page.on(window, "hashchange", reveal);
  page.on(window, "load", reveal);
  reveal();
  source.dataset.live = ""; // no class: Material’s rules make that cost the style of the whole text
  return () => page.ended.abort();
}

/**
 * Act on the first thing that a reader does; what is done until that can be is done again then.
 *
 * @param {SourcePage} page @param {() => void} act
 */
function waiting(page, act) {
  /** @type {Event[]} */
  const done = [];
  let asked = false;
  const ask = (/** @type {Event} */ event) => {
    const target = /** @type {Node} */ (event.target);
    if (EARLY.includes(event.type) && (target === document.body || page.source.contains(target))) done.push(event);
    if (asked) return;
    asked = true;
    withMore(() => {
      if (page.ended.signal.aborted) return;
      act();
      done.forEach(doAgain);
    });
  };
  for (const type of [...EARLY, "pointermove", "pointerdown", "scroll", "selectionchange"])
    page.on(document, type, ask);
  if (location.search) ask(new Event("load"));
}

/** What browsers do of themselves is done already. @param {Event} event */
function doAgain(event) {
  const Same = /** @type {typeof Event} */ (event.constructor);
  const { target, type } = event;
  if (type !== "click" || !(target instanceof Element && target.closest("a, summary, label, [popovertarget]")))
    target?.dispatchEvent(new Same(type, event));
}

/** What moves the text or the margin. @param {SourcePage} page @param {Margin} margin @param {Toolbar | null} toolbar @param {() => void} again */
function watched(page, margin, toolbar, again) {
  let asked = 0;
  const frame = () => {
    asked = 0;
    margin.scroll();
    toolbar?.where();
  };
  page.on(window, "scroll", () => (asked ||= requestAnimationFrame(frame)), { passive: true });
  page.on(page.wide, "change", again);
  page.on(page.text, "toggle", ({ target }) => target.matches(".gl-sourcing") && again(), { capture: true });
  const observer = new ResizeObserver(again);
  observer.observe(page.text);
  page.on(page.ended.signal, "abort", () => observer.disconnect());
}

/** A link to a note goes to it; one to a piece of its evidence opens what it lies in. @param {SourcePage} page @param {Notes} notes */
function revealed(page, notes) {
  const target = named(location.hash);
  const note = target && noteAround(target);
  if (note && page.source.contains(note)) {
    notes.go(note);
    if (target !== note) target.scrollIntoView({ block: "nearest" });
  } else if (target instanceof HTMLDetailsElement) target.open = true;
}

let end = () => {};

/** Begin anew. */
function start() {
  end();
  /** @type {HTMLElement | null} */
  const source = document.querySelector(".gl-source:has(.gl-text)");
  /** @type {HTMLElement | null} */
  const index = document.querySelector(".gl-index:has(.gl-tools)");
  const ended = new AbortController();
  end = source ? readSource(source) : () => ended.abort();
  if (index && !source) withMore(() => glossator.index(index, ended.signal));
}

window.glossator = /** @type {Glossator} */ ({ stacked, load, start });
// Material says when it has exchanged the page.
if (!window.document$?.subscribe(start)) start();
