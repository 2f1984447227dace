/* What is wrong with the note that the panel's fields say, and where that is shown. */
"use strict";

(() => {
  const { given, broken, control, controls, part, note, noteNamed, body, evidence, identifies } = glossator;
  const { schema, limits } = given;

  /** The sentences for faults, by their short names. */
  const sentences = (/** @type {Panel} */ { dialog }) => /** @type {Record<string, string>} */ ({ ...dialog.dataset });

  /** Every fault: the field that it is shown at, and what is said of it. @type {Glossator["faults"]} */
  function faults(panel) {
    return [
      ...ofSchema(panel),
      ...ofReferences(panel),
      ...[...ofSubject(panel), ...ofTexts(panel), ...ofName(panel)].map(([name, text]) => ({
        at: panel.form,
        name,
        text,
      })),
    ];
  }

  /** @type {(panel: Panel) => Fault[]} */
  function ofSchema(panel) {
    const said = sentences(panel);
    return broken(note(panel), schema).map(({ path, keyword, limit }) => {
      const long = said.long.replace("{limit}", `${limit}`);
      /** @type {Record<string, string>} */
      const texts = { required: said.missing, maxLength: long, pattern: said.address };
      return { ...fieldAt(panel, path), text: texts[keyword] ?? said.bad };
    });
  }

  /** The field for a place in the note. @type {(panel: Panel, path: Path) => {at: Element, name: string}} */
  function fieldAt({ form, rows }, [top, index, name]) {
    if (top !== "evidence") return { at: form, name: `${top}` };
    return { at: rows.children[Number(index)], name: name === "cite" || name === "title" ? "reference" : `${name}` };
  }

  /** @type {(panel: Panel) => Fault[]} */
  function ofReferences(panel) {
    const { missing: text } = sentences(panel);
    const rows = evidence(panel);
    const faulty = [...panel.rows.children].filter((_, index) => !rows[index].cite && !rows[index].title);
    return faulty.map((at) => ({ at, name: "reference", text }));
  }

  /** Of the form's own fields: name and text. @typedef {[name: string, text: string][]} OwnFaults */

  /** @type {(panel: Panel) => OwnFaults} */
  function ofSubject(panel) {
    const said = sentences(panel);
    const place = control(panel, "place").value;
    if (place === "words" && !panel.quoted) return [["place", panel.fallen ? said.nowhere : said.missing]];
    if (place === "note" && !panel.answered) return [["place", said.missing]];
    const beyond = Number(control(panel, "passage").value) > panel.page.starts.length;
    return place === "passage" && beyond ? [["passage", said.bad]] : [];
  }

  /** @type {(panel: Panel) => OwnFaults} */
  function ofTexts(panel) {
    const said = sentences(panel);
    const text = body(panel);
    const { status, evidence: rows } = note(panel);
    /** @type {OwnFaults} */
    const long = [...text].length > limits.body ? [["body", said.long.replace("{limit}", `${limits.body}`)]] : [];
    return status && !rows && !text ? [...long, ["status", said.reason]] : long;
  }

  /** @type {(panel: Panel) => OwnFaults} */
  function ofName(panel) {
    const name = control(panel, "name").value;
    if (!identifies(name)) return [["name", sentences(panel).id]];
    return noteNamed(name) ? [["name", sentences(panel).taken]] : [];
  }

  /** Show the faults at their fields: those of fields that are left or were tried. @type {Glossator["mark"]} */
  function mark(panel) {
    const all = faults(panel);
    for (const field of panel.dialog.querySelectorAll(".gl-field")) {
      const [input] = controls(field);
      const at = field.closest(".gl-row") ?? panel.form;
      const fault = all.find((fault) => fault.at === at && fault.name === input.name);
      const due = panel.tried || (input.value && document.activeElement !== input);
      markField(field, input, (due && fault?.text) || "");
    }
  }

  /** @type {(field: Element, input: Control, text: string) => void} */
  function markField(field, input, text) {
    const error = part(field, ".gl-error");
    const hint = field.querySelector("small");
    error.textContent = text;
    input.setAttribute("aria-invalid", String(Boolean(text)));
    input.setAttribute("aria-describedby", [text && error.id, hint?.id].filter(Boolean).join(" "));
  }

  Object.assign(glossator, { faults, mark });
})();
