/* Links that are copied when they are followed, and told so beside them for a moment. */

const TOLD = 2_000; // milliseconds

/** @param {SourcePage} page */
function copying(page) {
  page.on(page.source, "click", ({ target }) => {
    const link = target.closest(".gl-number, .gl-copy");
    if (!link) return;
    navigator.clipboard?.writeText(link.href).then(() => {
      const told = document.createElement("span");
      told.role = "status";
      told.className = "gl-copied";
      link.after(told);
      told.textContent = page.toolbar?.dataset.copied ?? "✓";
      setTimeout(() => told.remove(), TOLD);
    });
  });
}
