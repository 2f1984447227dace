/* From note to note, and from a note back to its words. */

/**
 * Go to the note before or after the one in use; without one, to that nearest the window's top.
 *
 * @param {SourcePage} page @param {Notes} notes @param {number} by
 */
function step(page, notes, by) {
  const passing = page.passing;
  const now = page.now ? passing.indexOf(page.now) : -1;
  const place = (/** @type {HTMLElement} */ note) => note.closest(".gl-whole") ?? page.marker(note); // what may be closed
  const below = passing.findIndex((note) => place(note).getBoundingClientRect().top > page.top);
  const index = now < 0 ? Math.max(below, 0) - Number(by < 0) : now + by;
  const note = passing.at(index % passing.length);
  if (note) notes.go(note);
}

/** Close the note in use and go back to its words. @param {SourcePage} page @param {Notes} notes */
function leave(page, notes) {
  const note = page.now;
  if (!note || !page.box(note).open || page.mode === "open") return;
  page.box(note).open = false;
  notes.closed(note);
  page.marker(note).focus({ preventScroll: page.sees(page.marker(note)) });
}
