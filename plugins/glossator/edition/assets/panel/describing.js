/* The quote that the build finds on chosen words and nowhere else: the counterpart of `anchoring.describe`.
   `tests/selecting.json` holds what both must give.  Offsets are UTF-16 code units. */
"use strict";

(() => {
  const { given, sign, splitter, cutsAWord, moved, fold } = glossator;
  const { folding, limits } = given;
  const FORBIDDEN = sign(folding.forbidden);
  const GAP = /(?:^|\s)(?:…|\.\.\.|\[…\]|\[\.\.\.\])(?:\s|$)/;
  // What `trim` takes away, but for U+FEFF: readers see none there, and an accent may follow it.
  const BLANKS = /^[^\S\ufeff]+|[^\S\ufeff]+$/g;
  const NEAR = 12; // code units to look for the edge of a word, and the least to begin with

  /** Whether every part can stand in a note. */
  const fits = (/** @type {string[]} */ ...parts) =>
    parts.every((part) => [...part].length <= limits.quote && !FORBIDDEN.test(part));

  /**
   * The quote that the build finds on a part of the text and nowhere else, as a note's fields; null where its words do
   * not tell it.
   *
   * @type {Glossator["describe"]}
   */
  function describe(text, start, end) {
    const page = fold(text);
    const exact = said(text, start, end);
    if (!fits(exact)) return ends(text, page, start, end);
    const longest = Math.max(start, text.length - end);
    const cut = cutsAWord(text, start) || cutsAWord(text, end);
    for (let width = cut ? NEAR : 0; ; width = Math.max(NEAR, width * 2)) {
      const [first, last] = around(text, start, end, width);
      const [prefix, suffix] = [said(text, first, start), said(text, end, last)];
      if (!fits(prefix, suffix)) return null;
      if (once(page, exact, prefix, suffix)) return fields(exact, prefix, suffix);
      if (width > longest) return null;
    }
  }

  /** @type {(quote: string, prefix: string, suffix: string) => Quote} */
  const fields = (quote, prefix, suffix) => ({ quote, ...(prefix && { prefix }), ...(suffix && { suffix }) });

  /** A part of the text as a note quotes it. @type {(text: string, start: number, end: number) => string} */
  const said = (text, start, end) => text.slice(start, end).replaceAll("\n", " ").replace(BLANKS, "");

  /**
   * Text of about a width on either side, from and to the edge of a word where one is near.
   *
   * @type {(text: string, start: number, end: number, width: number) => Span}
   */
  function around(text, start, end, width) {
    const splits = splitter(text);
    const near = width ? width + NEAR : 0;
    let [low, high] = [Math.max(0, start - width), Math.min(text.length, end + width)];
    while (low && !/\s/.test(text[low - 1]) && start - low < near) low--;
    while (high < text.length && !/\s/.test(text[high]) && high - end < near) high++;
    return [moved(low, -1, splits), moved(high, 1, splits)];
  }

  /**
   * `first words … last words`, with as few words as tell a part of the text, whose edges cut no word.
   *
   * @type {(text: string, page: string, start: number, end: number) => Quote | null}
   */
  function ends(text, page, start, end) {
    const splits = splitter(text);
    const cuts = (/** @type {number} */ offset) => splits(offset) || cutsAWord(text, offset);
    const [from, to] = [moved(start, -1, cuts), moved(end, 1, cuts)];
    for (let width = 24; width < limits.quote / 2; width *= 2) {
      const edges = [text.slice(from, moved(from + width, 1, cuts)), text.slice(moved(to - width, -1, cuts), to)];
      const parts = edges.map((part) => part.replace(/\s+/g, " ").trim());
      const tells = parts.every((part) => !GAP.test(part) && fits(part) && once(page, part));
      if (tells) return { quote: parts.join(" … ") };
    }
    return null;
  }

  /**
   * Whether words with what stands around them are on a folded page once.
   *
   * @type {(page: string, exact: string, prefix?: string, suffix?: string) => boolean}
   */
  function once(page, exact, prefix = "", suffix = "") {
    const [words, before, after] = [exact, prefix, suffix].map((part) => fold(part).trim());
    let times = 0;
    for (let at = page.indexOf(words); words && at >= 0 && times < 2; at = page.indexOf(words, at + 1)) {
      const end = at + words.length;
      const leads = page
        .slice(Math.max(0, at - before.length - 1), at)
        .trimEnd()
        .endsWith(before);
      if (
        leads &&
        page
          .slice(end, end + after.length + 1)
          .trimStart()
          .startsWith(after)
      )
        times++;
    }
    return times === 1;
  }

  Object.assign(glossator, { describe });
})();
