/* The text of a source as its build reads it, and the quote that the build finds on chosen words and nowhere else.

   The counterparts are `textmap.py`, `normalize.py` and `anchoring.describe`, whose tables are used here;
   `tests/selecting.json` holds what both must give.  Offsets are UTF-16 code units. */
"use strict";

(() => {
  const { reading, folding, limits } = glossator.given;
  const [blocks, unread, unreadClasses, tableParts, cells, whole] = [
    reading.blocks,
    reading.unread,
    reading.unread_classes,
    reading.table_parts,
    reading.cells,
    reading.whole,
  ].map((names) => new Set(names));
  const sign = (characters) => new RegExp(`[${characters}]`, "u");
  const BLANK = sign(`\\s\\x1c-\\x1f\\x85${folding.invisible}`);
  const UNSPACED = sign(folding.unspaced);
  const UNSEEN = sign(folding.invisible);
  const JOINING = /[\p{M}\u1160-\u11ff\ud7b0-\ud7ff]/u;
  const FORBIDDEN = sign(folding.forbidden);

  /**
   * A source's text as the build reads it.
   *
   * @param {Element} source holds the text
   * @returns {{text: string, starts: number[], runs: {node: Text, from: number, at: number, length: number}[]}}
   *   passages, separated by a newline; where each begins; and where each word stands in the page
   */
  function read(source) {
    const runs = [];
    const starts = [];
    let text = "";
    let open = null; // the block whose passage is being read
    let space = false;
    const endRun = () => ([open, space] = [null, false]);
    const endRunOrSpace = () => (whole.has(open?.localName) ? (space = true) : endRun());

    function readText(node, holder, inCell) {
      for (const { 0: found, index } of node.data.matchAll(/[ \t\n\f\r]+|[^ \t\n\f\r]+/g)) {
        let lead = 0;
        if (open !== holder) while (lead < found.length && BLANK.test(found[lead])) lead++; // none begins with these
        if (lead === found.length || /[ \t\n\f\r]/.test(found[0])) {
          if (open) space = true;
          continue;
        }
        if (tableParts.has(holder.localName) && !inCell) return;
        if (open !== holder) {
          if (starts.length) text += "\n";
          starts.push(text.length);
          open = holder;
        } else if (space) text += " ";
        space = false;
        runs.push({ node, from: index + lead, at: text.length, length: found.length - lead });
        text += found.slice(lead);
      }
    }

    function readChildren(element, holder, inCell) {
      for (const child of element.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) readText(child, holder, inCell);
        else if (child.nodeType === Node.ELEMENT_NODE) readElement(child, holder, inCell);
      }
    }

    function readElement(element, holder, inCell) {
      const block = blocks.has(element.localName);
      if (block) endRunOrSpace();
      else if (element.localName === "br" && open) space = true;
      if (hidden(element)) {
        if (element.querySelector(reading.blocks.join())) endRunOrSpace();
      } else {
        const own = block && !whole.has(holder.localName) ? element : holder;
        readChildren(element, own, inCell || cells.has(element.localName));
      }
      if (block) endRunOrSpace();
      if (open === element) endRun();
    }

    readChildren(source, source, false);
    return { text, starts, runs };
  }

  /** Whether nothing in an element counts as text. */
  function hidden(element) {
    return (
      unread.has(element.localName) ||
      element.hasAttribute("hidden") ||
      element.getAttribute("aria-hidden") === "true" ||
      [...element.classList].some((name) => unreadClasses.has(name)) ||
      /display\s*:\s*none|visibility\s*:\s*hidden/i.test(element.getAttribute("style") ?? "")
    );
  }

  /**
   * What of the text a range of the page holds, without the space around it and with whole characters.
   *
   * @returns {[number, number] | null}
   */
  function span(range, { text, runs }) {
    let start = -1;
    let end = -1;
    for (const { node, from, at, length } of runs) {
      if (!range.intersectsNode(node)) continue;
      const low = node === range.startContainer ? Math.max(from, range.startOffset) : from;
      const high = node === range.endContainer ? Math.min(from + length, range.endOffset) : from + length;
      if (low >= high) continue;
      if (start < 0) start = at + low - from;
      end = at + high - from;
    }
    while (start < end && BLANK.test(text[start])) start++;
    while (start < end && BLANK.test(text[end - 1])) end--;
    if (start >= end) return null;
    const splits = splitter(text);
    while (splits(start)) start--;
    while (splits(end)) end++;
    return [start, end];
  }

  /** Says whether an offset of a text lies inside a character with its marks, which signs that nobody sees can part. */
  function splitter(text) {
    const segments = new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text);
    return (offset) => {
      if (offset <= 0 || /\s/.test(text[offset - 1])) return false;
      let next = offset;
      while (next < text.length && UNSEEN.test(text[next])) next++;
      return next < text.length && (segments.containing(next).index !== next || JOINING.test(text[next]));
    };
  }

  /** Whether an edge at an offset cuts a word or a number; where Unicode's versions differ, rather yes. */
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

  const folded = new Map();
  const CLASSES = [
    [sign(folding.spaces), " "],
    [sign(folding.double_quotes), '"'],
    [sign(folding.single_quotes), "'"],
    [sign(folding.dashes), "-"],
    [sign(folding.invisible), ""],
    [/\p{M}/u, ""],
  ];
  const even = (character) => CLASSES.find(([signs]) => signs.test(character))?.[1];

  function foldedCharacter(character) {
    if (!folded.has(character)) {
      const parts = [...character.normalize("NFC")].flatMap((one) => even(one) ?? [...one.normalize("NFKD")]);
      folded.set(character, parts.map((one) => even(one) ?? one).join(""));
    }
    return folded.get(character);
  }

  /** A text folded more coarsely than the build does it: what is one of a kind here is one of a kind there. */
  function fold(text) {
    let result = "";
    for (const character of text.replaceAll("\n", " ")) result += foldedCharacter(character);
    return result.replace(/ {2,}/g, " ");
  }

  /** Whether words with what stands around them are found once on a folded page. */
  function once(page, exact, prefix = "", suffix = "") {
    const [words, before, after] = [exact, prefix, suffix].map((one) => fold(one).trim());
    let found = 0;
    for (let at = page.indexOf(words); words && at >= 0 && found < 2; at = page.indexOf(words, at + 1)) {
      const end = at + words.length;
      const leads = page.slice(Math.max(0, at - before.length - 1), at).trimEnd().endsWith(before);
      found += leads && page.slice(end, end + after.length + 1).trimStart().startsWith(after);
    }
    return found === 1;
  }

  /**
   * The quote that the build finds on a part of the text and nowhere else, as a note's fields.
   *
   * @returns {{quote: string, prefix?: string, suffix?: string} | null} null where its words do not tell it
   */
  function describe(text, start, end) {
    const page = fold(text);
    const splits = splitter(text);
    const said = (from, to) => text.slice(from, to).replaceAll("\n", " ").trim();
    const fits = (...parts) => parts.every((part) => [...part].length <= limits.quote && !FORBIDDEN.test(part));
    const exact = said(start, end);
    if (!fits(exact)) return ends(text, page, start, end, splits, fits);
    const longest = Math.max(start, text.length - end);
    for (let width = 0; ; width = Math.max(12, width * 2)) {
      const [low, high] = around(text, start, end, width);
      let [first, last] = [low, high];
      while (splits(first)) first--;
      while (splits(last)) last++;
      const [prefix, suffix] = [said(first, start), said(end, last)];
      if (!fits(prefix, suffix)) return null;
      const whole = width > 0 || (!cutsAWord(text, start) && !cutsAWord(text, end));
      if (whole && once(page, exact, prefix, suffix)) {
        return { quote: exact, ...(prefix && { prefix }), ...(suffix && { suffix }) };
      }
      if (width > longest) return null;
    }
  }

  /** Text of about a width on either side, from and to the edge of a word where one is near. */
  function around(text, start, end, width) {
    if (!width) return [start, end];
    const near = 12;
    let [low, high] = [Math.max(0, start - width), Math.min(text.length, end + width)];
    while (low && !/\s/.test(text[low - 1]) && start - low < width + near) low--;
    while (high < text.length && !/\s/.test(text[high]) && high - end < width + near) high++;
    return [low, high];
  }

  /** `first words … last words`, with as few words as tell a part of the text, whose edges cut no word. */
  function ends(text, page, start, end, splits, fits) {
    const cuts = (offset) => splits(offset) || cutsAWord(text, offset);
    while (cuts(start)) start--;
    while (cuts(end)) end++;
    for (let width = 24; width < limits.quote / 2; width *= 2) {
      let [first, last] = [start + width, end - width];
      while (cuts(first)) first++;
      while (cuts(last)) last--;
      const parts = [text.slice(start, first), text.slice(last, end)].map((part) => part.replace(/\s+/g, " ").trim());
      const gap = parts.some((part) => /(?:^|\s)(?:…|\.\.\.|\[…\]|\[\.\.\.\])(?:\s|$)/.test(part));
      if (!gap && fits(...parts) && parts.every((part) => once(page, part))) return { quote: parts.join(" … ") };
    }
    return null;
  }

  Object.assign(glossator, { read, span, describe });
})();
