/* Passages without notes that pass the filters, folded to a line each run. */

/** @param {SourcePage} page @param {boolean} fold */
function foldPassages(page, fold) {
  for (const line of page.text.querySelectorAll(".gl-folded")) line.remove();
  const groups = new Map(page.groups.map((group) => [group.dataset.passage, group]));
  /** @type {Map<HTMLElement, string[]>} the passages of each block of the text */
  const blocks = new Map();
  const kept = new Set();
  for (const link of page.numbers) {
    let block = link.parentElement;
    while (block.parentElement !== page.text) block = block.parentElement;
    const number = link.hash.slice(2);
    if (!fold || holds(groups.get(number))) kept.add(block);
    blocks.set(block, [...(blocks.get(block) ?? []), number]);
  }
  for (const group of page.groups) group.hidden = fold && !holds(group);
  /** @type {HTMLElement[]} */
  let run = [];
  for (const [block] of [...blocks, []]) {
    if (block) block.hidden = !kept.has(block);
    if (block?.hidden) run.push(block);
    else if (run.length) run = foldedLine(page, run, run.flatMap((one) => blocks.get(one)));
  }
}

/** Put a line before a run of folded blocks. @param {SourcePage} page @param {HTMLElement[]} run @param {string[]} numbers */
function foldedLine(page, run, numbers) {
  const { none, noneAll } = page.toolbar.querySelector("form").dataset;
  const line = document.createElement("p");
  line.className = "gl-folded";
  const several = numbers.length > 1;
  line.textContent = (several ? noneAll : none).replace("{number}", several ? `${numbers[0]}–${numbers.at(-1)}` : numbers[0]);
  run[0].before(line);
  return [];
}
