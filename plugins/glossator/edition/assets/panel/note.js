/* The note that the panel's fields say, and its file. */
"use strict";

(() => {
  const { given, control, evidence, part, slugified, written } = glossator;

  /** The note of the page that has an id. @type {Glossator["noteNamed"]} */
  const noteNamed = (id) => (id ? document.getElementById(`note-${id}`) : null);

  /** The note that the fields say, as the file's front matter has it. @type {Glossator["note"]} */
  function note(panel) {
    const said = (/** @type {string} */ name) => control(panel, name).value.trim();
    const status = said("status");
    const rows = evidence(panel);
    return {
      ...about(panel),
      kind: said("kind"),
      title: said("title"),
      ...filled({ status, certainty: status && said("certainty") }),
      ...(rows.length && { evidence: rows }),
      ...(said("author") && { authors: [said("author")] }),
      ...filled({ interest: said("interest"), "ai-assisted": said("ai-assisted") }),
    };
  }

  /** The fields in which something stands. @type {(fields: Record<string, string>) => Record<string, string>} */
  const filled = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value));

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

  /** The file for those who do not see its name, which stands in a comment. @type {Glossator["fileWithName"]} */
  const fileWithName = (panel) =>
    written(note(panel), body(panel), `${given.notes}/${slug(panel)}/${control(panel, "name").value}.md`);

  /** The source's. @type {Glossator["slug"]} */
  const slug = ({ source }) => part(source, "[data-new-note]").dataset.newNote ?? "";

  /** A name for the file that no note of the page has. @type {Glossator["proposedName"]} */
  function proposedName(panel) {
    const passage = Number(control(panel, "passage").value) || 1;
    const name = slugified(control(panel, "title").value) || `${control(panel, "kind").value || "note"}-p${passage}`;
    let free = name;
    for (let count = 2; noteNamed(free); count++) free = `${name}-${count}`;
    return free;
  }

  Object.assign(glossator, { noteNamed, note, body, file, fileWithName, slug, proposedName });
})();
