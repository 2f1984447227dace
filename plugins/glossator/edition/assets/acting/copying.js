/* Links that are copied when they are followed, and told so beside them for a moment. */

const TOLD = 2_000; // milliseconds

/** @param {SourcePage} page */
function copying(page) {
  page.on(page.source, "click", (event) => {
    const link = event.target.closest(".gl-number, .gl-meta > a:first-child");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !navigator.clipboard) return;
    if (!link.hash) event.preventDefault(); // the note's own page would only lead back
    copied(page, link.href, link);
  });
}

/** Copy an address, and say so beside what was clicked. @param {SourcePage} page @param {string} address @param {Element} beside */
function copied(page, address, beside) {
  navigator.clipboard?.writeText(address).then(() => {
    const told = document.createElement("span");
    told.role = "status";
    told.className = "gl-copied";
    if (beside.matches("button")) beside.append(told);
    else beside.after(told);
    told.textContent = page.toolbar?.dataset.copied ?? "✓";
    setTimeout(() => told.remove(), TOLD);
  });
}
