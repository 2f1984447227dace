/* The Markdown of a note's body as nodes of the page, as far as notes mostly use it: paragraphs, lists, quotations,
   emphasis, code, links and citations.  What people type becomes text, never markup. */
"use strict";

(() => {
  const { references } = glossator.given;
  const INLINE =
    /(\*\*[^\s*](?:.*?\S)?\*\*|\*[^\s*](?:[^*]*[^\s*])?\*|(?<!\w)_[^\s_](?:[^_]*[^\s_])?_(?!\w)|`[^`]+`|\[[^\]]+\]\(https?:\/\/[^\s)]+\)|<https?:\/\/[^<>\s]+>|\[@[^\]\s]+\])/;
  const ITEM = /^ {0,3}(?:[-*+]|\d+\.) +/;

  /** An element with its content. @type {Glossator["element"]} */
  function element(tag, ...content) {
    const node = document.createElement(tag);
    node.append(...content);
    return node;
  }

  /** A line as nodes; what is no markup is text. @type {(text: string) => (Node | string)[]} */
  function inline(text) {
    return text
      .split(INLINE)
      .map((part, index) => (index % 2 ? marked(part) : part))
      .filter(Boolean);
  }

  /** @type {(part: string) => Node | string} */
  function marked(part) {
    if (part.startsWith("**")) return element("strong", ...inline(part.slice(2, -2)));
    if (/^[*_]/.test(part)) return element("em", ...inline(part.slice(1, -1)));
    if (part.startsWith("`")) return element("code", part.slice(1, -1));
    if (part.startsWith("<")) return link(part.slice(1, -1), part.slice(1, -1));
    if (part.startsWith("[@")) return cited(part);
    const [, label, address] = part.match(/^\[(.*)\]\((.*)\)$/) ?? [];
    return link(address, ...inline(label));
  }

  /** A link that leaves the page as it is. @type {Glossator["link"]} */
  function link(address, ...content) {
    return Object.assign(element("a", ...content), { href: address, target: "_blank", rel: "noopener noreferrer" });
  }

  /** @type {(part: string) => string} */
  function cited(part) {
    const key = part.slice(2, -1);
    return Object.hasOwn(references, key) ? `(${references[key][3]} ${references[key][4]})` : part;
  }

  /** A body as nodes. @type {Glossator["rendered"]} */
  function rendered(body) {
    const blocks = body.split(/\n\s*\n/).filter((block) => block.trim());
    return blocks.map((block) => {
      const lines = block.split("\n");
      if (lines[0].startsWith(">")) {
        return element("blockquote", ...rendered(lines.map((line) => line.replace(/^> ?/, "")).join("\n")));
      }
      if (ITEM.test(lines[0])) return list(lines);
      return element("p", ...inline(lines.map((line) => line.trim()).join(" ")));
    });
  }

  /** Lines as a list: one that begins no member goes on with the last. @type {(lines: string[]) => HTMLElement} */
  function list(lines) {
    /** @type {string[]} */
    const members = [];
    for (const line of lines) {
      if (ITEM.test(line)) members.push(line.replace(ITEM, ""));
      else members.push(`${members.pop()} ${line.trim()}`);
    }
    const isNumbered = /^ *\d/.test(lines[0]);
    return element(isNumbered ? "ol" : "ul", ...members.map((member) => element("li", ...inline(member))));
  }

  Object.assign(glossator, { element, link, rendered });
})();
