/* What is wrong with the note that the panel's fields say, and where that is shown. */
"use strict";

(() => {
  const { given, broken, control, controls, values, part, chosen, note, noteNamed, body, evidence, identifies } =
    glossator;
  const { disagreement, listed, inPlace } = glossator;
  const { schema, limits } = given;
  /** Fields of a row of evidence by what they say, where they have other names. @type {Record<string, string>} */
  const WORK = { cite: "reference", title: "work" };
  const DATE = /^-?\d{4}(?:-\d\d(?:-\d\d)?)?[?~%]?(?:\/(?:-?\d{4}(?:-\d\d(?:-\d\d)?)?[?~%]?|\.\.)?)?$/;

  /** The sentences for faults, by their short names. */
  const sentences = (/** @type {Panel} */ { dialog }) => /** @type {Record<string, string>} */ ({ ...dialog.dataset });

  /** Every fault: the field that it is shown at, and what is said of it. @type {Glossator["faults"]} */
  function faults(panel) {
    return [
      ...ofSchema(panel),
      ...ofReferences(panel),
      ...[...ofSubject(panel), ...ofKind(panel), ...ofTexts(panel), ...ofName(panel)].map(([name, text]) => ({
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
    if (top === "authors") return { at: form, name: "author" };
    if (top !== "evidence") return { at: form, name: `${top}` };
    return { at: rows.children[Number(index)], name: WORK[`${name}`] ?? `${name}` };
  }

  /** @type {(panel: Panel) => Fault[]} */
  function ofReferences(panel) {
    const said = sentences(panel);
    const rows = evidence(panel);
    return [...panel.rows.children].flatMap((at, index) => {
      const { new: fresh, reference, issued } = values(at);
      const faults = [];
      if (fresh && !rows[index].title) faults.push({ at, name: "work", text: said.missing });
      if (fresh && issued && !DATE.test(issued)) faults.push({ at, name: "issued", text: said.date });
      if (!fresh && !rows[index].cite)
        faults.push({ at, name: "reference", text: reference ? said.choose : said.missing });
      return faults;
    });
  }

  /** Of the form's own fields: name and text. @typedef {[name: string, text: string][]} OwnFaults */

  /** @type {(panel: Panel) => OwnFaults} */
  function ofSubject(panel) {
    const said = sentences(panel);
    const place = control(panel, "place").value;
    if (place === "words" && !panel.quoted) return [["place", panel.fallen ? said.nowhere : said.missing]];
    if (place === "note" && !panel.answered) return [["place", said.missing]];
    const last = panel.page.starts.length;
    const numbered = said.numbered.replace("{limit}", `${last}`);
    return place === "passage" && Number(control(panel, "passage").value) > last ? [["passage", numbered]] : [];
  }

  /** What a kind and an assessment ask of the evidence. @type {(panel: Panel) => OwnFaults} */
  function ofKind(panel) {
    const said = sentences(panel);
    const { status, evidence: rows } = note(panel);
    /** @type {OwnFaults} */
    const faults = panel.form.querySelector("[name=kind][data-proof]:checked") && !rows ? [["kind", said.proof]] : [];
    const apart = disagreement(panel);
    if (apart) faults.push(["status", against(panel, apart)]);
    if (status && !rows && !body(panel)) faults.push(["status", said.reason]);
    return faults;
  }

  /** @type {(panel: Panel, apart: {relations: string[], statuses: string[]}) => string} */
  function against(panel, { relations, statuses }) {
    const { content } = part(panel.dialog, "template", HTMLTemplateElement);
    const named = (/** @type {ParentNode} */ root, /** @type {string} */ value) =>
      /** @type {HTMLElement | null} */ (root.querySelector(`[value="${value}"]`))?.dataset.label ?? value;
    const list = (/** @type {string[]} */ labels) =>
      labels.reduce((list, item) => inPlace(given.judging.listed, { list, item }), "");
    const { disagreeing } = given.judging;
    const sure = disagreeing.includes(control(panel, "status").value) && chosen(panel.form, "certainty").label;
    return inPlace(sentences(panel).against, {
      status: [chosen(panel.form, "status").label, sure].filter(Boolean).join(". "),
      evidence: listed(panel),
      relations: list(relations.map((value) => named(content, value))),
      statuses: list(statuses.map((value) => named(panel.form, value))),
    });
  }

  /** @type {(panel: Panel) => OwnFaults} */
  function ofTexts(panel) {
    const long = sentences(panel).long.replace("{limit}", `${limits.body}`);
    return [...body(panel)].length > limits.body ? [["body", long]] : [];
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
      const { name } = controls(field)[0];
      const at = field.closest(".gl-row") ?? panel.form;
      const fault = all.find((fault) => fault.at === at && fault.name === name);
      const due = panel.tried || isLeft(field, name) || (fault && atOnce(panel, name));
      markField(field, (due && fault?.text) || "");
    }
  }

  /** Whether something stands in a field, and nobody is writing in it. @type {(field: Element, name: string) => boolean} */
  function isLeft(field, name) {
    const isPick = field.matches(".gl-pick");
    return Boolean(values(field)[name]) && !(isPick ? name === "kind" : field.contains(document.activeElement));
  }

  /** Whether a fault is told before the field is left: an assessment that the evidence does not bear out. @type {(panel: Panel, name: string) => boolean} */
  const atOnce = (panel, name) => name === "status" && Boolean(disagreement(panel));

  /** @type {(field: Element, text: string) => void} */
  function markField(field, text) {
    const input = field.querySelector("[role=radiogroup]") ?? controls(field)[0];
    const error = part(field, ".gl-error");
    const hint = field.querySelector("small");
    error.textContent = text;
    input.setAttribute("aria-invalid", String(Boolean(text)));
    input.setAttribute("aria-describedby", [text && error.id, hint?.id].filter(Boolean).join(" "));
  }

  Object.assign(glossator, { faults, mark });
})();
