/* A reference of the bibliography, found by typing: a combobox after the pattern of the ARIA Authoring Practices, with
   a list from which one is chosen, where the focus stays in the field. */
"use strict";

(() => {
  const { given, element, fold, part, values } = glossator;
  const { references } = given;
  const MOST = 8; // what fits below the field on a phone

  /** What is searched, by key: short name, year, title, authors, what it appeared in, and the key. */
  const searched = new Map(
    Object.entries(references).map(([key, [title, authors, container, name, year]]) => [
      key,
      plain([name, year, title, authors, container, key].join(" ")),
    ]),
  );

  /** @type {(text: string) => string} */
  function plain(text) {
    return fold(text)
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
  }

  /** The keys of the references in which all stands that was typed; first those whose short names begin so. @type {Glossator["fitting"]} */
  function fitting(typed) {
    const words = plain(typed).split(" ").filter(Boolean);
    const keys = [...searched.keys()].filter((key) => words.every((word) => searched.get(key)?.includes(word)));
    const leads = (/** @type {string} */ key) => (searched.get(key)?.startsWith(words[0]) ? 0 : 1);
    return words.length ? keys.sort((one, other) => leads(one) - leads(other)) : keys;
  }

  /** How a reference is called: `Rudaw 2019`. @type {Glossator["shortOf"]} */
  const shortOf = (key) => `${references[key][3]} ${references[key][4]}`;

  /** The list that belongs to a row's field. */
  class Offer {
    /** @param {Panel} panel @param {HTMLElement} row */
    constructor(panel, row) {
      this.panel = panel;
      this.row = row;
      this.field = part(row, "[name=reference]", HTMLInputElement);
      this.cite = part(row, "[name=cite]", HTMLInputElement);
      this.list = part(row, ".gl-offered");
      this.list.id = `${this.field.id}-offered`;
      this.field.setAttribute("aria-controls", this.list.id);
    }

    get options() {
      return /** @type {HTMLElement[]} */ ([...this.list.children]);
    }

    get active() {
      return this.options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    }

    /** Offer what fits the text that is typed. */
    show() {
      const keys = fitting(this.field.value);
      const options = keys.slice(0, MOST).map((key) => this.option(key, shortOf(key), references[key][0]));
      this.list.replaceChildren(...options, this.option("", this.panel.dialog.dataset.new ?? "", ""));
      this.list.hidden = false;
      this.field.setAttribute("aria-expanded", "true");
      this.field.removeAttribute("aria-activedescendant");
      glossator.say(this.panel, (this.panel.dialog.dataset.found ?? "").replace("{count}", `${keys.length}`));
    }

    /** @param {string} key @param {string} label @param {string} title */
    option(key, label, title) {
      const option = element("li", element("b", label), title && ` ${title}`);
      option.setAttribute("role", "option");
      option.dir = "auto";
      option.setAttribute("aria-selected", "false");
      option.dataset.key = key;
      option.id = `${this.list.id}-${key || "new"}`;
      return option;
    }

    hide() {
      this.list.hidden = true;
      this.field.setAttribute("aria-expanded", "false");
      this.field.removeAttribute("aria-activedescendant");
    }

    /** Make another option the active one. @param {number} by */
    move(by) {
      if (this.list.hidden) this.show();
      const { options, active } = this;
      const next = options.at((active < 0 && by < 0 ? by : active + by) % options.length);
      for (const option of options) option.setAttribute("aria-selected", `${option === next}`);
      this.field.setAttribute("aria-activedescendant", next?.id ?? "");
      next?.scrollIntoView({ block: "nearest" });
    }

    /** Take an option: a reference, or that none fits. @param {HTMLElement} option */
    take({ dataset: { key } }) {
      this.hide();
      glossator.say(this.panel, "");
      if (key) {
        this.cite.value = key;
        this.field.value = shortOf(key);
      } else {
        const title = part(this.row, "[name=work]", HTMLInputElement);
        title.value ||= this.field.value;
        glossator.describeNew(this.row, true);
        title.focus();
      }
      this.field.dispatchEvent(new Event("change", { bubbles: true }));
    }

    /** @param {KeyboardEvent} event */
    press(event) {
      const open = !this.list.hidden;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") this.move(event.key === "ArrowDown" ? 1 : -1);
      else if (open && event.key === "Enter" && this.active >= 0) this.take(this.options[this.active]);
      else if (open && event.key === "Escape") this.hide();
      else return;
      event.preventDefault();
    }
  }

  /** Show the whole of each reference that is chosen, for which its field is too narrow. @type {Glossator["showTaken"]} */
  function showTaken({ rows }) {
    for (const row of rows.children) {
      const { cite, new: fresh } = values(row);
      const [title, authors, container] = (!fresh && references[cite]) || [];
      const taken = part(row, ".gl-taken");
      taken.textContent = [authors, title, container].filter(Boolean).join(". ");
      taken.hidden = !taken.textContent;
    }
  }

  /** Let a row's field offer references. @type {Glossator["offer"]} */
  function offer(panel, row) {
    const shown = new Offer(panel, row);
    shown.field.addEventListener("input", () => {
      shown.cite.value = "";
      shown.show();
    });
    shown.field.addEventListener("keydown", (event) => shown.press(event));
    shown.field.addEventListener("click", () => shown.cite.value || shown.show());
    shown.field.addEventListener("blur", () => shown.hide());
    shown.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the field
    shown.list.addEventListener("click", ({ target }) => {
      const option = /** @type {Element} */ (target).closest("li");
      if (option) shown.take(option);
    });
  }

  Object.assign(glossator, { offer, fitting, shortOf, showTaken });
})();
