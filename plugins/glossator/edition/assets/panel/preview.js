/* The note as its readers will see it, roughly. */
"use strict";

(() => {
  const { given, element, rendered, part, note, body } = glossator;
  const { references } = given;

  /** What a choice is called. @type {(root: Element, name: string, value: string | undefined) => string} */
  const label = (root, name, value) =>
    value ? (part(root, `[name=${name}] option[value="${value}"]`).textContent ?? "") : "";

  /** @type {Glossator["preview"]} */
  function preview(panel) {
    const { kind, title, status, evidence = [] } = note(panel);
    const chips = [label(panel.form, "kind", kind), label(panel.form, "status", status)].filter(Boolean);
    const items = evidence.map((row, index) => evidenceItem(panel.rows.children[index], row));
    const box = part(panel.dialog, ".gl-preview");
    box.dataset.kind = kind ?? "";
    box.replaceChildren(
      element("p", element("small", chips.join(" · "))),
      element("p", element("strong", title ?? "")),
      ...rendered(body(panel)),
      ...(items.length ? [element("ul", ...items)] : []),
    );
  }

  /** @type {(row: Element, evidence: Evidence) => HTMLElement} */
  function evidenceItem(row, { cite, title, relation, locator, quote }) {
    const work = cite ? references[cite] || cite : (title ?? "");
    const place = [work, locator].filter(Boolean).join(", ");
    const item = element("li", element("strong", label(row, "relation", relation)), ` ${place} `);
    if (quote) item.append(element("q", quote));
    return item;
  }

  Object.assign(glossator, { preview });
})();
