/* Three ways to read: the text alone, with titles of notes beside it, or with all notes open as a commentary. */

/** @type {Record<string, string>} */
const NEXT = { text: "titles", titles: "open", open: "text" };

/**
 * Read in another way; the passage that is being read stays where it is.
 *
 * @param {Reader} reader @param {string} mode
 */
function turn({ page, margin, toolbar }, mode) {
  const line = page.top + 60;
  const place = (/** @type {HTMLAnchorElement} */ number) => page.passage(number.hash.slice(2)).getBoundingClientRect();
  const number = page.numbers.find((one) => place(one).bottom > line) ?? page.numbers[0];
  const before = place(number).top;
  page.source.dataset.mode = page.mode = mode;
  page.now = null;
  margin.pins.clear();
  for (const note of page.notes) {
    if (!page.inText(note)) continue;
    page.light(note, "gl-on", false);
    note.classList.toggle("gl-on", mode === "open"); // what is open already is no news
    page.box(note).open = mode === "open";
  }
  for (const button of toolbar ? every(toolbar.bar, "[data-mode]") : [])
    button.setAttribute("aria-pressed", `${button.dataset.mode === mode}`);
  margin.layout();
  margin.jump(place(number).top - before);
  remember({ view: mode === "titles" ? [] : [mode] });
}

/** A choice for paper: all of the notes, or their titles only. @param {SourcePage} page @param {Toolbar} toolbar */
function printing(page, toolbar) {
  const box = /** @type {HTMLInputElement} */ (toolbar.part("[name=brief]"));
  page.on(box, "change", () => {
    if (box.checked) page.source.dataset.print = "titles";
    else delete page.source.dataset.print;
  });
}
