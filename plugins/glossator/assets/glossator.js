/* Puts notes beside their passages on wide screens.  The page is complete without it.

   A classic script and no module, because browsers load no modules from a folder (file://), where people open the site
   that a pull request built. */
"use strict";

(() => {
  /**
   * Tops of boxes in a column, each as near to where it wants to be as those before it allow.
   *
   * @param {{top: number, height: number}[]} boxes in their order, in CSS pixels
   * @param {number} gap the least distance between two, in CSS pixels
   * @returns {number[]}
   */
  function stacked(boxes, gap) {
    let free = -Infinity;
    return boxes.map(({ top, height }) => {
      const placed = Math.max(top, free);
      free = placed + height + gap;
      return placed;
    });
  }

  const GAP = 12;
  const wide = matchMedia("(min-width: 60em)");
  let observer;

  function place(source) {
    const groups = [...source.querySelectorAll(".gl-notes[data-passage]")];
    const origin = source.getBoundingClientRect().top;
    const boxes = groups.map((group) => ({
      top: document.getElementById(`p${group.dataset.passage}`).getBoundingClientRect().top - origin,
      height: group.offsetHeight,
    }));
    const tops = wide.matches ? stacked(boxes, GAP) : [];
    groups.forEach((group, index) => {
      group.style.top = wide.matches ? `${tops[index]}px` : "";
    });
    const last = boxes.length - 1;
    source.style.minHeight = wide.matches && last >= 0 ? `${tops[last] + boxes[last].height}px` : "";
  }

  /** Make the notes of the page live.  May run again: after Material's instant navigation the page is another. */
  function start() {
    observer?.disconnect();
    const source = document.querySelector(".gl-source");
    if (!source) return;
    observer = new ResizeObserver(() => place(source));
    source.classList.add("gl-live");
    place(source);
    observer.observe(source);
    for (const group of source.querySelectorAll(".gl-notes[data-passage]")) observer.observe(group);
  }

  if (window.document$) document$.subscribe(start);
  else start();
})();
