/* The fields of the panel, as its markup has them. */
"use strict";

(() => {
  /** The first element that a selector finds, which must be there. @type {Glossator["part"]} */
  function part(root, selector, type) {
    const element = root.querySelector(selector);
    if (!(element instanceof (type ?? HTMLElement))) throw new Error(`The panel has no ${selector}.`);
    return /** @type {any} */ (element);
  }

  /** A field of the form, outside the rows of evidence. @type {Glossator["control"]} */
  function control({ form }, name) {
    return /** @type {Control} */ (form.elements.namedItem(name));
  }

  /** @type {Glossator["controls"]} */
  const controls = (root) => /** @type {Control[]} */ ([...root.querySelectorAll("[name]")]);

  /** What is written in the fields of a part of the form, by their names. @type {Glossator["values"]} */
  const values = (root) => Object.fromEntries(controls(root).map(({ name, value }) => [name, value.trim()]));

  /** Tell people what happened. @type {Glossator["say"]} */
  function say({ dialog }, text) {
    part(dialog, ".gl-say").textContent = text;
  }

  Object.assign(glossator, { part, control, controls, values, say });
})();
