/* What opens the search: the button in the header, the key `/`, and an address that asks for it.  All else is loaded
   then, and nothing of an index before. */
"use strict";

(() => {
  let asked = false;
  const open = () => {
    if (Object.hasOwn(glossator, "search")) glossator.search();
    else if (!asked) glossator.load("search.js", () => glossator.search());
    asked = true;
  };
  const off = () => {
    try {
      return localStorage.getItem("glossator: keys") === "off";
    } catch {
      return false; // a window that keeps nothing
    }
  };
  document.addEventListener("click", ({ target }) => {
    if (/** @type {Element} */ (target).closest("[data-gl-search]")) open();
  });
  document.addEventListener("keydown", (event) => {
    const target = /** @type {Element} */ (event.target);
    const busy = event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !event.isTrusted;
    const field = target.matches?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (event.key !== "/" || busy || field || off() || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    open();
  });
  const look = () => {
    if (new URLSearchParams(location.search).has("search")) open();
  };
  // Material says when it has exchanged the page.
  if (!window.document$?.subscribe(look)) look();
})();
