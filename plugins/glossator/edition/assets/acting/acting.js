/* What a reader can do with the page of a source; loaded when the first thing is done. */

/** @param {Reader} reader */
function act(reader) {
  const { page, margin, toolbar } = reader;
  for (const button of every(page.source, ".gl-suggest button")) suggesting(page, button);
  pointing(page, reader.notes);
  copying(page);
  citing(page, margin);
  entities(page);
  returning(page);
  if (toolbar) linking(page, toolbar.bar.dataset.link ?? "");
  if (toolbar) actByToolbar(reader, toolbar);
}

/** @param {Reader} reader @param {Toolbar} toolbar */
function actByToolbar(reader, toolbar) {
  const { page, notes, again } = reader;
  const form = /** @type {HTMLFormElement} */ (toolbar.part("form"));
  const sift = (/** @type {Chosen} */ chosen) => {
    const stay = staying(page, reader.margin);
    siftNotes(page, form, chosen);
    const { only: folded, ...facets } = chosen;
    toolbar.part(".gl-filterb b").textContent = `${Object.values(facets).flat().length || ""}`;
    toolbar.count(page.now);
    again();
    stay();
  };
  filter(form, sift, page.ended.signal);
  popovers(page, toolbar);
  printing(page, toolbar);
  const view = new URL(location.href).searchParams.get("view");
  if (view === "text" || view === "open") turn(reader, view);
  page.on(toolbar.bar, "click", ({ target }) => {
    const { step: by, mode } = target.dataset;
    if (by) step(page, notes, Number(by));
    if (mode) turn(reader, mode);
  });
  keys(page, toolbar, {
    j: () => step(page, notes, 1),
    k: () => step(page, notes, -1),
    t: () => turn(reader, NEXT[page.mode]),
    "?": () => toolbar.part("#gl-keys").togglePopover(),
    Escape: () => leave(page, notes),
  });
}

Object.assign(window.glossator, { passes, act, index: readIndex });
