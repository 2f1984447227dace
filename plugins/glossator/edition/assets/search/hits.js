/* What was found in a record: the places to which its words lead, each with some words around them. */

const AROUND = 28; // words shown of a place
const BEFORE = 8; // of these before the first that was found
const EACH_WORD = /[\r\n\s]+/;
const BETWEEN_WORDS = "\u200b"; // in scripts without spaces

/** @param {Found} found @param {Record<string, string>} said what places are called @returns {Shown} */
function shownOf(found, said) {
  const kept = Object.fromEntries(
    found.anchors
      .filter(({ element, id }) => element === "i" && id.includes("="))
      .map(({ id }) => [id.slice(0, id.indexOf("=")), id.slice(id.indexOf("=") + 1)]),
  );
  const value = (/** @type {string} */ facet) => found.filters[facet]?.[0]?.split(" ") ?? [""];
  const [what] = value("what");
  const address = `${new URL(kept.at, siteRoot)}`;
  const hits = hitsOf(found, what).map(({ id, text, parts }) => ({
    label: calledBy(id, text, said),
    href: id ? `${address}#${encodeURIComponent(id.replace(/^words-/, "note-"))}` : address,
    parts,
  }));
  const decoded = (/** @type {string} */ name) => decodeURIComponent(kept[name] ?? "");
  return {
    what,
    href: what === "note" || what === "origin" ? hits[0].href.replace(/#e-(.*)-\d+$/, "#note-$1") : address,
    title: decoded("title") || found.meta.title || "",
    from: decoded("from"),
    kind: value("kind").slice(1).join(" "),
    status: value("status").slice(1).join(" "),
    sign: decoded("sign"),
    dir: decoded("dir"),
    withdrawn: Boolean(kept.withdrawn),
    language: decoded("lang"),
    hits,
  };
}

/** @param {Found} found @param {string} what */
function hitsOf({ anchors, content, raw_content: raw, locations }, what) {
  const apart = raw?.includes(BETWEEN_WORDS);
  const words = apart
    ? raw.replaceAll("&lt;", "<").replaceAll("&gt;", ">").split(BETWEEN_WORDS)
    : content.split(EACH_WORD);
  const heading = /^h\d$/;
  const places = anchors
    .filter(({ element }) => element !== "i" && (what !== "page" || heading.test(element)))
    .sort((one, other) => one.location - other.location);
  /** @type {Map<number, Set<number>>} the words that were found, by the place they are in */
  const by = new Map();
  for (const location of locations) {
    const place = places.filter((each) => each.location <= location).length - 1;
    by.set(place, (by.get(place) ?? new Set()).add(location));
  }
  if (!by.size) by.set(places.length ? 0 : -1, new Set());
  return [...by].map(([index, marked]) => {
    const place = places[index];
    const begin = place?.location ?? 0;
    const end = places[index + 1]?.location ?? words.length;
    const from = Math.max(begin, Math.min(...marked, end) === end ? begin : Math.min(...marked) - BEFORE);
    const to = Math.min(end, from + AROUND);
    /** @type {[text: string, found: boolean][]} */
    const parts = [];
    if (from > begin) parts.push(["… ", false]);
    for (let at = from; at < to; at++) parts.push([words[at], marked.has(at)], [apart ? "" : " ", false]);
    if (to < end) parts.push(["…", false]);
    return { id: place?.id ?? "", text: place?.text ?? "", parts };
  });
}

/** What a place is called. @param {string} id @param {string} text @param {Record<string, string>} said */
function calledBy(id, text, said) {
  const passage = /^p(\d+)$/.exec(id);
  if (passage) return said.passage.replace("{number}", passage[1]);
  if (id.startsWith("words-")) return said.words;
  if (id.startsWith("e-")) return said.evidence;
  return /^(note|origin)-/.test(id) ? "" : text;
}
