/* The panel for a new note, fetched when a button first asks for it: one in the head, one beside chosen words, and one
   in each note for a reply. */

/** @param {SourcePage} page @param {HTMLElement} button */
function suggesting(page, button) {
  const { source, text } = page;
  const beside = /** @type {HTMLElement} */ (button.cloneNode(true));
  beside.className = "gl-here";
  /** @type {Range | null} */
  let range = null;
  const follow = () => {
    range = chosen(page) ?? (beside.matches(":active") ? range : null);
    beside.hidden = !range;
    if (range) besideWords(page, beside, range);
  };
  const open = (/** @type {{target: Element}} */ { target }) => {
    /** @type {HTMLElement | null} */
    const opener = target.closest(".gl-suggest button, .gl-answer button, .gl-here");
    if (!opener) return;
    const show = () => glossator.suggest(source, opener, range ?? undefined);
    if (Object.hasOwn(glossator, "suggest")) show();
    else glossator.load("contribute.js", show);
  };
  follow();
  text.append(beside);
  page.on(page.ended.signal, "abort", () => beside.remove());
  page.on(document, "selectionchange", follow);
  page.on(beside, "pointerdown", (event) => event.preventDefault()); // the words stay chosen
  page.on(source, "click", open);
}

/** What is chosen of the text, if anything. @param {SourcePage} page @returns {Range | null} */
function chosen({ text }) {
  const selection = getSelection();
  const range = !selection || selection.isCollapsed ? null : selection.getRangeAt(0).cloneRange();
  const within = range?.commonAncestorContainer;
  const element = within instanceof Element ? within : within?.parentElement;
  return element && text.contains(element) && !element.closest(".gl-notes, .gl-ref") ? range : null;
}
