/* Finding and sorting in the table of claims.  Only that page loads this. */
"use strict";
(() => {
  /** @param {HTMLElement} cell */
  const key = (cell) => cell.dataset.key ?? cell.innerText;
  /** @param {string} text */
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  /** @param {HTMLTableElement} table */
  function sorting(table) {
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.onclick = () => {
        const down = head.ariaSort === "ascending";
        for (const other of heads) other.ariaSort = null;
        head.ariaSort = down ? "descending" : "ascending";
        const order = new Intl.Collator(document.documentElement.lang || undefined, { numeric: true });
        const keyed = [...body.rows].map((row) => ({ row, key: key(row.cells[index]) }));
        keyed.sort((one, other) => order.compare(one.key, other.key) * (down ? -1 : 1));
        body.append(...keyed.map(({ row }) => row));
      };
    });
    heads[0].ariaSort = "ascending";
  }

  /** @param {HTMLTableElement} table @param {HTMLElement} find */
  function finding(table, find) {
    const rows = [...table.tBodies[0].rows].map((row) => ({ row, text: folded(row.textContent) }));
    const output = find.querySelector("output");
    const input = find.querySelector("input");
    input.oninput = () => {
      const parts = folded(input.value).split(/\s+/);
      let count = 0;
      for (const { row, text } of rows) {
        row.hidden = !parts.every((part) => text.includes(part));
        count += row.hidden ? 0 : 1;
      }
      output.textContent = output.dataset.told.replace("{count}", `${count}`).replace("{all}", `${rows.length}`);
    };
    find.hidden = false;
  }

  for (const place of document.querySelectorAll(".gl-claims:not([data-begun])")) {
    place.dataset.begun = "";
    sorting(place.querySelector("table"));
    finding(place.querySelector("table"), place.querySelector(".gl-find"));
  }
})();
