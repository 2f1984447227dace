/* A name opens a short card with its entry of the register; without scripts it leads there. */

/** @param {SourcePage} page */
function entities(page) {
  page.on(page.source, "click", (event) => {
    const link = event.target.closest("a.gl-entity");
    const pressed = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    const entry = link && !pressed && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!entry || !Object.hasOwn(HTMLElement.prototype, "popover")) return;
    event.preventDefault();
    card(page, /** @type {HTMLAnchorElement} */ (link), entry);
  });
}

/** @param {SourcePage} page @param {HTMLAnchorElement} link @param {HTMLElement} entry */
function card(page, link, entry) {
  const pop = document.createElement("div");
  pop.className = "gl-pop gl-cardpop";
  pop.popover = "auto";
  pop.tabIndex = -1;
  pop.lang = entry.closest("[lang]")?.getAttribute("lang") ?? "";
  pop.setAttribute("role", "dialog");
  pop.setAttribute("aria-label", link.textContent ?? "");
  pop.append(...[...entry.childNodes].map((part) => part.cloneNode(true)));
  page.source.append(pop);
  pop.addEventListener("click", ({ target }) => {
    if (/** @type {Element} */ (target).closest("a")) pop.hidePopover();
  });
  pop.addEventListener("toggle", ({ newState }) => {
    if (newState !== "closed") return;
    const within = pop.contains(document.activeElement) || document.activeElement === document.body;
    pop.remove();
    if (within) link.focus({ preventScroll: true });
  });
  pop.showPopover();
  const { left, right, bottom } = link.getBoundingClientRect();
  const wide = document.documentElement.clientWidth;
  const x = Math.max(
    8,
    Math.min(getComputedStyle(link).direction === "rtl" ? right - pop.offsetWidth : left, wide - pop.offsetWidth - 8),
  );
  pop.style.inset = `${scrollY + bottom + 4}px auto auto ${x + scrollX}px`;
  pop.focus({ preventScroll: true });
}
