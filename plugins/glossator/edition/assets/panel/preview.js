/* The note as its readers will see it: the markup of `templates/notes.html`, so that it has the same style.  What only
   the build can know is left out: links to other parts of the page, and dates. */
"use strict";

(() => {
  const { given, element, link, rendered, part, chosen, control, note, noteNamed, body, listed, inPlace } = glossator;
  const { references, judging, limits, quoting } = given;

  /** An element with a class. @type {(tag: keyof HTMLElementTagNameMap, name: string, ...content: (Node | string)[]) => HTMLElement} */
  const classed = (tag, name, ...content) => Object.assign(element(tag, ...content), { className: name });

  /** Content whose direction is its own. @type {<Type extends HTMLElement>(node: Type) => Type} */
  const isolated = (node) => Object.assign(node, { dir: "auto" });

  /** @type {Glossator["preview"]} */
  function preview(panel) {
    const box = part(panel.dialog, ".gl-preview .gl-notes");
    const isOpen = box.querySelector("details")?.open ?? true;
    const said = note(panel);
    const whole = element(
      "details",
      summary(panel, said),
      aboutWhat(panel, said),
      ...status(panel),
      isolated(classed("div", "gl-body", ...rendered(body(panel)))),
      ...evidence(panel, said),
      signature(panel, said),
    );
    whole.open = isOpen;
    const aside = classed("aside", "gl-note", whole);
    aside.setAttribute("role", "note");
    aside.dataset.dir = direction(said);
    aside.dataset.kind = said.kind;
    box.replaceChildren(aside);
  }

  /** Which way the note says that the evidence points; see `direction.of_note`. @type {(said: Note) => string} */
  function direction({ status = "", evidence = [] }) {
    if (judging.directions[status]) return judging.directions[status];
    const ways = new Set(evidence.map(({ relation }) => judging.points[relation] ?? "open"));
    ways.delete("open");
    if (status) return ways.has("against") ? "against" : "open";
    return ways.size > 1 ? "mixed" : ([...ways][0] ?? "open");
  }

  /** @type {(panel: Panel, said: Note) => HTMLElement} */
  function summary(panel, { title = "" }) {
    const kind = classed("span", "gl-kind", chosen(panel.form, "kind").label);
    const { label, sign } = chosen(panel.form, "status");
    const mark = classed("i", sign === "○" ? "gl-o" : "", sign);
    const verdict = label ? [" ", classed("span", "gl-verdict", mark, ` ${label}`)] : [];
    const line = classed("span", "gl-line", classed("b", "gl-n", `${number(panel)}`), " ", kind, ...verdict);
    return element("summary", line, " ", isolated(classed("span", "gl-title", title)));
  }

  /** The number that the note will have, as far as the page tells. @type {(panel: Panel) => number} */
  function number(panel) {
    const { source, chosen: range } = panel;
    const markers = [...source.querySelectorAll("a[role=doc-noteref]")];
    const isBefore = (/** @type {Element} */ marker) => !range || range.comparePoint(marker, 0) <= 0;
    const inText = control(panel, "place").value === "words";
    return (inText ? markers.filter(isBefore) : markers).length + 1;
  }

  /** @type {(panel: Panel, said: Note) => HTMLElement} */
  function aboutWhat(panel, said) {
    const { reply = "", whole = "", passage = "" } = panel.dialog.dataset;
    const answered = noteNamed(said["replies-to"])?.querySelector(".gl-n")?.textContent;
    if (answered) return classed("p", "gl-reply", reply.replace("{note}", answered));
    const words = panel.span ? panel.page.text.slice(...panel.span) : said.quote;
    const about = said.passage ? passage.replace("{number}", `${said.passage}`) : whole;
    const language = part(panel.source, ".gl-text").closest("[lang]");
    const quote = said.quote ? element("q", marked(shortened(words ?? ""), language)) : about;
    return isolated(classed("p", "gl-quote", element("a", quote)));
  }

  /** Words in quotation marks, those of the language of an element; see `quoting.marked`.
      @type {(words: string, where: Element | null) => string} */
  function marked(words, where) {
    const [language] = (where?.getAttribute("lang") ?? "").toLowerCase().split("-");
    const [[before, after], [opening, closing]] = quoting.marks[language] ?? quoting.marks.en;
    return before + words.replaceAll("“", opening).replaceAll("”", closing) + after;
  }

  /** Words as short as a note quotes them; see `quoting.brief`. @type {(words: string) => string} */
  function shortened(words) {
    const { longest, first, last } = quoting;
    const all = words.split(/\s+/).filter(Boolean);
    const parts = all.length > longest ? [...all.slice(0, first), "…", ...all.slice(-last)] : all;
    return parts.join(" ");
  }

  /** What the status says, as a sentence; see `assessing.sentence`. @type {(panel: Panel) => HTMLElement[]} */
  function status(panel) {
    const { label } = chosen(panel.form, "status");
    if (!label) return [];
    const evidence = listed(panel);
    const [plain, withEvidence] = judging.meant[control(panel, "status").value];
    const [before, after] = (evidence ? inPlace(withEvidence, { evidence }) : plain).split("{status}");
    const certainty = chosen(panel.form, "certainty").label;
    return [classed("p", "gl-status", before, element("b", label), `${after}.`, certainty && ` ${certainty}.`)];
  }

  /** @type {(panel: Panel, said: Note) => HTMLElement[]} */
  function evidence(panel, { evidence = [] }) {
    if (!evidence.length) return [];
    const head = classed("p", "gl-evhead", element("b", panel.dialog.dataset.evidence ?? ""));
    const lines = evidence.map((piece, index) => line(panel, panel.rows.children[index], piece));
    return [head, classed("ul", "gl-evidence", ...lines)];
  }

  /** @type {(panel: Panel, row: Element, piece: Evidence) => HTMLElement} */
  function line(panel, row, piece) {
    const { label, sign } = chosen(row, "relation");
    const work = named(panel, piece);
    const name = /^https?:\/\//.test(piece.URL ?? "") ? link(piece.URL, work) : element("bdi", work);
    const { locator, quote } = piece;
    const place = locator ? `${locator[0].toUpperCase()}${locator.slice(1).replace(/\.+$/, "")}. ` : "";
    const words = quote ? isolated(element("q", marked(quote, document.documentElement))) : "";
    const more = place || quote ? [element("p", place, words)] : [];
    const item = classed("li", "gl-whole", element("b", sign), element("i", label), " ", name, ...more);
    item.dataset.dir = judging.points[piece.relation] ?? "open";
    return item;
  }

  /** The short name of a reference; see `references/short.py`. @type {(panel: Panel, piece: Evidence) => Node} */
  function named(panel, { cite, title = "", publisher, issued = "" }) {
    const fragment = document.createDocumentFragment();
    const { undated = "", part: pattern = "" } = panel.dialog.dataset;
    const own = publisher ? [publisher, "name"] : [pattern.replace("{title}", cut(title)), "part"];
    const year = /^-?\d+/.exec(issued)?.[0] ?? undated;
    const [name, when, kind] = cite ? references[cite].slice(3) : [own[0], year, own[1]];
    fragment.append(kind === "container" || kind === "title" ? element("i", name) : name, ` ${when}`);
    return fragment;
  }

  /** A title without its subtitle, and short. @type {(title: string) => string} */
  function cut(title) {
    const [main] = title.split(": ");
    if ([...main].length <= limits.title) return main;
    const words = main.slice(0, limits.title - 1);
    return `${words.slice(0, words.lastIndexOf(" ")).replace(/[ ,;–-]+$/, "")}…`;
  }

  /** Who signs it and what they disclose. @type {(panel: Panel, said: Note) => HTMLElement} */
  function signature(panel, said) {
    const { ai = "", interest = "", unsigned = "" } = panel.dialog.dataset;
    const help = said["ai-assisted"];
    const parts = [
      said.authors?.[0] ?? unsigned,
      help && ai.replace("{value}", help),
      said.interest && interest.replace("{value}", said.interest),
    ];
    const spans = parts.filter((text) => text).map((text) => element("span", text ?? ""));
    return classed("p", "gl-meta", ...spans);
  }

  Object.assign(glossator, { preview });
})();
