/* The text of a source as its build reads it, and what of it is chosen: the counterpart of `textmap.py`, whose tables
   are used here.  `tests/selecting.json` holds what both must give.  Offsets are UTF-16 code units. */
"use strict";

(() => {
  const { given, isBlank, splitter, moved } = glossator;
  const { reading } = given;
  const [blocks, headings, unread, unreadClasses, tabs, tableParts, cells, whole] = [
    reading.blocks,
    reading.headings,
    reading.unread,
    reading.unread_classes,
    reading.tabs,
    reading.table_parts,
    reading.cells,
    reading.whole,
  ].map((names) => new Set(names));
  const SPACES = /[ \t\n\f\r]/;

  /** A walk through a source, which puts its text together passage by passage. */
  class Reader {
    constructor() {
      this.text = "";
      /** @type {number[]} */
      this.starts = [];
      /** @type {Run[]} */
      this.runs = [];
      /** @type {Element | null} the block whose passage is being read */
      this.open = null;
      this.space = false; // whether there is space before the next word
    }

    endRun() {
      this.open = null;
      this.space = false;
    }

    endRunOrSpace() {
      if (this.open && whole.has(this.open.localName)) this.space = true;
      else this.endRun();
    }

    /** @type {(node: Text, holder: Element, inCell: boolean) => void} */
    readText(node, holder, inCell) {
      for (const { 0: word, index } of node.data.matchAll(/[ \t\n\f\r]+|[^ \t\n\f\r]+/g)) {
        const lead = this.open === holder ? 0 : blankLead(word); // no passage begins with these
        if (lead === word.length || SPACES.test(word)) {
          this.space = Boolean(this.open);
          continue;
        }
        if (tableParts.has(holder.localName) && !inCell) return;
        this.startOrSpace(holder);
        this.runs.push({ node, from: index + lead, at: this.text.length, length: word.length - lead });
        this.text += word.slice(lead);
      }
    }

    /** What stands before the next word: a new passage, space or nothing. @type {(holder: Element) => void} */
    startOrSpace(holder) {
      if (this.open !== holder) {
        if (this.text) this.text += "\n";
        if (!headings.has(holder.localName)) this.starts.push(this.text.length);
        this.open = holder;
      } else if (this.space) this.text += " ";
      this.space = false;
    }

    /** @type {(element: Element, holder: Element, inCell: boolean) => void} */
    readChildren(element, holder, inCell) {
      for (const child of element.childNodes) {
        if (child instanceof Text) this.readText(child, holder, inCell);
        else if (child instanceof Element) this.readElement(child, holder, inCell);
      }
    }

    /** @type {(element: Element, holder: Element, inCell: boolean) => void} */
    readElement(element, holder, inCell) {
      const block = blocks.has(element.localName);
      if (block) this.endRunOrSpace();
      else if (element.localName === "br" && this.open) this.space = true;
      if (hidden(element) || isPart(element, holder)) this.passOver(element);
      else this.readChildren(element, ownHolder(element, holder), inCell || cells.has(element.localName));
      if (block) this.endRunOrSpace();
      if (this.open === element) this.endRun();
    }

    /** @type {(element: Element) => void} */
    passOver(element) {
      if (element.querySelector(reading.blocks.join())) this.endRunOrSpace();
    }
  }

  /** The block whose passage the text in an element belongs to. @type {(element: Element, holder: Element) => Element} */
  const ownHolder = (element, holder) =>
    blocks.has(element.localName) && !whole.has(holder.localName) ? element : holder;

  /** Whether it is no text where it stands: a heading in a table or in code, a switch of tabs. @type {(element: Element, holder: Element) => boolean} */
  const isPart = (element, holder) =>
    (headings.has(element.localName) && whole.has(holder.localName)) ||
    (element.localName === "label" && [...(element.parentElement?.classList ?? [])].some((name) => tabs.has(name)));

  const blankLead = (/** @type {string} */ word) => moved(0, 1, (at) => at < word.length && isBlank(word[at]));

  /**
   * A source's text as the build reads it.
   *
   * @type {Glossator["read"]}
   */
  function read(source) {
    const reader = new Reader();
    reader.readChildren(source, source, false);
    return { text: reader.text, starts: reader.starts, runs: reader.runs };
  }

  /** Whether nothing in an element counts as text. @type {(element: Element) => boolean} */
  function hidden(element) {
    return (
      unread.has(element.localName) ||
      element.hasAttribute("hidden") ||
      element.getAttribute("aria-hidden") === "true" ||
      [...element.classList].some((name) => unreadClasses.has(name)) ||
      /display\s*:\s*none|visibility\s*:\s*hidden/i.test(element.getAttribute("style") ?? "")
    );
  }

  /**
   * What of the text a range of the page holds, without the space around it and with whole characters.
   *
   * @type {Glossator["span"]}
   */
  function span(range, { text, runs }) {
    let [start, end] = covered(range, runs);
    while (start < end && isBlank(text[start])) start++;
    while (start < end && isBlank(text[end - 1])) end--;
    if (start >= end) return null;
    const splits = splitter(text);
    return [moved(start, -1, splits), moved(end, 1, splits)];
  }

  /** From the first to the last of the words in a range. @type {(range: Range, runs: Run[]) => Span} */
  function covered(range, runs) {
    let start = -1;
    let end = -1;
    for (const run of runs) {
      const [low, high] = portion(range, run);
      if (low >= high) continue;
      if (start < 0) start = low;
      end = high;
    }
    return [start, end];
  }

  /** What of a word lies in a range. @type {(range: Range, run: Run) => Span} */
  function portion(range, { node, from, at, length }) {
    if (!range.intersectsNode(node)) return [at, at];
    const low = node === range.startContainer ? Math.max(from, range.startOffset) : from;
    const high = node === range.endContainer ? Math.min(from + length, range.endOffset) : from + length;
    return [at + low - from, at + high - from];
  }

  Object.assign(glossator, { read, span });
})();
