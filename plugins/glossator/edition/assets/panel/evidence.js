/* The evidence of a note: a row of fields for each piece. */
"use strict";

(() => {
  const { given, part, control, controls, values, offer } = glossator;
  const { references, limits } = given;
  let count = 0; // of all rows that there were, so that no id comes twice

  /** Another row, with what is written in it. @type {Glossator["addRow"]} */
  function addRow(panel, written = {}) {
    const { content } = part(panel.dialog, "template", HTMLTemplateElement);
    const row = /** @type {HTMLElement} */ (part(content, ".gl-row").cloneNode(true));
    count++;
    part(row, "legend span").textContent = `${count}`;
    for (const field of row.querySelectorAll(".gl-field")) identify(field, `${count}`);
    for (const input of controls(row)) input.value = written[input.name] ?? "";
    panel.rows.append(row);
    describeNew(row, !Object.keys(references).length || Boolean(written.new));
    offer(panel, row);
    part(panel.form, "[data-do=add]").hidden = panel.rows.children.length >= limits.evidence;
    return row;
  }

  /** Give a field of a row ids of its own. @type {(field: Element, number: string) => void} */
  function identify(field, number) {
    const [input] = controls(field);
    input.id = `gl-new-${input.name}-${number}`;
    part(field, "label", HTMLLabelElement).htmlFor = input.id;
    part(field, ".gl-error").id = `${input.id}-error`;
    const hint = field.querySelector("small");
    if (hint) hint.id = `${input.id}-hint`;
  }

  /** Let a row describe a new reference, or name one of the bibliography. @type {Glossator["describeNew"]} */
  function describeNew(row, fresh) {
    part(row, "[name=new]", HTMLInputElement).value = fresh ? "1" : "";
    part(row, ".gl-old").hidden = fresh;
    part(row, ".gl-fresh").hidden = !fresh;
    part(row, "[data-do=search]").hidden = !Object.keys(references).length;
  }

  /** The evidence that the rows say: a key of the bibliography or the fields of a new reference. @type {Glossator["evidence"]} */
  function evidence({ rows }) {
    return [...rows.children].map((row) => {
      const { cite, new: fresh, reference, work: title, publisher, issued, URL, nature, ...rest } = values(row);
      const named = fresh ? { title, publisher, issued, URL, nature } : { cite: cite || key(reference) };
      const fields = Object.entries({ ...named, ...rest });
      return Object.fromEntries(fields.filter(([name, value]) => value || name === "relation"));
    });
  }

  /** A key that somebody typed who knows it. @type {(reference: string) => string} */
  function key(reference) {
    const id = reference.replace(/^@/, "");
    return Object.hasOwn(references, id) ? id : "";
  }

  /**
   * What the status says that none of the evidence listed says: the evidence in words, the relations and the statuses
   * that would fit; null where they agree.
   *
   * @type {Glossator["disagreement"]}
   */
  function disagreement(panel) {
    const { points, fitting } = given.judging;
    const status = control(panel, "status").value;
    const ways = new Set(evidence(panel).flatMap(({ relation }) => points[relation] ?? []));
    ways.delete("open");
    if (!ways.size || !fitting[status] || fitting[status].some((way) => ways.has(way))) return null;
    const relations = Object.keys(points).filter((relation) => fitting[status].includes(points[relation]));
    const statuses = controls(panel.form).filter(({ name, value }) => name === "status" && value);
    const fit = statuses.filter(({ value }) => !fitting[value] || fitting[value].some((way) => ways.has(way)));
    return { relations, statuses: fit.map(({ value }) => value) };
  }

  /** The evidence in words, by the ways in which it points: `1 for, 2 against`. @type {Glossator["listed"]} */
  function listed(panel) {
    const { points, counted, listed: pattern } = given.judging;
    const ways = evidence(panel).map(({ relation }) => points[relation]);
    const parts = Object.entries(counted).map(([way, texts]) => {
      const count = ways.filter((other) => other === way).length;
      return count ? texts[count] : "";
    });
    return parts.filter(Boolean).reduce((list, item) => inPlace(pattern, { list, item }), "");
  }

  /** @type {Glossator["inPlace"]} */
  function inPlace(pattern, values) {
    if (values.list === "") return values.item;
    return pattern.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }

  Object.assign(glossator, { addRow, describeNew, evidence, disagreement, listed, inPlace });
})();
