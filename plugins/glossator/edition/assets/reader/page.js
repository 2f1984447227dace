/* What all that is live on the page of a source shares. */

class SourcePage {
  /** @param {HTMLElement} source */
  constructor(source) {
    this.source = source;
    this.text = only(source, ".gl-text");
    /** @type {HTMLElement | null} */
    this.toolbar = source.querySelector(".gl-toolbar");
    this.notes = every(source, ".gl-note");
    this.groups = every(this.text, ".gl-notes");
    this.numbers = /** @type {HTMLAnchorElement[]} */ (every(this.text, ".gl-number"));
    /** The marked words of each note, by its name. @type {Map<string, HTMLElement[]>} */
    this.marks = new Map();
    for (const mark of every(this.text, ".gl-mark"))
      for (const name of namesOn(mark)) this.marks.set(name, [...(this.marks.get(name) ?? []), mark]);
    /** The note in use. @type {HTMLElement | null} */
    this.now = null;
    this.mode = "titles";
    this.wide = matchMedia("(min-width: 60em)");
    this.ended = new AbortController();
  }

  /** What opens and closes. @param {Element} note */
  box(note) {
    return /** @type {HTMLDetailsElement} */ (only(note, "details"));
  }

  /** @param {Element} note */
  title(note) {
    return only(note, "summary");
  }

  /** @param {Element} note */
  marker(note) {
    return only(this.source, `[id="ref-${note.id.slice(5)}"]`);
  }

  /** Words that carry a note, a whole passage's too. @param {Element} note */
  marked(note) {
    return this.marks.get(note.id.slice(5)) ?? [];
  }

  /**
   * Listen until the page goes.
   *
   * @param {EventTarget} target
   * @param {string} type
   * @param {(event: any) => void} listener
   * @param {AddEventListenerOptions} [options]
   */
  on(target, type, listener, options) {
    target.addEventListener(type, listener, { signal: this.ended.signal, ...options });
  }

  /** Whether notes stand in a margin that follows the text. */
  get beside() {
    return this.wide.matches && this.mode !== "open";
  }

  /** Where in the window what is read begins, below all that stays at its top. */
  get top() {
    return high(document.querySelector(".md-header")) + (this.wide.matches ? high(this.toolbar) : 0);
  }

  /** Where it ends. */
  get foot() {
    return innerHeight - (this.wide.matches ? 0 : high(this.toolbar));
  }

  /** The element of a passage. @param {string | undefined} number */
  passage(number) {
    return only(this.text, `[id="p${number}"]`);
  }

  /** The element that begins what a group of notes stands beside. @param {HTMLElement | null} group */
  place(group) {
    const heading = group?.dataset.heading;
    return heading ? only(this.source, `[id="h${heading}"]`) : this.passage(group?.dataset.passage);
  }

  /** Whether a note is one of the text's, not of the source as a whole. @param {Element} note */
  inText(note) {
    return this.text.contains(note);
  }

  /** The notes that pass the filters. */
  get passing() {
    return this.notes.filter((note) => !note.hidden);
  }

  /** The words of a note, a whole passage's left out. @param {Element} note */
  words(note) {
    return this.marked(note).filter((mark) => mark.dataset.passage === undefined);
  }

  /** Whether any of an element is in what is read of the window. @param {Element} element */
  sees(element) {
    const { height, top, bottom } = element.getBoundingClientRect();
    return height > 0 && bottom > this.top && top < this.foot;
  }

  /** Show that a note and its words belong together, or no more. @param {HTMLElement} note @param {string} how @param {boolean} on */
  light(note, how, on) {
    for (const one of [...this.marked(note), this.marker(note).parentElement, note]) one?.classList.toggle(how, on);
  }
}

/** @param {Element | null} element */
function high(element) {
  return element?.getBoundingClientRect().height ?? 0;
}
