/* The window of the search: what was found, and the facets with their counts. */

const FEW = 3; // places of a record that are shown at once
const MANY = 12; // values of a facet that are shown at once

/** An element with a class and what it holds. @param {string} tag @param {string} name @param {(Node | string)[]} content */
function piece(tag, name, ...content) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...content.filter((each) => each !== ""));
  return made;
}

/** @param {string} href @param {(Node | string)[]} content */
function leading(href, ...content) {
  return Object.assign(piece("a", "", ...content), { href });
}

/** Text as it reads in its own direction. @param {string} tag @param {(Node | string)[]} content */
function free(tag, ...content) {
  const made = piece(tag, "", ...content);
  made.dir = "auto";
  return made;
}

/** @param {Shown} shown @param {Record<string, string>} said */
function cardOf(shown, said) {
  const title = leading(shown.href, free(shown.withdrawn ? "s" : "bdi", shown.title));
  const about = [said[shown.what], shown.kind].filter(Boolean).map((each) => piece("span", "", each));
  if (shown.status) about.push(piece("span", "gl-search-status", piece("b", "", shown.sign), ` ${shown.status}`));
  const card = piece("li", "", piece("p", "gl-search-about", ...about), piece("h3", "", title));
  if (shown.dir && shown.status) card.dataset.dir = shown.dir;
  if (shown.from) card.append(piece("p", "gl-search-from", free("bdi", shown.from)));
  const places = shown.hits.map((hit) => placeOf(hit, shown));
  const list = piece("ul", "", ...places.slice(0, FEW));
  if (places.length > FEW) {
    const rest = piece("details", "", piece("summary", "", said.places.replace("{count}", `${places.length - FEW}`)));
    rest.append(piece("ul", "", ...places.slice(FEW)));
    card.append(list, rest);
  } else card.append(list);
  return card;
}

/** @param {Hit} hit @param {Shown} shown */
function placeOf({ label, href, parts }, { href: whole, language }) {
  const words = free("span", ...parts.map(([text, found]) => (found ? piece("mark", "", text) : text)));
  if (language) words.lang = language;
  if (!label) return piece("li", "", words);
  const name = href === whole ? piece("b", "", label) : leading(href, free("bdi", label));
  return piece("li", "", name, " ", words);
}

/** Show the values of a facet. @param {HTMLElement} box @param {Record<string, number>} counts @param {string[]} chosen ids */
function showFacet(box, counts, chosen) {
  const facet = /** @type {string} */ (box.dataset.facet);
  const values = Object.entries(counts)
    .map(([value, count]) => ({ id: value.split(" ")[0], label: value.slice(value.indexOf(" ") + 1), count }))
    .filter(({ id, count }) => count || chosen.includes(id))
    .sort((one, other) => other.count - one.count || one.label.localeCompare(other.label));
  const rows = values.map(({ id, label, count }) => {
    const input = Object.assign(document.createElement("input"), { type: "checkbox", name: facet, value: id });
    input.checked = chosen.includes(id);
    const tally = piece("span", "gl-tally", count.toLocaleString(glossator.searching.language));
    return piece("label", "", input, free("span", label), tally);
  });
  const list = only(box, ".gl-search-values");
  list.replaceChildren(...rows.slice(0, MANY));
  if (rows.length > MANY) {
    const open = box.querySelector("details.gl-search-rest")?.hasAttribute("open");
    const rest = piece(
      "details",
      "gl-search-rest",
      piece("summary", "", `+ ${rows.length - MANY}`),
      ...rows.slice(MANY),
    );
    rest.toggleAttribute("open", open || rows.slice(MANY).some((row) => row.querySelector(":checked")));
    list.append(rest);
  }
}
