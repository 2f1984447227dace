/* Popovers stand at their buttons; the contents are made when they are first asked for. */

/** @param {SourcePage} page @param {Toolbar} toolbar */
function popovers(page, toolbar) {
  const contents = toolbar.part("#gl-contents");
  page.on(contents, "click", ({ target }) => target.closest("a") && contents.hidePopover());
  for (const pop of every(toolbar.bar, "[popover]")) {
    const place = () => {
      if (pop === contents && !contents.childElementCount) fillContents(page, toolbar, contents);
      placeAt(page, toolbar.bar, pop, toolbar.part(`[popovertarget=${pop.id}]`));
    };
    page.on(pop, "beforetoggle", ({ newState }) => newState === "open" && place());
    if (pop.matches(":popover-open")) place();
  }
}

/** @param {SourcePage} page @param {HTMLElement} toolbar @param {HTMLElement} pop @param {HTMLElement} button */
function placeAt(page, toolbar, pop, button) {
  const bar = toolbar.getBoundingClientRect();
  const { left, right } = button.getBoundingClientRect();
  const wide = document.documentElement.clientWidth;
  const side = left + right < wide ? `left:${left}px` : `right:${wide - right}px`;
  pop.style.cssText = page.wide.matches
    ? `top:${bar.bottom + 4}px;${side}`
    : `bottom:${innerHeight - bar.top + 6}px;left:.8rem;right:.8rem`;
}

/** Headings, each with the passages below it; and the parts behind the text. @param {SourcePage} page @param {Toolbar} toolbar @param {HTMLElement} list */
function fillContents(page, { headings, titles }, list) {
  const { opening = "" } = list.dataset;
  const behind = (/** @type {HTMLElement} */ number, /** @type {HTMLElement | null} */ heading) =>
    !heading || Boolean(heading.compareDocumentPosition(number) & Node.DOCUMENT_POSITION_FOLLOWING);
  [null, ...headings].forEach((heading, index) => {
    const next = headings[index];
    const within = page.numbers.filter((one) => behind(one, heading) && !(next && behind(one, next)));
    if (!within.length && (!heading || page.text.contains(heading))) return;
    const range = [...new Set([within[0]?.textContent, within.at(-1)?.textContent])].join("–");
    list.append(entry(heading?.id ? `#${heading.id}` : within[0].hash, titles[index - 1] ?? opening, range));
  });
  const cite = document.getElementById("cite");
  if (cite) list.append(entry("#cite", cite.textContent ?? "", ""));
}

/** A line of the contents. @param {string} href @param {string} title @param {string} range */
function entry(href, title, range) {
  const link = document.createElement("a");
  link.href = href;
  for (const text of [title, range]) {
    const part = document.createElement("bdi");
    part.textContent = text;
    link.append(part);
  }
  return link;
}
