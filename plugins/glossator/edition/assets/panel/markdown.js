/* The Markdown of a note's body as nodes of the page: what people type becomes text, never markup. */
"use strict";

(() => {
  const INLINE = /(\*\*[^*]+\*\*|\*[^*]+\*|`[^`]+`|\[[^\]]+\]\(https?:\/\/[^\s)]+\))/;

  /** An element with its content. @type {Glossator["element"]} */
  function element(tag, ...content) {
    const node = document.createElement(tag);
    node.append(...content);
    return node;
  }

  /** A line as nodes: emphasis, code and links to the web; all else is text. @type {(text: string) => (Node | string)[]} */
  function inline(text) {
    return text.split(INLINE).map((part, index) => (index % 2 ? marked(part) : part));
  }

  /** @type {(part: string) => HTMLElement} */
  function marked(part) {
    if (part.startsWith("**")) return element("strong", part.slice(2, -2));
    if (part.startsWith("*")) return element("em", part.slice(1, -1));
    if (part.startsWith("`")) return element("code", part.slice(1, -1));
    const [, label, address] = part.match(/^\[(.*)\]\((.*)\)$/) ?? [];
    return Object.assign(element("a", label), { href: address, target: "_blank", rel: "noopener noreferrer" });
  }

  /** A body as nodes: paragraphs and lists. @type {Glossator["rendered"]} */
  function rendered(body) {
    const blocks = body.split(/\n\s*\n/).filter(Boolean);
    return blocks.map((block) => {
      const lines = block.split("\n");
      const isList = lines.every((line) => /^\s*[-*] /.test(line));
      if (!isList) return element("p", ...inline(lines.join(" ")));
      return element("ul", ...lines.map((line) => element("li", ...inline(line.replace(/^\s*[-*] /, "")))));
    });
  }

  Object.assign(glossator, { element, rendered });
})();
