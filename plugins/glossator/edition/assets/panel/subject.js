/* What the note is about: words of the text, another note, a passage or the whole. */
"use strict";

(() => {
  const { control, controls, part, write, noteNamed, span, describe } = glossator;
  const LINE = 24; // CSS pixels, about: what is left between words and an edge

  /**
   * Make the draft about the note that a button stands in, or about words; all else of it stays.
   *
   * @type {Glossator["aim"]}
   */
  function aim(panel, opener, range) {
    const note = opener.closest(".gl-note");
    const words = range && span(range, panel.page);
    if (note) answer(panel, note);
    else if (words) quote(panel, words);
  }

  /** @type {(panel: Panel, note: Element) => void} */
  function answer(panel, note) {
    const group = /** @type {HTMLElement} */ (note.closest(".gl-notes"));
    panel.answered = note.id.slice(5);
    control(panel, "place").value = "note";
    const reply = controls(panel.form).find(({ name, value }) => name === "kind" && value === "reply");
    if (reply) write(reply, "reply");
    control(panel, "passage").value = group.dataset.passage ?? "1";
  }

  /** Make the draft about a part of the text. @type {(panel: Panel, words: Span) => void} */
  function quote(panel, words) {
    const { text, starts } = panel.page;
    panel.quoted = describe(text, ...words);
    panel.fallen = !panel.quoted;
    control(panel, "place").value = "words";
    control(panel, "passage").value = `${Math.max(1, starts.filter((at) => at <= words[0]).length)}`;
    point(panel, words);
  }

  /** Mark a part of the text on the page as that which the note is about. @type {Glossator["point"]} */
  function point(panel, words) {
    panel.span = words;
    panel.chosen = document.createRange();
    panel.chosen.setStart(...place(panel.page, words[0], true));
    panel.chosen.setEnd(...place(panel.page, words[1], false));
    if ("Highlight" in window) CSS.highlights.set("gl-chosen", new Highlight(panel.chosen));
  }

  /** Where an offset of the text is on the page, before its character or after it. @type {(page: PageText, offset: number, before: boolean) => [Text, number]} */
  function place({ runs }, offset, before) {
    const at = before
      ? runs.filter((run) => run.at <= offset).at(-1)
      : runs.find((run) => offset <= run.at + run.length);
    const { node, from, at: start } = at ?? runs[0];
    return [node, from + offset - start];
  }

  /** Show what the note is about, and offer only what it can be about. @type {Glossator["showSubject"]} */
  function showSubject(panel) {
    const { dialog, quoted, answered, fallen } = panel;
    const place = control(panel, "place").value;
    part(dialog, "[data-field=passage]").hidden = place !== "passage";
    dialog.toggleAttribute("data-reply", place === "note");
    part(dialog, "option[value=words]", HTMLOptionElement).disabled = !quoted && !fallen;
    part(dialog, "option[value=note]", HTMLOptionElement).disabled = !answered;
    showAbout(panel, place);
  }

  /** Show the words in their context at the head of the panel. @type {(panel: Panel, place: string) => void} */
  function showAbout(panel, place) {
    const [before, words, after] = inContext(panel, place);
    const about = part(panel.dialog, ".gl-about");
    const mark = part(about, ".gl-words");
    const [first, last] = about.querySelectorAll("span");
    about.hidden = !(before + words + after);
    mark.hidden = !words;
    if (about.textContent === before + words + after && mark.textContent === words) return;
    first.textContent = before;
    mark.textContent = words;
    last.textContent = after;
    toWords(about);
  }

  /** Bring the words into sight in their context. @type {(about: HTMLElement) => void} */
  const toWords = (about) => {
    about.scrollTop = part(about, ".gl-words").offsetTop - LINE;
  };

  /** What stands before the words that the note is about, these, and what stands after them. @type {(panel: Panel, place: string) => [string, string, string]} */
  function inContext({ page, span: words, quoted, answered, source, form }, place) {
    const { text, starts } = page;
    const from = (/** @type {number} */ index) => starts[index] ?? text.length + 1;
    if (place === "words" && words) {
      const first = starts.filter((at) => at <= words[0]).at(-1) ?? 0;
      const end = (starts.find((at) => at >= words[1]) ?? text.length + 1) - 1;
      return [text.slice(first, words[0]), text.slice(...words), text.slice(words[1], end)];
    }
    if (place === "words") return ["", quoted?.quote ?? "", ""];
    if (place === "note") return ["", noteNamed(answered)?.querySelector(".gl-title")?.textContent ?? "", ""];
    const { value } = /** @type {HTMLInputElement} */ (form.elements.namedItem("passage"));
    if (place === "passage") return [text.slice(from(Number(value) - 1), from(Number(value)) - 1), "", ""];
    return [source.querySelector("h1")?.textContent ?? "", "", ""];
  }

  /** Bring the words on the page to where the panel does not cover them. @type {Glossator["showWords"]} */
  function showWords({ chosen, dialog }) {
    toWords(part(dialog, ".gl-about"));
    const words = chosen?.getBoundingClientRect();
    if (!words) return;
    const panel = dialog.getBoundingClientRect();
    const isSheet = panel.width >= innerWidth - 1;
    const header = document.querySelector(".md-header")?.getBoundingClientRect();
    const [top, bottom] = [Math.max(0, header?.bottom ?? 0) + LINE, (isSheet ? panel.top : innerHeight) - LINE];
    if (words.top >= top && words.bottom <= bottom) return;
    const room = Math.max(0, (bottom - top - words.height) / 2);
    scrollBy({ top: words.top - top - Math.min(room, 3 * LINE), behavior: "instant" });
  }

  /** Choose the words again that the note was about, so that the button beside them is there. @type {Glossator["release"]} */
  function release({ chosen }) {
    if ("Highlight" in window) CSS.highlights.delete("gl-chosen");
    if (!chosen) return;
    const selection = getSelection();
    selection?.removeAllRanges();
    selection?.addRange(chosen);
  }

  Object.assign(glossator, { aim, point, showSubject, showWords, release });
})();
