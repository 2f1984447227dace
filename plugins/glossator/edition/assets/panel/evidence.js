/* The evidence of a note: a row of fields for each piece. */
"use strict";

(() => {
  const { given, part, controls, values } = glossator;
  const { references } = given;
  let count = 0; // of all rows that there were, so that no id comes twice

  /** Another row, with what is written in it. @type {Glossator["addRow"]} */
  function addRow({ dialog, rows }, written = {}) {
    const { content } = part(dialog, "template", HTMLTemplateElement);
    const row = /** @type {HTMLElement} */ (part(content, ".gl-row").cloneNode(true));
    count++;
    part(row, "legend span").textContent = `${count}`;
    for (const field of row.querySelectorAll(".gl-field")) {
      const [input] = controls(field);
      input.id = `gl-new-${input.name}-${count}`;
      input.value = written[input.name] ?? "";
      part(field, "label", HTMLLabelElement).htmlFor = input.id;
      part(field, ".gl-error").id = `${input.id}-error`;
      const hint = field.querySelector("small");
      if (hint) hint.id = `${input.id}-hint`;
    }
    rows.append(row);
    return row;
  }

  /** The evidence that the rows say, with a title where the bibliography has no such key. @type {Glossator["evidence"]} */
  function evidence({ rows }) {
    return [...rows.children].map((row) => {
      const { reference, ...rest } = values(row);
      const fields = Object.entries({ ...cited(reference), ...rest });
      return Object.fromEntries(fields.filter(([name, value]) => value || name === "relation"));
    });
  }

  /** @type {(reference: string) => Record<string, string>} */
  function cited(reference) {
    const id = reference.replace(/^@/, "");
    if (id in references) return { cite: id };
    return reference ? { title: reference } : {};
  }

  Object.assign(glossator, { addRow, evidence });
})();
