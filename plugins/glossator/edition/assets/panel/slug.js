/* The name of a new note's file: one made of a title, and what one that a reader types must be.

   The counterpart is `identifiers.py`, whose rules and letters are used here; `tests/test_contribute.py` holds both
   together. */
"use strict";

(() => {
  const { onDemand, ideographs, apostrophes, refused, longest, words } = glossator.given.identifiers;
  const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
  const device = new RegExp(`^(?:${refused})$`);

  /** @type {Map<number, string>} letters a–z and digits by the code points that become them */
  const table = new Map();

  /** @type {Promise<unknown> | null} for the letters that are loaded on demand */
  let waiting = null;

  /**
   * Take in what characters become: a first code point, and for it and those that follow it the letters.
   *
   * @type {Glossator["addLetters"]}
   */
  function addLetters(runs) {
    for (const [first, run] of runs) {
      for (const [index, letters] of run.split(" ").entries()) table.set(first + index, letters.replace("-", ""));
    }
  }

  /** @type {(ranges: [number, number][], point: number) => boolean} */
  const within = (ranges, point) => ranges.some(([first, last]) => first <= point && point <= last);

  /** A character as letters a–z and digits; a space for what parts words. @type {(character: string) => string} */
  function plain(character) {
    const point = character.codePointAt(0) ?? 0;
    if (/[a-z0-9]/i.test(character) && point < 0x80) return character.toLowerCase();
    if (/\p{Cf}/u.test(character) || apostrophes.includes(character)) return "";
    const letters = table.get(point) ?? "";
    if (within(ideographs, point)) return ` ${letters} `;
    return point < 0x20000 && /[\p{L}\p{M}\p{N}]/u.test(character) ? letters : " ";
  }

  /**
   * An id made of a title’s first words; empty where it has no letter and no digit.
   *
   * @type {Glossator["slugified"]}
   */
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
   * Load the letters that a title needs and the panel does not have from the start; nothing where they are asked for.
   *
   * @type {Glossator["lettersFor"]}
   */
  function lettersFor(title) {
    const points = [...title.normalize("NFKC")].map((character) => character.codePointAt(0) ?? 0);
    if (waiting || !points.some((point) => within(onDemand, point))) return null;
    const script = document.createElement("script");
    script.src = new URL("more-letters.js", src).href;
    waiting = new Promise((done) => {
      script.onload = script.onerror = done;
    });
    document.head.append(script);
    return waiting;
  }

  /** Whether a name that a reader typed can be an id. @type {Glossator["identifies"]} */
  function identifies(name) {
    const word = "[\\p{L}\\p{Nd}][\\p{L}\\p{M}\\p{Nd}]*";
    const formed = new RegExp(`^${word}(?:-${word})*$`, "u").test(name);
    return formed && name === name.toLowerCase().normalize("NFC") && !device.test(name);
  }

  Object.assign(glossator, { slugified, identifies, addLetters, lettersFor });
})();
