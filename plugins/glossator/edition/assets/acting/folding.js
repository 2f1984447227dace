/* Passages without notes that pass the filters, folded to a line each run. */

/** @param {SourcePage} page @param {HTMLElement} form @param {boolean} fold */
function foldPassages(page, form, fold) {
  for (const line of every(page.text, ".gl-folded")) line.remove();
  const groups = new Map(page.groups.map((group) => [group.dataset.passage, group]));
  /** @type {Map<HTMLElement, string[]>} the passages of each block of the text */
  const blocks = new Map();
  const kept = new Set();
  for (const link of page.numbers) {
    const block = blockOf(link, page.text);
    const number = link.hash.slice(2);
    if (!fold || holds(groups.get(number))) kept.add(block);
    blocks.set(block, [...(blocks.get(block) ?? []), number]);
  }
  for (const group of page.groups) group.hidden = fold && !holds(group);
  /** @type {HTMLElement[]} */
  let run = [];
  for (const block of [...blocks.keys(), null]) {
    if (block) block.hidden = !kept.has(block);
    if (block?.hidden) run.push(block);
    else if (run.length) {
      run[0].before(
        folded(
          form,
          run.flatMap((one) => blocks.get(one) ?? []),
        ),
      );
      run = [];
    }
  }
}

/** The block of the text that something is in. @param {HTMLElement} part @param {HTMLElement} text */
function blockOf(part, text) {
  let block = part;
  while (block.parentElement && block.parentElement !== text) block = block.parentElement;
  return block;
}

/** The line for folded passages. @param {HTMLElement} form @param {string[]} numbers */
function folded(form, numbers) {
  const { none = "", noneAll = "" } = form.dataset;
  const line = document.createElement("p");
  line.className = "gl-folded";
  const several = numbers.length > 1;
  line.textContent = (several ? noneAll : none).replace(
    "{number}",
    several ? `${numbers[0]}–${numbers.at(-1)}` : numbers[0],
  );
  return line;
}
