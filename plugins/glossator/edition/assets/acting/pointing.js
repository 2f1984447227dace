/* Both ends of a note are shown together while one of them is pointed at or has the focus. */

/** @param {SourcePage} page @param {Notes} notes */
function pointing(page, notes) {
  /** @type {HTMLElement | null} */
  let lit = null;
  const point = (/** @type {Element | null} */ target) => {
    const note = target && /** @type {HTMLElement | null} */ (target.closest(".gl-note") ?? notes.from(target));
    if (note === lit) return;
    if (lit) page.light(lit, "gl-lit", false);
    lit = note;
    if (note) page.light(note, "gl-lit", true);
  };
  for (const type of ["pointerover", "focusin"]) page.on(page.source, type, ({ target }) => point(target));
  page.on(page.source, "pointerleave", () => point(document.activeElement));
  page.on(page.source, "focusout", ({ relatedTarget }) => point(relatedTarget));
  point(page.source.querySelector(":is(.gl-note, .gl-mark):hover, :focus"));
}
