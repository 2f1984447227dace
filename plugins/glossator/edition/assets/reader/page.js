/* What all that is live on the page of a source shares. */

class SourcePage {
  /** @param {HTMLElement} source */
  constructor(source) {
    this.source = source;
    this.text = /** @type {HTMLElement} */ (source.querySelector(".gl-text"));
    this.toolbar = /** @type {HTMLElement | null} */ (source.querySelector(".gl-toolbar"));
    this.notes = /** @type {HTMLElement[]} */ ([...source.querySelectorAll(".gl-note")]);
    this.groups = /** @type {HTMLElement[]} */ ([...this.text.querySelectorAll(".gl-notes[data-passage]")]);
    this.numbers = /** @type {HTMLAnchorElement[]} */ ([...this.text.querySelectorAll(".gl-number")]);
    this.marks = /** @type {Map<string, HTMLElement[]>} */ (new Map());
    for (const mark of this.text.querySelectorAll(".gl-mark"))
      for (const name of mark.dataset.notes.split(" ")) this.marks.set(name, [...(this.marks.get(name) ?? []), mark]);
    /** The note in use. @type {HTMLElement | null} */
    this.now = null;
    this.mode = "titles";
    this.wide = matchMedia("(min-width: 60em)");
    this.ended = new AbortController();
  }

  /** What opens and closes. @param {Element} note @returns {HTMLDetailsElement} */
  box(note) {
    return note.querySelector("details");
  }

  /** @param {Element} note @returns {HTMLElement} */
  title(note) {
    return note.querySelector("summary");
  }

  /** @param {Element} note @returns {HTMLElement} */
  marker(note) {
    return document.getElementById(`ref-${note.id.slice(5)}`);
  }

  /** Words that carry a note, a whole passage's too. @param {Element} note */
  marked(note) {
    return this.marks.get(note.id.slice(5)) ?? [];
  }

  /** Listen until the page goes. */
  on(target, type, listener, options = {}) {
    target.addEventListener(type, listener, { signal: this.ended.signal, ...options });
  }

  /** Whether notes stand in a margin that follows the text. */
  get beside() {
    return this.wide.matches && this.mode !== "open";
  }

  /** Where in the window what is read begins, below all that stays at its top. */
  get top() {
    const header = document.querySelector(".md-header");
    return (header?.offsetHeight ?? 0) + (this.wide.matches ? (this.toolbar?.offsetHeight ?? 0) : 0);
  }

  /** Where it ends. */
  get foot() {
    return innerHeight - (this.wide.matches ? 0 : (this.toolbar?.offsetHeight ?? 0));
  }

  /** The element of a passage. @param {string | number} number */
  passage(number) {
    return document.getElementById(`p${number}`);
  }

  /** Whether a note is one of the text's, not of the source as a whole. @param {Element} note */
  inText(note) {
    return this.text.contains(note);
  }

  /** The notes of the text that pass the filters. */
  get passing() {
    return this.notes.filter((note) => this.inText(note) && !note.hidden);
  }

  /** The words of a note, a whole passage's left out. @param {Element} note */
  words(note) {
    return this.marked(note).filter((mark) => mark.dataset.passage === undefined);
  }

  /** Whether any of an element is in what is read of the window. @param {Element | null} element */
  sees(element) {
    const box = element?.getBoundingClientRect();
    return Boolean(box?.height && box.bottom > this.top && box.top < this.foot);
  }

  /** Show that a note and its words belong together, or no more. @param {HTMLElement} note @param {string} how */
  light(note, how, on) {
    for (const mark of this.marked(note)) mark.classList.toggle(how, on);
    this.marker(note)?.parentElement.classList.toggle(how, on);
    note.classList.toggle(how, on);
  }
}
