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
    const { points } = given.judging;
    const status = control(panel, "status").value;
    const ways = new Set(evidence(panel).flatMap(({ relation }) => points[relation] ?? []));
    ways.delete("open");
    const fits = (/** @type {string} */ status) => wanted(panel, status, ways)?.some((way) => ways.has(way)) ?? true;
    const needed = wanted(panel, status, ways);
    if (!ways.size || !needed || fits(status)) return null;
    const relations = Object.keys(points).filter((relation) => needed.includes(points[relation]));
    const statuses = controls(panel.form).filter(({ name, value }) => name === "status" && value && fits(value));
    return { relations, statuses: statuses.map(({ value }) => value) };
  }

  /**
   * The ways of which a status needs one; null where it needs none; see `judgement.wanted`.
   *
   * @type {(panel: Panel, status: string, ways: Set<string>) => string[] | null}
   */
  function wanted(panel, status, ways) {
    const { fitting, disagreeing, surest, counted } = given.judging;
    const oneWay = ways.size === 1 && !ways.has("mixed");
    const tooSure = disagreeing.includes(status) && control(panel, "certainty").value === surest && oneWay;
    return tooSure ? Object.keys(counted).filter((way) => !ways.has(way)) : (fitting[status] ?? null);
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
