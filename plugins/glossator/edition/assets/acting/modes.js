/* Three ways to read: the text alone, with titles of notes beside it, or with all notes open as a commentary. */

/** @type {Record<string, string>} */
const NEXT = { text: "titles", titles: "open", open: "text" };

/**
 * Read in another way; the passage that is being read stays where it is.
 *
 * @param {Reader} reader @param {string} mode
 */
function turn({ page, margin, toolbar }, mode) {
  const stay = staying(page, margin);
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
  stay();
  remember({ view: mode === "titles" ? [] : [mode] });
}

/**
 * Keep the passage that is being read in its place; where it was folded, the line it lies in.
 *
 * @param {SourcePage} page @param {Margin} margin @returns {() => void} to be called when the page has changed
 */
function staying(page, margin) {
  const place = (/** @type {Element} */ one) => one.getBoundingClientRect();
  const passages = page.numbers.map((number) => blockOf(number, page.text));
  const passage = passages.find((one) => place(one).bottom > page.top + 60) ?? passages[0];
  const { top } = place(passage);
  return () => {
    /** @type {Element} */
    let there = passage;
    while (!place(there).height && there.previousElementSibling) there = there.previousElementSibling;
    if (top < page.foot) margin.jump(place(there).top - top);
  };
}

/** A choice for paper: all of the notes, or their titles only. @param {SourcePage} page @param {Toolbar} toolbar */
function printing(page, toolbar) {
  const box = /** @type {HTMLInputElement} */ (toolbar.part("[name=brief]"));
  page.on(box, "change", () => {
    if (box.checked) page.source.dataset.print = "titles";
    else delete page.source.dataset.print;
  });
}
