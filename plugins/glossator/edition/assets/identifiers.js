/* Ids of notes: one made of a title, and what one that a person types must be.

   The counterpart is `identifiers.py`, whose tables are used here; `tests/test_contribute.py` holds both together. */
"use strict";

(() => {
  const { onDemand, ideographs, apostrophes, refused, longest, words } = glossator.given.identifiers;
  const { src } = document.currentScript;
  const table = new Map();
  const device = new RegExp(`^(?:${refused})$`);
  const within = (ranges, character) =>
    ranges.some(([first, last]) => first <= character.codePointAt(0) && character.codePointAt(0) <= last);
  let waiting = null; // for the letters that are loaded on demand

  /** Take in what characters become: a first code point, and for it and those that follow it the letters. */
  function addLetters(runs) {
    for (const [first, run] of runs)
      run.split(" ").forEach((plain, index) => table.set(first + index, plain === "-" ? "" : plain));
  }

  function plain(character) {
    if (character < "\x80") return /[a-z0-9]/i.test(character) ? character.toLowerCase() : character === "'" ? "" : " ";
    if (/[\p{Cf}]/u.test(character) || apostrophes.includes(character)) return "";
    const known = table.get(character.codePointAt(0)) ?? "";
    if (within(ideographs, character)) return ` ${known} `;
    return character.codePointAt(0) < 0x20000 && /[\p{L}\p{M}\p{N}]/u.test(character) ? known : " ";
  }

  /** An id made of a title's first words; empty where it has no letter and no digit. */
  function slugified(title) {
    const letters = [...title.normalize("NFKC")].map(plain).join("");
    let id = letters.split(" ").filter(Boolean).slice(0, words).join("-");
    if (id.length > longest) {
      const end = id.lastIndexOf("-", longest);
      id = id.slice(0, end < 0 ? longest : end);
    }
    return device.test(id) ? `${id}-1` : id;
  }

  /**
   * Load the letters that a title needs and the panel does not have from the start.
   *
   * @param {string} title
   * @returns {Promise<void> | null} done when they are there; nothing where they are there already
   */
  function lettersFor(title) {
    if (waiting || ![...title.normalize("NFKC")].some((character) => within(onDemand, character))) return null;
    const script = document.createElement("script");
    script.src = new URL("more-letters.js", src);
    waiting = new Promise((done) => (script.onload = script.onerror = done));
    document.head.append(script);
    return waiting;
  }

  /** Whether a name that a person typed can be an id. */
  function identifies(name) {
    const word = "[\\p{L}\\p{Nd}][\\p{L}\\p{M}\\p{Nd}]*";
    const formed = new RegExp(`^${word}(?:-${word})*$`, "u").test(name);
    return formed && name === name.toLowerCase().normalize("NFC") && !device.test(name);
  }

  Object.assign(glossator, { addLetters, identifies, lettersFor, slugified });
})();
