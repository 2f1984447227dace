/* The fields of the panel, as its markup has them. */
"use strict";

(() => {
  /** The first element that a selector finds, which must be there. @type {Glossator["part"]} */
  function part(root, selector, type) {
    const element = root.querySelector(selector);
    if (!(element instanceof (type ?? HTMLElement))) throw new Error(`The panel has no ${selector}.`);
    return /** @type {any} */ (element);
  }

  /** A field of the form, outside the rows of evidence; of a choice among several, all of them. @type {Glossator["control"]} */
  function control({ form }, name) {
    return /** @type {Control} */ (form.elements.namedItem(name));
  }

  /** @type {Glossator["controls"]} */
  const controls = (root) => /** @type {Control[]} */ ([...root.querySelectorAll("[name]")]);

  /** Whether a field is one of several of which one is chosen. @type {(field: Control) => boolean} */
  const isChoice = ({ type }) => type === "radio";

  /** Whether a field says what stands under its name. @type {(field: Control) => boolean} */
  const says = (field) => !isChoice(field) || /** @type {HTMLInputElement} */ (field).checked;

  /** What is written in the fields of a part of the form, by their names. @type {Glossator["values"]} */
  function values(root) {
    const fields = controls(root);
    const names = fields.map(({ name }) => [name, ""]);
    return Object.fromEntries([...names, ...fields.filter(says).map(({ name, value }) => [name, value.trim()])]);
  }

  /** Write in a field, or choose. @type {Glossator["write"]} */
  function write(field, value) {
    if (isChoice(field)) /** @type {HTMLInputElement} */ (field).checked = field.value === value;
    else field.value = value;
  }

  /** What a choice is called, and its sign, where something is chosen. @type {Glossator["chosen"]} */
  function chosen(root, name) {
    const option = root.querySelector(`input[name="${name}"]:checked, select[name="${name}"] :checked`);
    const { label = "", sign = "" } = option instanceof HTMLElement ? option.dataset : {};
    return { label, sign };
  }

  /** Put the focus on a field, in sight; of a choice among several, on the one that is chosen. @type {Glossator["enter"]} */
  function enter(field) {
    const [first] = controls(field);
    (field.querySelector("details") ?? field.closest("details"))?.toggleAttribute("open", true);
    (controls(field).find((choice) => isChoice(choice) && says(choice)) ?? first).focus();
  }

  /** Tell people what happened. @type {Glossator["say"]} */
  function say({ dialog }, text) {
    part(dialog, ".gl-say").textContent = text;
  }

  Object.assign(glossator, { part, control, controls, values, write, chosen, enter, say });
})();
