/* What the note is about: words of the text, another note, a passage or the whole. */
"use strict";

(() => {
  const { control, part, noteNamed, span, describe } = glossator;

  /**
   * Make the draft about the note that a button stands in, or about words; all else of it stays.
   *
   * @type {Glossator["aim"]}
   */
  function aim(panel, opener, range) {
    const note = opener.closest(".gl-note");
    const words = range && span(range, panel.page);
    if (note) answer(panel, note);
    else if (range && words) quote(panel, range, words);
  }

  /** @type {(panel: Panel, note: Element) => void} */
  function answer(panel, note) {
    const group = /** @type {HTMLElement} */ (note.closest(".gl-notes"));
    panel.answered = note.id.slice(5);
    control(panel, "place").value = "note";
    if (panel.dialog.querySelector("[name=kind] [value=reply]")) control(panel, "kind").value = "reply";
    control(panel, "passage").value = group.dataset.passage ?? "1";
  }

  /** @type {(panel: Panel, range: Range, words: Span) => void} */
  function quote(panel, range, [start, end]) {
    const { text, starts } = panel.page;
    panel.quoted = describe(text, start, end);
    panel.fallen = !panel.quoted;
    panel.chosen = range;
    control(panel, "place").value = "words";
    control(panel, "passage").value = `${Math.max(1, starts.filter((at) => at <= start).length)}`;
    if ("Highlight" in window) CSS.highlights.set("gl-chosen", new Highlight(range));
  }

  /** Show what the note is about, and offer only what it can be about. @type {Glossator["showSubject"]} */
  function showSubject(panel) {
    const { dialog, quoted, answered, fallen } = panel;
    const place = control(panel, "place").value;
    const title = noteNamed(answered)?.querySelector(".gl-title")?.textContent;
    const words = { words: quoted?.quote, note: title }[place];
    part(dialog, "[data-field=passage]").hidden = place !== "passage";
    part(dialog, ".gl-words").hidden = !words;
    part(dialog, ".gl-words").textContent = words ?? "";
    dialog.toggleAttribute("data-reply", place === "note");
    part(dialog, "option[value=words]", HTMLOptionElement).disabled = !quoted && !fallen;
    part(dialog, "option[value=note]", HTMLOptionElement).disabled = !answered;
  }

  /** Choose the words again that the note was about, so that the button beside them is there. @type {Glossator["release"]} */
  function release({ chosen }) {
    if ("Highlight" in window) CSS.highlights.delete("gl-chosen");
    if (!chosen) return;
    const selection = getSelection();
    selection?.removeAllRanges();
    selection?.addRange(chosen);
  }

  Object.assign(glossator, { aim, showSubject, release });
})();
