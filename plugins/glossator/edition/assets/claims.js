/* Finding and sorting in the table of claims.  Only that page loads this. */
"use strict";
(() => {
  /** @param {HTMLElement} cell */
  const key = (cell) => cell.dataset.key ?? cell.textContent ?? "";
  /** @param {string} text */
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  /** @param {HTMLTableElement} table */
  function sorting(table) {
    const [body] = table.tBodies;
    const heads = [...(table.tHead?.rows[0].cells ?? [])];
    const order = new Intl.Collator(document.documentElement.lang || undefined, { numeric: true });
    heads.forEach((head, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.onclick = () => {
        const down = head.ariaSort === "ascending";
        for (const other of heads) other.ariaSort = null;
        head.ariaSort = down ? "descending" : "ascending";
        const keyed = [...body.rows].map((row) => ({ row, key: key(row.cells[index]) }));
        keyed.sort((one, other) => order.compare(one.key, other.key) * (down ? -1 : 1));
        body.append(...keyed.map(({ row }) => row));
      };
    });
    heads[0].ariaSort = "ascending";
  }

  /** @param {HTMLTableElement} table @param {HTMLElement} find */
  function finding(table, find) {
    const rows = [...table.tBodies[0].rows].map((row) => ({ row, text: folded(row.textContent ?? "") }));
    const input = find.querySelector("input");
    const output = find.querySelector("output");
    if (!input || !output) return;
    input.oninput = () => {
      const parts = folded(input.value).split(/\s+/);
      for (const { row, text } of rows) row.hidden = !parts.every((part) => text.includes(part));
      const count = rows.filter(({ row }) => !row.hidden).length;
      output.textContent = (output.dataset.told ?? "")
        .replace("{count}", `${count}`)
        .replace("{all}", `${rows.length}`);
    };
  }

  for (const place of document.querySelectorAll(".gl-claims")) {
    const table = place.querySelector("table");
    /** @type {HTMLElement | null} */
    const find = place.querySelector(".gl-find");
    if (!table || !find || table.querySelector("thead button")) continue; // or it has begun already
    sorting(table);
    finding(table, find);
  }
})();
