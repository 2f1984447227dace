/* The draft that the browser keeps for a page; where it keeps nothing, there is none. */
"use strict";

(() => {
  const { control, controls, part, values, addRow, noteNamed } = glossator;
  const key = `glossator: ${location.pathname}`;

  /** @type {() => Draft | null} */
  function read() {
    try {
      return JSON.parse(localStorage.getItem(key) ?? "null");
    } catch {
      return null;
    }
  }

  /** @type {(draft: Draft) => void} */
  function write(draft) {
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
    const draft = read();
    const target = Number(/^#p(\d+)$/.exec(location.hash)?.[1]);
    if (draft) refill(panel, draft);
    else control(panel, "place").value = target ? "passage" : "whole";
    const passage = /** @type {HTMLInputElement} */ (control(panel, "passage"));
    if (!passage.value) passage.value = `${target || 1}`;
    passage.max = `${panel.page.starts.length}`;
  }

  /** @type {(panel: Panel, draft: Draft) => void} */
  function refill(panel, { quoted, answered, named, fields, evidence }) {
    panel.quoted = quoted ?? null;
    panel.answered = noteNamed(answered) ? answered : null;
    panel.named = Boolean(named);
    part(panel.dialog, ".gl-restored").hidden = false;
    for (const [name, value] of Object.entries(fields)) {
      const field = control(panel, name);
      if (field) field.value = value;
    }
    for (const row of evidence) addRow(panel, row);
  }

  /** Keep the draft, once there is something of the reader's own in it. @type {Glossator["keep"]} */
  function keep({ form, rows, quoted, answered, named }) {
    const own = controls(form).filter((field) => !field.closest(".gl-row"));
    const fields = Object.fromEntries(own.map(({ name, value }) => [name, value]));
    if (!fields.title.trim() && !fields.body.trim() && !rows.children.length) return;
    write({ quoted, answered, named, fields, evidence: [...rows.children].map(values) });
  }

  Object.assign(glossator, { restore, keep, discard });
})();
