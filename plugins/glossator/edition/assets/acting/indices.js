/* The filters of an index of the site. */

/** @param {HTMLElement} index @param {AbortSignal} signal ends it */
function readIndex(index, signal) {
  const tools = /** @type {HTMLFormElement} */ (only(index, ".gl-tools"));
  const items = every(index, ".gl-entry, .gl-card");
  const sift = (/** @type {Chosen} */ { find = [], ...chosen }) => {
    const words = find.join(" ").toLocaleLowerCase().split(" ");
    for (const item of items) {
      const text = (item.textContent ?? "").toLocaleLowerCase();
      item.hidden = !passes(item.dataset, chosen) || !words.every((word) => text.includes(word));
    }
    // A source with two authors stands under both, and counts once.
    const shown = new Set(
      items.filter((item) => !item.hidden).map((item) => item.querySelector("h3 > a")?.getAttribute("href") ?? item),
    ).size;
    only(tools, ".gl-count").textContent = (tools.dataset.count ?? "").replace("{shown}", `${shown}`);
    for (const group of every(index, ".gl-group"))
      group.hidden = !group.querySelector(":is(.gl-entry, .gl-card):not([hidden])");
  };
  filter(tools, sift, signal);
  for (const more of /** @type {HTMLDetailsElement[]} */ (every(tools, ".gl-more:has(:checked)"))) more.open = true;
  if (index.querySelector(".gl-turning:not([data-apart])"))
    glossator.load("joining.js", () => glossator.join(index, items, signal));
}
