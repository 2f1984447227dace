/* From a reference back to the notes that name it: their numbers become links. */

/** @param {SourcePage} page */
function returning(page) {
  const notes = new Map(page.notes.map((note) => [only(note, ".gl-n").textContent, note.id]));
  for (const numbers of every(page.source, "#references ~ .gl-references > li > span:last-child")) {
    const links = (numbers.textContent ?? "").split(" ").map((number) => {
      const note = notes.get(number);
      if (!note) return number;
      const link = document.createElement("a");
      link.href = `#${note}`;
      link.textContent = number;
      return link;
    });
    numbers.replaceChildren(...links.flatMap((link) => [link, " "]));
  }
}
