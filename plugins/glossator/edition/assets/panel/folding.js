/* Text folded for comparison, more coarsely than `normalize.py` does it, whose tables are used here: what is one of a
   kind here is one of a kind there. */
"use strict";

(() => {
  const { given, sign } = glossator;
  const { folding } = given;

  /** @type {[RegExp, string][]} */
  const CLASSES = [
    [sign(folding.spaces), " "],
    [sign(folding.double_quotes), '"'],
    [sign(folding.single_quotes), "'"],
    [sign(folding.dashes), "-"],
    [sign(folding.invisible), ""],
    [/\p{M}/u, ""],
  ];
  /** @type {Map<string, string>} */
  const folded = new Map();

  const even = (/** @type {string} */ character) => CLASSES.find(([signs]) => signs.test(character))?.[1];

  /** @type {(character: string) => string} */
  function foldedAnew(character) {
    const parts = [...character.normalize("NFC")].flatMap((part) => even(part) ?? [...part.normalize("NFKD")]);
    return parts.map((part) => even(part) ?? part).join("");
  }

  /** @type {(character: string) => string} */
  function foldedCharacter(character) {
    const result = folded.get(character) ?? foldedAnew(character);
    folded.set(character, result);
    return result;
  }

  /** A text folded. @type {Glossator["fold"]} */
  function fold(text) {
    let result = "";
    for (const character of text.replaceAll("\n", " ")) result += foldedCharacter(character);
    return result.replace(/ {2,}/g, " ");
  }

  Object.assign(glossator, { fold });
})();
