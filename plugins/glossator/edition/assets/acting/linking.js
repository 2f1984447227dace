/* A link to chosen words, copied by a button beside them. */

/** @param {SourcePage} page @param {string} label */
function linking(page, label) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "gl-chosen", textContent: label });
  /** @type {Range | null} */
  let range = null;
  const follow = () => {
    range = chosen(page) ?? (button.matches(":active, :focus") ? range : null);
    if (!range) return button.remove();
    if (!button.isConnected) page.text.append(button);
    besideWords(page, button, range, page.text.querySelector(".gl-here:not([hidden])"));
  };
  follow();
  page.on(page.ended.signal, "abort", () => button.remove());
  page.on(document, "selectionchange", follow);
  page.on(button, "pointerdown", (event) => event.preventDefault()); // the words stay chosen
  page.on(button, "click", () => range && copied(page, fragment(range), button));
}

/**
 * Put a button at the end of chosen words.
 *
 * @param {SourcePage} page @param {HTMLElement} button @param {Range} range
 * @param {HTMLElement | null} [other] a button that stands there already
 */
function besideWords(page, button, range, other) {
  const words = [...range.getClientRects()].filter(({ width }) => width).at(-1) ?? range.getBoundingClientRect();
  const box = page.text.getBoundingClientRect();
  const after = other ? other.offsetWidth + 6 : 0;
  button.style.cssText = page.wide.matches
    ? `left:${words.left - box.left + after}px;top:${words.bottom - box.top + 6}px`
    : "";
}
