/* The note that the panel's fields say, and its file. */
"use strict";

(() => {
  const { control, evidence, slugified, written } = glossator;

  /** The note of the page that has an id. @type {Glossator["noteNamed"]} */
  const noteNamed = (id) => (id ? document.getElementById(`note-${id}`) : null);

  /** The note that the fields say, as the file's front matter has it. @type {Glossator["note"]} */
  function note(panel) {
    const fields = ["kind", "title", "status", "certainty"].map((name) => [name, control(panel, name).value.trim()]);
    const rows = evidence(panel);
    return {
      ...about(panel),
      ...Object.fromEntries(fields.filter(([name, value]) => value || name === "kind" || name === "title")),
      ...(rows.length && { evidence: rows }),
    };
  }

  /** The fields that say what the note is about. @type {(panel: Panel) => Note | null} */
  function about(panel) {
    switch (control(panel, "place").value) {
      case "words":
        return panel.quoted;
      case "note":
        return panel.answered ? { "replies-to": panel.answered } : null;
      case "passage":
        return { passage: Number(control(panel, "passage").value) };
      default:
        return null;
    }
  }

  /**
   * The body without the empty lines around it; the indentation of its first line may make it code.
   *
   * @type {Glossator["body"]}
   */
  function body(panel) {
    const lines = control(panel, "body").value.replace(/\r\n?/g, "\n");
    return lines.replace(/^(?:[ \t]*\n)+/, "").trimEnd();
  }

  /** @type {Glossator["file"]} */
  const file = (panel) => written(note(panel), body(panel));

  /** A name for the file that no note of the page has. @type {Glossator["proposedName"]} */
  function proposedName(panel) {
    const passage = Number(control(panel, "passage").value) || 1;
    const name = slugified(control(panel, "title").value) || `${control(panel, "kind").value || "note"}-p${passage}`;
    let free = name;
    for (let count = 2; noteNamed(free); count++) free = `${name}-${count}`;
    return free;
  }

  Object.assign(glossator, { noteNamed, note, body, file, proposedName });
})();
