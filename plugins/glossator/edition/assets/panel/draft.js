/* The draft that the browser keeps for a page; where it keeps nothing, there is none. */
"use strict";

(() => {
  const { control, controls, part, values, write, addRow, describe, noteNamed, point } = glossator;
  const key = `glossator: ${location.pathname}`;

  /** @type {() => Draft | null} */
  function stored() {
    try {
      return JSON.parse(localStorage.getItem(key) ?? "null");
    } catch {
      return null;
    }
  }

  /** @type {(draft: Draft) => void} */
  function store(draft) {
    try {
      localStorage.setItem(key, JSON.stringify(draft));
    } catch {
      // a window that keeps nothing
    }
  }

  /** Forget the draft. */
  function discard() {
    try {
      localStorage.removeItem(key);
    } catch {
      // a window that keeps nothing
    }
  }

  /** Put the draft back into the fields; without one, those of a new note. @type {Glossator["restore"]} */
  function restore(panel) {
    const draft = stored();
    const target = Number(/^#p(\d+)$/.exec(location.hash)?.[1]);
    if (draft) refill(panel, draft);
    else control(panel, "place").value = target ? "passage" : "whole";
    const passage = /** @type {HTMLInputElement} */ (control(panel, "passage"));
    if (!passage.value) passage.value = `${target || 1}`;
    passage.max = `${panel.page.starts.length}`;
  }

  /** @type {(panel: Panel, draft: Draft) => void} */
  function refill(panel, { quoted, span, answered, named, fields, evidence }) {
    panel.quoted = quoted ?? null;
    panel.answered = noteNamed(answered) ? answered : null;
    panel.named = Boolean(named);
    part(panel.dialog, ".gl-restored").hidden = false;
    for (const field of ownOf(panel.form)) if (field.name in fields) write(field, fields[field.name]);
    for (const row of evidence) addRow(panel, row);
    if (span && isQuoted(panel, span)) point(panel, span);
  }

  /** Whether the words that the draft is about still stand where they stood. @type {(panel: Panel, span: Span) => boolean} */
  const isQuoted = ({ page, quoted }, span) =>
    span[1] <= page.text.length && JSON.stringify(describe(page.text, ...span)) === JSON.stringify(quoted);

  /** The fields outside the rows of evidence. @type {(form: HTMLFormElement) => Control[]} */
  const ownOf = (form) => controls(form).filter((field) => !field.closest(".gl-row"));

  /** Keep the draft, once there is something of the reader's own in it. @type {Glossator["keep"]} */
  function keep({ form, rows, quoted, span, answered, named }) {
    const names = new Set(ownOf(form).map(({ name }) => name));
    const fields = Object.fromEntries([...names].map((name) => [name, written(form, name)]));
    if (!fields.title.trim() && !fields.body.trim() && !rows.children.length) return;
    store({ quoted, span, answered, named, fields, evidence: [...rows.children].map(values) });
  }

  /** @type {(form: HTMLFormElement, name: string) => string} */
  const written = (form, name) => /** @type {Control} */ (control({ form }, name)).value;

  Object.assign(glossator, { restore, keep, discard });
})();
