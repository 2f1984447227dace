/* Which characters count as blank, and where a character or a word is cut: the counterpart of `normalize.py`, whose
   tables are used here.  Offsets are UTF-16 code units. */
"use strict";

(() => {
  const { folding } = glossator.given;

  /** @type {Glossator["sign"]} */
  const sign = (characters) => new RegExp(`[${characters}]`, "u");

  const BLANK = sign(`\\s\\x1c-\\x1f\\x85${folding.invisible}`);
  const UNSPACED = sign(folding.unspaced);
  const UNSEEN = sign(folding.invisible);
  const JOINING = /[\p{M}\u1160-\u11ff\ud7b0-\ud7ff]/u;

  /** Whether no passage and no quote begins or ends with a character. */
  const isBlank = (/** @type {string} */ character) => BLANK.test(character);

  /**
   * Says whether an offset of a text lies inside a character with its marks, which signs that nobody sees can part.
   *
   * @type {Glossator["splitter"]}
   */
  function splitter(text) {
    const segments = new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text);
    return (offset) => {
      if (offset <= 0 || /\s/.test(text[offset - 1])) return false;
      let next = offset;
      while (next < text.length && UNSEEN.test(text[next])) next++;
      return next < text.length && (segments.containing(next)?.index !== next || JOINING.test(text[next]));
    };
  }

  /**
   * Whether an edge at an offset cuts a word or a number; where Unicode's versions differ, rather yes.
   *
   * @type {Glossator["cutsAWord"]}
   */
  function cutsAWord(text, offset) {
    const [further, before] = ["", "", ...text.slice(Math.max(0, offset - 4), offset)].slice(-2);
    const [after, beyond] = [...text.slice(offset, offset + 4), "", ""];
    if (!before || !after) return false;
    if (/\p{M}/u.test(after)) return !/\s/.test(before);
    if (/[\p{L}\p{N}\p{M}]/u.test(before)) {
      if (/[\p{L}\p{N}]/u.test(after)) return !UNSPACED.test(before) && !UNSPACED.test(after);
      return /[.,]/.test(after) && /\p{N}/u.test(before) && /\p{N}/u.test(beyond);
    }
    return /[.,]/.test(before) && /\p{N}/u.test(after) && /\p{N}/u.test(further);
  }

  /** The next offset, from one on, that a test does not hold for. @type {Glossator["moved"]} */
  function moved(offset, by, holds) {
    let next = offset;
    while (holds(next)) next += by;
    return next;
  }

  Object.assign(glossator, { sign, isBlank, splitter, cutsAWord, moved });
})();
