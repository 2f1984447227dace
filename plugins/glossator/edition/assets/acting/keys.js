/* Keys, which a reader can turn off (WCAG 2.1.4). */

const STORED = "glossator: keys";

/** @param {SourcePage} page @param {Toolbar} toolbar @param {Record<string, () => void>} actions by key */
function keys(page, toolbar, actions) {
  const box = /** @type {HTMLInputElement} */ (toolbar.part("[name=keys]"));
  box.checked = stored() !== "off";
  page.on(box, "change", () => store(box.checked ? null : "off"));
  page.on(document, "keydown", (event) => {
    const busy = event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented;
    const field = event.target.matches?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
    const open = document.querySelector(":popover-open, dialog[open]");
    const action = actions[event.key];
    if (!action || busy || field || (open && event.key !== "?") || (!box.checked && event.key !== "Escape")) return;
    event.preventDefault();
    action();
  });
}

function stored() {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null; // a window that keeps nothing
  }
}

/** @param {string | null} value */
function store(value) {
  try {
    if (value) localStorage.setItem(STORED, value);
    else localStorage.removeItem(STORED);
  } catch {
    // as above
  }
}
