/* What the pages of a long index need so that a filter holds for all of them: as soon as something is chosen, the entries
   of the other pages are fetched and stand here, too. */
"use strict";

(() => {
  const PARTS = [".gl-group", ".gl-entries", ".gl-library"];

  /** The parts of another page, with links that lead from here to where they lead from there. */
  async function parts(/** @type {string} */ address, /** @type {AbortSignal} */ signal) {
    const answer = await fetch(address, { signal });
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const link of page.links) link.href = new URL(link.getAttribute("href") ?? "", answer.url).href;
    return [...page.querySelectorAll(PARTS.map((part) => `.gl-index > ${part}`).join())];
  }

  /**
   * @param {HTMLElement} index a page of it
   * @param {HTMLElement[]} items its entries; those of the other pages are added
   * @param {AbortSignal} signal ends it
   */
  function join(index, items, signal) {
    const tools = index.querySelector(".gl-tools");
    const nav = index.querySelector(".gl-turning");
    let asked = false;
    if (!tools || !nav) return;

    const fetchAll = async () => {
      const here = [...index.querySelectorAll(PARTS.map((part) => `:scope > ${part}`).join())];
      const links = /** @type {HTMLAnchorElement[]} */ ([...nav.children]);
      const all = await Promise.all(links.map((link) => (link.ariaCurrent ? here : parts(link.href, signal))));
      nav.before(...all.flat());
      nav.remove();
      items.splice(
        0,
        items.length,
        .../** @type {NodeListOf<HTMLElement>} */ (index.querySelectorAll(".gl-entry, .gl-card")),
      );
      tools.dispatchEvent(new Event("change"));
    };
    const choose = () => {
      const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (tools.querySelectorAll("input"));
      const chosen = [...boxes].some((box) => (box.type === "search" ? box.value.trim() : box.checked));
      // Where nothing can be fetched, such as from a folder (file://), the choice goes along to the next page.
      for (const link of nav.querySelectorAll("a")) link.search = chosen ? location.search : "";
      if (asked || !chosen) return;
      asked = true;
      fetchAll().catch(() => {});
    };
    for (const type of ["change", "input"]) tools.addEventListener(type, choose, { signal });
    choose();
  }

  Object.assign(glossator, { join });
})();
