/* Where the notes of the margin stand while nothing is scrolled. */

/**
 * Tops of boxes in a column, in their order and none over another, each as near to where it wants to be as the others
 * allow: least squares, by pooling adjacent violators.
 *
 * @param {Wish[]} boxes in CSS pixels
 * @param {number} most how far down the column may begin, at least 0
 * @returns {number[]}
 */
function stacked(boxes, most) {
  /** @type {{count: number, weight: number, at: number}[]} */
  const pools = [];
  for (const { want, weight, before } of boxes) {
    let pool = { count: 1, weight, at: want - before };
    for (let last = pools.at(-1); last && last.at >= pool.at; last = pools.at(-1)) {
      pools.pop();
      const both = last.weight + pool.weight;
      const at = (last.at * last.weight + pool.at * pool.weight) / both;
      pool = { count: last.count + pool.count, weight: both, at };
    }
    pools.push(pool);
  }
  let index = 0;
  return pools.flatMap(({ count, at }) =>
    Array.from({ length: count }, () => boxes[index++].before + Math.max(0, Math.min(at, most))),
  );
}
