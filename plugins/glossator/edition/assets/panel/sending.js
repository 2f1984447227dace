/* The ways of the note to those who keep the site: a page for a new file, an issue, a mail or the clipboard.  Where an
   address cannot hold all of it, it goes to the clipboard, too. */
"use strict";

(() => {
  const { given, control, part, say, enter, slug, note, file, fileWithName, faults, mark } = glossator;

  /** What stands in an address, by the names in its template. @type {(panel: Panel, way: Way) => Record<string, string>} */
  function values(panel, { id }) {
    const { title = "", quote = "", authors = [], interest = "", "ai-assisted": help = "" } = note(panel);
    const text = id === "file" ? file(panel) : fileWithName(panel);
    return {
      slug: slug(panel),
      name: control(panel, "name").value,
      title,
      quote,
      page: location.href.replace(/#.*/, ""),
      author: authors[0] ?? "",
      disclosure: [interest, help].filter(Boolean).join("\n"),
      text: id === "mail" ? text.replaceAll("\n", "\r\n") : text,
    };
  }

  /** Where a way leads, and whether the note is too long for it. @type {(panel: Panel, way: Way) => {href: string, long: boolean}} */
  function address(panel, way) {
    const said = values(panel, way);
    const filled = (/** @type {string} */ template) =>
      template.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(said[name]));
    const href = filled(way.template);
    const long = href.length > way.limit;
    return { href: long ? filled(way.template.replace(/&[^&=]*=\{text\}/g, "")) : href, long };
  }

  /** Let every link lead where it leads now. @type {Glossator["showWays"]} */
  function showWays(panel) {
    for (const way of given.ways.filter(({ template }) => template)) {
      part(panel.dialog, `[data-way=${way.id}]`, HTMLAnchorElement).href = address(panel, way).href;
    }
  }

  /**
   * Whether the note can be sent; where not, every fault is shown, and the first gets the focus, its sentence in sight.
   *
   * @type {Glossator["ready"]}
   */
  function ready(panel) {
    panel.tried = true;
    mark(panel);
    const invalid = panel.form.querySelector('[aria-invalid="true"]')?.closest(".gl-field");
    if (invalid) {
      enter(invalid);
      part(invalid, ".gl-error").scrollIntoView({ block: "nearest", behavior: "instant" });
    }
    return !faults(panel).length;
  }

  /** Put a text on the clipboard. @type {Glossator["copy"]} */
  async function copy(panel, text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const shown = part(panel.dialog, ".gl-file", HTMLTextAreaElement);
      part(panel.dialog, ".gl-shown", HTMLDetailsElement).open = true;
      shown.value = text;
      shown.select();
      document.execCommand("copy"); // browsers that give the clipboard to safe addresses only
    }
  }

  /** Let a click on one of the ways through, when the note is ready. @type {Glossator["send"]} */
  function send(panel, link, event) {
    const way = given.ways.find(({ id }) => id === link.dataset.way);
    if (!ready(panel) || !way) event.preventDefault();
    else if (address(panel, way).long) {
      copy(panel, way.id === "file" ? file(panel) : fileWithName(panel));
      say(panel, panel.dialog.dataset.paste ?? "");
    }
  }

  Object.assign(glossator, { showWays, ready, copy, send });
})();
