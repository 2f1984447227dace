/* The filters of an index of the site. */

/** @param {HTMLElement} index @param {AbortSignal} signal ends it */
function readIndex(index, signal) {
  const tools = index.querySelector(".gl-tools");
  const items = [...index.querySelectorAll(".gl-entry")];
  const sift = ({ find = [], ...chosen }) => {
    const words = find.join(" ").toLocaleLowerCase().split(" ");
    for (const item of items) {
      const text = item.textContent.toLocaleLowerCase();
      item.hidden = !passes(item.dataset, chosen) || !words.every((word) => text.includes(word));
    }
    const shown = items.filter((item) => !item.hidden).length;
    tools.querySelector(".gl-count").textContent = tools.dataset.count.replace("{shown}", `${shown}`);
    for (const group of index.querySelectorAll(".gl-group"))
      group.hidden = !group.querySelector(".gl-entry:not([hidden])");
  };
  filter(tools, sift, signal);
  for (const box of tools.querySelectorAll(".gl-more :checked")) box.closest(".gl-more").open = true;
  if (index.querySelector(".gl-turning")) glossator.load("joining.js", () => glossator.join(index, items, signal));
}
