/* What a reader can do with the page of a source; loaded when the first thing is done. */

/** @param {{page: SourcePage, margin: Margin, toolbar: Toolbar | null, notes: Notes, again: () => void}} reader */
function act({ page, margin, toolbar, notes, again }) {
  const button = page.source.querySelector(".gl-suggest button");
  if (button) suggesting(page, button);
  copying(page);
  citing(page, margin);
  if (!toolbar) return;
  const sift = (chosen) => {
    siftNotes(page, chosen);
    const { only, ...facets } = chosen;
    toolbar.part(".gl-filterb b").textContent = `${Object.values(facets).flat().length || ""}`;
    toolbar.count(page.now);
    again();
  };
  filter(page.toolbar.querySelector("form"), sift, page.ended.signal);
  popovers(page, toolbar);
  printing(page, toolbar);
  const view = new URL(location.href).searchParams.get("view");
  if (view === "text" || view === "open") turn(page, margin, view);
  page.on(page.toolbar, "click", ({ target }) => {
    const { step: by, mode } = target.dataset;
    if (by) step(page, notes, Number(by));
    if (mode) turn(page, margin, mode);
  });
  keys(page, {
    j: () => step(page, notes, 1),
    k: () => step(page, notes, -1),
    t: () => turn(page, margin, NEXT[page.mode]),
    "?": () => toolbar.part("#gl-keys").togglePopover(),
    Escape: () => leave(page, notes),
  });
}

Object.assign(window.glossator, { passes, act, index: readIndex });
