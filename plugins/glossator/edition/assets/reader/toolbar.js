/* Where one is: the passage, the heading above it, the note in use, and how much is read. */

class Toolbar {
  /** @param {SourcePage} page @param {HTMLElement} bar */
  constructor(page, bar) {
    this.page = page;
    this.bar = bar;
    this.headings = every(page.source, ".gl-text > :is(h2, h3), .gl-end h2");
    this.titles = this.headings.map(titled);
  }

  /** @param {string} selector */
  part(selector) {
    return only(this.bar, selector);
  }

  /** Which of the notes is in use, or how many there are. @param {HTMLElement | null} note */
  count(note) {
    const all = this.page.passing;
    const index = note ? all.indexOf(note) : -1;
    const count = this.part(".gl-count");
    const { of = "", one = "", many = "" } = count.dataset;
    const text = index < 0 ? (all.length === 1 ? one : many) : of;
    write(count, text.replace("{number}", `${index + 1}`).replace("{all}", `${all.length}`));
  }

  /** After scrolling. */
  where() {
    const { text, numbers } = this.page;
    const line = innerHeight * LINE;
    const above = (/** @type {HTMLElement} */ one) => one.offsetHeight > 0 && one.getBoundingClientRect().top <= line;
    const number = numbers.filter(above).at(-1) ?? numbers[0];
    const heading = this.headings.filter(above).length - 1;
    write(this.part(".gl-pos"), `¶ ${number.textContent} / ${numbers.length}`);
    write(this.part(".gl-sec"), this.titles[heading] ?? this.part("#gl-contents").dataset.opening ?? "");
    const box = text.getBoundingClientRect();
    this.part(".gl-progress").style.scale = `${Math.max(0, Math.min(1, (line - box.top) / box.height)).toFixed(3)} 1`;
  }
}

/**
 * Change words without a new node, which would have every rule with `:has()` looked at again: on a page of 500 notes the
 * style of 1,700 elements at each step.
 *
 * @param {HTMLElement} element @param {string} words
 */
function write(element, words) {
  const text = element.firstChild ?? element.appendChild(new Text());
  if (text.nodeValue !== words) text.nodeValue = words;
}

/** A heading's words, without the sign that links to it. @param {Element} heading */
function titled(heading) {
  const sign = heading.querySelector(".headerlink")?.textContent ?? "";
  return heading.textContent?.slice(0, -sign.length || undefined) ?? "";
}
