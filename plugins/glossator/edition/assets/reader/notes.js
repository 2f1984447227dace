/* Opening notes, and going to them: words and note are shown together. */

const UPPER = 0.22; // where words that were scrolled to come to stand, in parts of what is read of the window
const LOWER = 0.7; // below which they are scrolled to

class Notes {
  /** @param {SourcePage} page @param {Margin} margin @param {(note: HTMLElement | null) => void} tell which note is in use */
  constructor(page, margin, tell) {
    this.page = page;
    this.margin = margin;
    this.tell = tell;
    for (const note of page.notes) page.on(page.box(note), "toggle", () => this.toggled(note));
    page.on(page.source, "click", (event) => this.clicked(event));
  }

  /** Something was opened or closed by a person or by the browser's search, and not by us. @param {HTMLElement} note */
  toggled(note) {
    const { open } = this.page.box(note);
    if (open === note.classList.contains("gl-on")) return;
    if (open) this.opened(note, note.getBoundingClientRect().top - this.margin.edge);
    else this.closed(note);
  }

  /** @param {HTMLElement} note @param {number} at where in the margin it stands from now on */
  opened(note, at) {
    const { page, margin } = this;
    this.fold(
      (other) => other !== note && (page.beside ? !page.sees(other) : other.parentElement === note.parentElement),
    );
    page.now = note;
    page.light(note, "gl-on", true);
    if (page.beside && page.inText(note)) margin.pin(note, at);
    this.tell(note);
  }

  /** @param {HTMLElement} note */
  closed(note) {
    this.page.light(note, "gl-on", false);
    this.margin.unpin(note);
    this.tell(null);
  }

  /** Close those open notes that are not wanted; in the commentary all stay. @param {(note: HTMLElement) => boolean} unwanted */
  fold(unwanted) {
    const { page, margin } = this;
    for (const note of page.mode === "open" ? [] : page.notes) {
      if (!page.box(note).open || !unwanted(note)) continue;
      margin.pins.delete(note);
      page.light(note, "gl-on", false);
      page.box(note).open = false;
    }
  }

  /** Go to a note: it is open, level with its words, both are on the screen, and it has the focus. @param {HTMLElement} note */
  go(note) {
    const { page, margin } = this;
    for (let up = note.parentElement?.closest("details"); up; up = up.parentElement?.closest("details")) up.open = true;
    note.hidden = false;
    page.box(note).open = true;
    this.opened(note, page.inText(note) ? margin.at(note) : 0);
    margin.jump(this.way(note));
    page.title(note).focus({ preventScroll: true });
  }

  /** How far to scroll so that a note and its words are seen. @param {HTMLElement} note */
  way(note) {
    const { page } = this;
    const { top, foot } = page;
    const title = page.title(note).getBoundingClientRect();
    const marker = page.marker(note).getBoundingClientRect();
    const first = page.words(note)[0]?.getClientRects()[0] ?? marker;
    const room = (foot - top) * LOWER;
    const to = Math.max(marker.bottom, title.bottom);
    // Of words longer than the screen their end, where the marker is.
    const from = Math.min(to - first.top > room ? marker.top : first.top, title.top);
    if (!page.beside) return title.bottom - from > foot - top - 24 ? title.top - top - 16 : from - top - 16;
    return from < top + 20 || to > top + room ? from - top - (foot - top) * UPPER : 0;
  }

  /** The note that something leads to: the first of its words' notes that passes the filters. @param {Element} target */
  from(target) {
    const link = linkAt(target);
    if (link?.hash.startsWith("#note-")) return named(link.hash);
    /** @type {HTMLElement | null} */
    const mark = target.closest(".gl-mark:not([data-passage])");
    const notes = (mark ? namesOn(mark) : []).map((name) => named(`#note-${name}`));
    return notes.find((note) => note && !note.hidden) ?? notes[0] ?? null;
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const target = /** @type {Element} */ (event.target);
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || !getSelection()?.isCollapsed) return;
    const link = linkAt(target);
    const back = link?.role === "doc-backlink";
    if (link && ((!back && !link.hash.startsWith("#note-")) || link.matches(".gl-meta a"))) return;
    const note = back ? noteAround(link) : this.from(target);
    if (!note) return;
    event.preventDefault();
    event.stopPropagation(); // Material's instant navigation would go there, too
    if (link && location.hash !== link.hash) history.pushState(null, "", link.hash);
    if (back) this.back(note);
    else this.go(note);
  }

  /** From a note to its words. @param {HTMLElement} note */
  back(note) {
    this.margin.jump(this.way(note));
    this.page.marker(note).focus({ preventScroll: true });
  }
}

/** @param {Element} target */
function linkAt(target) {
  return target.closest("a");
}

/** @param {Element} target @returns {HTMLElement | null} */
function noteAround(target) {
  return target.closest(".gl-note");
}

/** What a part of an address leads to; people cut addresses off anywhere. @param {string} hash with its `#` */
function named(hash) {
  try {
    return document.getElementById(decodeURIComponent(hash.slice(1)));
  } catch {
    return null;
  }
}
