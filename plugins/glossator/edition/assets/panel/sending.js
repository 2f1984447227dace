/* The way of the note to its repository: the page for a new file, with the file in its address or on the clipboard. */
"use strict";

(() => {
  const { given, control, part, say, file, faults, mark } = glossator;
  const { limits } = given;

  /** The address of the page for the new file, and whether the file is too long for it. @type {Glossator["address"]} */
  function address(panel) {
    const button = part(panel.source, "[data-new-note]");
    const template = (button.dataset.newNote ?? "").replace(
      "{name}",
      `${encodeURIComponent(control(panel, "name").value)}.md`,
    );
    const href = template.replace("{text}", encodeURIComponent(file(panel)));
    const long = href.length > limits.address;
    return { href: long ? template.replace(/&[^&]*\{text\}$/, "") : href, long };
  }

  /**
   * Whether the note can be sent; where not, every fault is shown, and the first gets the focus.
   *
   * @type {Glossator["ready"]}
   */
  function ready(panel) {
    panel.tried = true;
    mark(panel);
    const invalid = panel.form.querySelector('[aria-invalid="true"]');
    if (invalid instanceof HTMLElement) invalid.focus();
    return !faults(panel).length;
  }

  /** Put the file on the clipboard. @type {Glossator["copy"]} */
  async function copy(panel) {
    try {
      await navigator.clipboard.writeText(file(panel));
    } catch {
      part(panel.dialog, "details", HTMLDetailsElement).open = true;
      part(panel.dialog, ".gl-file", HTMLTextAreaElement).select();
      document.execCommand("copy"); // browsers that give the clipboard to safe addresses only
    }
  }

  /** Let a click on the link to the repository through, when the note is ready. @type {Glossator["send"]} */
  function send(panel, event) {
    if (!ready(panel)) event.preventDefault();
    else if (address(panel).long) {
      copy(panel);
      say(panel, panel.dialog.dataset.paste ?? "");
    }
  }

  Object.assign(glossator, { address, ready, copy, send });
})();
