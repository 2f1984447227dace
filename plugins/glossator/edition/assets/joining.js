/* What the pages of a long index need so that a filter holds for all of them: as soon as something is chosen, the entries
   of the other pages are fetched and stand here, too. */
"use strict";

/**
 * @param {HTMLElement} index a page of it
 * @param {HTMLElement[]} items its entries; those of the other pages are added
 * @param {AbortSignal} signal ends it
 */
window.glossator.join = (index, items, signal) => {
  const tools = index.querySelector(".gl-tools");
  const nav = index.querySelector(".gl-turning");
  let asked = false;

  /** The parts of another page, with links that lead from here to where they lead from there. */
  async function parts(link) {
    const answer = await fetch(link.href, { signal });
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const one of page.links) one.href = new URL(one.getAttribute("href"), answer.url);
    return own(page.querySelector(".gl-index"));
  }
  const own = (within) => [...within.querySelectorAll(":scope > .gl-group, :scope > .gl-entries")];

  async function join() {
    const chosen = tools.querySelector(":checked");
    // Where nothing can be fetched, such as from a folder (file://), the choice goes along to the next page.
    for (const link of nav.children) link.search = chosen ? location.search : "";
    if (asked || !chosen) return;
    asked = true;
    try {
      const here = own(index);
      const all = await Promise.all([...nav.children].map((link) => (link.ariaCurrent ? here : parts(link))));
      nav.before(...all.flat());
      nav.remove();
    } catch {
      return;
    }
    items.splice(0, items.length, ...index.querySelectorAll(".gl-entry"));
    tools.dispatchEvent(new Event("change"));
  }

  tools.addEventListener("change", join, { signal });
  join();
};
