/* The margin follows the text: where its notes stand, and how far the whole of it is slid while somebody reads. */

const LINE = 0.42; // where in the window people read
const NEAR = 0.19; // of the window's height, around that line, is where notes have a say …
const NEAREST = 170; // … and at least so many pixels
const PACE = 1.5; // the most that the margin moves against the text, in parts of what is scrolled
const LEAP = 0.8; // screens; what scrolls farther is no reading
const GAP = 8;
const PARTING = 14; // before the notes of a passage
const HEADING = 3; // behind their first line
const WEIGHT = { note: 1, heading: 0.2, open: 1e4, last: 1e9 };

class Margin {
  /** @param {SourcePage} page */
  constructor(page) {
    this.page = page;
    /** Open notes, and how far below the text's edge each stands. @type {Map<HTMLElement, number>} */
    this.pins = new Map();
    /** @type {Item[]} */
    this.items = [];
    this.slide = 0;
    this.scrolled = scrollY;
    this.tail = every(page.text, ":scope > :not(.gl-notes)").at(-1);
  }

  get edge() {
    return this.page.text.getBoundingClientRect().top;
  }

  /** How far below the text's edge the words of a note end, or a passage begins. @param {HTMLElement} box @param {number} [edge] */
  at(box, edge = this.edge) {
    const { page } = this;
    const place = box.matches(".gl-note") ? page.marker(box) : page.place(box.parentElement);
    return place.getBoundingClientRect().top - edge;
  }

  /** All that stands in the margin, measured. */
  measured() {
    const edge = this.edge;
    /** @type {Item[]} */
    const items = [];
    let before = 0;
    for (const group of this.page.groups) {
      let first = true;
      for (const box of every(group, ":scope > *")) {
        const height = box.offsetHeight;
        if (!height) continue;
        const note = box.matches(".gl-note");
        before += gap(items.at(-1), first, note);
        const at = this.at(box, edge);
        items.push({
          box,
          note,
          at,
          want: this.pins.get(box) ?? at,
          weight: this.weight(box, note),
          before,
          height,
          top: 0,
        });
        before += height;
        first = false;
      }
    }
    return { items, high: before };
  }

  /** @param {HTMLElement} box @param {boolean} note */
  weight(box, note) {
    if (this.pins.has(box)) return box === this.page.now ? WEIGHT.last : WEIGHT.open;
    return note ? WEIGHT.note : WEIGHT.heading;
  }

  /** Place everything: after a load, a change of size, a filter, or an opened note.  The text stays where it is. */
  layout() {
    const { text } = this.page;
    if (!this.page.beside) {
      if (this.items.length) this.clear();
      return;
    }
    const { items, high } = this.measured();
    const tops = stacked(items, this.pins.size ? Infinity : Math.max(0, text.offsetHeight - high));
    items.forEach((item, index) => {
      item.top = tops[index];
      const top = `${Math.round(item.top)}px`;
      if (item.box.style.top !== top) item.box.style.top = top;
    });
    this.items = items;
    text.style.minBlockSize = `${Math.ceil(this.room(high))}px`;
  }

  /**
   * The height that the margin needs: an open note, or what a passage rests on, moves what is below it past the text's end, by no more than its own
   * height; and of a text shorter than the window, where nothing scrolls, all notes are to be seen.
   *
   * @param {number} high what stands in the margin
   */
  room(high) {
    const open = this.items.filter(({ box }) => this.pins.has(box) || box.matches("[open]")).at(-1);
    const last = this.items.at(-1);
    if (!open || !last) return Math.min(high, innerHeight);
    const end = Math.max(innerHeight, (this.tail?.getBoundingClientRect().bottom ?? 0) - this.edge);
    return Math.max(open.top + open.height, Math.min(last.top + last.height, end + open.height));
  }

  clear() {
    this.items = [];
    this.slide = 0;
    this.page.text.style.minBlockSize = "";
    for (const group of this.page.groups) {
      group.style.transform = "";
      for (const box of every(group, ":scope > *")) box.style.top = "";
    }
  }

  /** The slide by which the notes near the line where people read are level with their words. */
  level() {
    const line = innerHeight * LINE - this.edge;
    const near = Math.max(NEAREST, innerHeight * NEAR);
    let [sum, all] = [0, 0];
    for (const { note, at, top } of this.items) {
      if (!note) continue;
      const weight = 1 / (1 + ((at - line) / near) ** 4);
      sum += weight * (at - top);
      all += weight;
    }
    return this.within(all ? sum / all : 0);
  }

  /**
   * A slide that hides no note above the text's first line before somebody scrolls, and leaves the last note above the
   * text's end, where that can be seen.
   *
   * @param {number} slide
   */
  within(slide) {
    const [first, last] = [this.items[0], this.items.at(-1)];
    if (!first || !last) return slide;
    const { top, bottom } = this.page.text.getBoundingClientRect();
    const least = -first.top - PACE * scrollY;
    const most = bottom > this.page.foot ? Infinity : bottom - top - last.top - last.height;
    return Math.min(Math.max(slide, least), most);
  }

  /** The open note that holds the margin: it or its words are on the screen. */
  get held() {
    const { page, pins } = this;
    const open = [...pins.keys()].filter((note) => page.sees(note) || page.sees(page.marker(note)));
    return open.find((note) => note === page.now) ?? open[0];
  }

  /** Slide the margin to where it has to be. @param {number} [step] what was scrolled; else it may go any way at once */
  follow(step) {
    if (!this.page.beside) return;
    const open = this.held;
    const item = open && this.items.find(({ box }) => box === open);
    const target = item ? item.want - item.top : this.level();
    const most = step === undefined || Math.abs(step) > innerHeight * LEAP ? Infinity : PACE * Math.abs(step);
    this.move(this.slide + Math.max(-most, Math.min(most, target - this.slide)));
  }

  /** Not by a custom property on what holds them, which would style the whole page anew. @param {number} slide */
  move(slide) {
    if (Math.abs(slide - this.slide) < 0.1 && this.slide) return;
    this.slide = slide;
    const transform = `translateY(${slide.toFixed(1)}px)`;
    for (const group of this.page.groups) group.style.transform = transform;
  }

  /** Let a note that is open stand at a height from now on. @param {HTMLElement} note @param {number} at */
  pin(note, at) {
    this.pins.set(note, at);
    this.layout();
    this.follow();
  }

  /** Let it go; its title stays under the pointer, and scrolling brings the margin back. @param {HTMLElement} note */
  unpin(note) {
    if (!this.pins.delete(note) || !this.page.beside) return;
    const before = note.getBoundingClientRect().top;
    this.layout();
    this.move(this.slide + before - note.getBoundingClientRect().top);
  }

  /** After scrolling. */
  scroll() {
    const step = scrollY - this.scrolled;
    this.scrolled = scrollY;
    if (step) this.follow(step);
  }

  /** Scroll by our own hand: the margin is where it has to be at once. @param {number} top */
  jump(top) {
    scrollBy({ top, behavior: "instant" });
    this.scrolled = scrollY;
    this.follow();
  }
}

/** The gap before a box. @param {Item | undefined} above @param {boolean} first of its passage @param {boolean} note */
function gap(above, first, note) {
  if (!above) return 0;
  if (first) return PARTING;
  return note && !above.note ? HEADING : GAP;
}
