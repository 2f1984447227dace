/* The search from its opening to its closing: what is typed and chosen, which the address keeps, and the keys. */

const PAGE = 10; // records that are shown at once
const PAUSE = 120; // milliseconds without a key until it is asked
const PARAMETER = "search"; // what was typed; facets have its name before theirs

const searchStyle = Object.assign(document.createElement("link"), {
  rel: "stylesheet",
  href: `${new URL("search.css", searchAddress)}`,
});

/** See to it that the window has its style, which an exchanged page takes along. */
async function dressed() {
  if (searchStyle.isConnected) return;
  const loaded = new Promise((done) => {
    searchStyle.onload = searchStyle.onerror = done;
  });
  document.head.append(searchStyle);
  await loaded;
}

class Search {
  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.dialog = dialog;
    this.form = /** @type {HTMLFormElement} */ (only(dialog, "form"));
    this.field = /** @type {HTMLInputElement} */ (only(dialog, "input[type=search]"));
    this.list = only(dialog, ".gl-search-results");
    this.more = /** @type {HTMLButtonElement} */ (only(dialog, "[data-do=more]"));
    this.said = /** @type {Record<string, string>} */ ({ ...dialog.dataset });
    /** @type {Chosen} */
    this.chosen = {};
    /** @type {Result[]} what was found and is not shown yet */
    this.waiting = [];
    this.asked = 0;
    this.pause = 0;
    this.listen();
  }

  listen() {
    const { dialog, form, field, more } = this;
    field.addEventListener("input", () => {
      this.busy(true);
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.find(), PAUSE);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.links()[0]?.click();
    });
    form.addEventListener("change", ({ target }) => {
      if (target !== field) this.choose();
    });
    only(dialog, "[data-facet=source]").addEventListener("toggle", () => this.find());
    more.addEventListener("click", () => this.show(true));
    only(dialog, "[data-do=close]").addEventListener("click", () => dialog.close());
    only(dialog, "[data-do=clear]").addEventListener("click", () => {
      this.chosen = {};
      this.find();
    });
    dialog.addEventListener("click", (event) => this.clicked(event));
    dialog.addEventListener("keydown", (event) => this.pressed(event));
    // An exchanged page that asks for nothing.
    window.document$?.subscribe(() => new URLSearchParams(location.search).has(PARAMETER) || dialog.close());
    dialog.addEventListener("close", () => {
      this.asked++;
      this.remember(false);
    });
  }

  /** Open it, with what the address says. */
  open() {
    const asked = new URLSearchParams(location.search);
    this.field.value = asked.get(PARAMETER) ?? this.field.value;
    for (const box of every(this.dialog, "[data-facet]")) {
      const name = /** @type {string} */ (box.dataset.facet);
      const given = asked.get(`${PARAMETER}-${name}`);
      if (given !== null) this.chosen[name] = given.split(" ");
    }
    only(this.dialog, ".gl-search-filters").toggleAttribute("open", matchMedia("(min-width: 60em)").matches);
    this.dialog.showModal();
    this.field.select();
    if (location.protocol === "file:") this.tell(this.said.folder);
    else this.find();
  }

  /** Keep what is asked in the address, or take it out. @param {boolean} on */
  remember(on) {
    const there = new URL(location.href);
    const names = every(this.dialog, "[data-facet]").map((box) => /** @type {string} */ (box.dataset.facet));
    for (const name of names) there.searchParams.delete(`${PARAMETER}-${name}`);
    there.searchParams.delete(PARAMETER);
    if (on) {
      there.searchParams.set(PARAMETER, this.field.value.trim());
      for (const name of names) {
        if (this.chosen[name]?.length) there.searchParams.set(`${PARAMETER}-${name}`, this.chosen[name].join(" "));
      }
    }
    if (there.href !== location.href) history.replaceState(history.state, "", there);
  }

  /** Take what the boxes say. */
  choose() {
    for (const box of every(this.dialog, "[data-facet]")) {
      const inputs = /** @type {HTMLInputElement[]} */ (every(box, "input"));
      if (inputs.length)
        this.chosen[box.dataset.facet ?? ""] = inputs.filter((one) => one.checked).map((one) => one.value);
    }
    this.find();
  }

  /** Ask, and show what is found. */
  async find() {
    clearTimeout(this.pause);
    // What was typed last may still wait when it is closed.
    if (!this.dialog.open) return;
    const asked = ++this.asked;
    const words = this.field.value.trim();
    const { source } = this.chosen;
    const sources = Boolean(source?.length) || only(this.dialog, "[data-facet=source]").hasAttribute("open");
    const chosen = Object.values(this.chosen).some((ids) => ids.length);
    this.remember(true);
    this.busy(true);
    only(this.dialog, "[data-do=clear]").hidden = !chosen;
    if (!words && !chosen) {
      this.waiting = [];
      this.list.replaceChildren();
      this.more.hidden = true;
      only(this.dialog, ".gl-search-filters").hidden = true;
      this.tell("");
      this.busy(false);
      return;
    }
    try {
      const { results, counts } = await ask(words, this.chosen, sources);
      if (asked !== this.asked) return;
      this.waiting = [...results];
      this.tell(results.length ? this.said.count.replace("{count}", number(results.length)) : this.said.none);
      await this.show(false);
      const all = await counts();
      if (asked === this.asked) this.facets(all, results.length);
    } catch (error) {
      if (asked === this.asked) this.tell(this.said.failed);
      console.error(error);
    }
    if (asked === this.asked) this.busy(false);
  }

  /** Show the facets that tell the results apart. @param {Counts} counts @param {number} all results */
  facets(counts, all) {
    const now = /** @type {HTMLInputElement | null} */ (document.activeElement);
    let shown = 0;
    for (const box of every(this.dialog, "[data-facet]")) {
      const name = box.dataset.facet ?? "";
      showFacet(box, counts[name] ?? {}, this.chosen[name] ?? []);
      const tallies = Object.values(counts[name] ?? {}).filter(Boolean);
      const same = tallies.length < 2 && (tallies[0] ?? all) === all;
      box.hidden = name !== "source" && same && !this.chosen[name]?.length;
      shown += Number(!box.hidden);
    }
    only(this.dialog, ".gl-search-filters").hidden = !shown;
    if (now?.name && !now.isConnected)
      /** @type {HTMLElement | null} */ (
        this.form.querySelector(`input[name="${now.name}"][value="${CSS.escape(now.value)}"]`)
      )?.focus();
  }

  /** Show the next of what was found. @param {boolean} further behind what is shown already */
  async show(further) {
    const asked = this.asked;
    const next = this.waiting.splice(0, PAGE).map((result) => result.data());
    const before = further ? this.links().length : 0;
    const there = new Set(further ? this.links().map(({ href }) => href) : []);
    if (!next.length) this.list.replaceChildren();
    for (const [index, found] of next.entries()) {
      const shown = shownOf(await found, this.said);
      if (asked !== this.asked) return;
      if (!index && !further) this.list.replaceChildren();
      // A note in one language on words of another is in two indices.
      if (shown.what === "note" && there.has(shown.href)) continue;
      there.add(shown.href);
      this.list.append(cardOf(shown, this.said));
    }
    this.more.hidden = !this.waiting.length;
    if (further) this.links()[before]?.focus();
  }

  links() {
    return /** @type {HTMLAnchorElement[]} */ (every(this.list, ":scope > li > h3 > a"));
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const target = /** @type {Element} */ (event.target);
    if (target === this.dialog) this.dialog.close();
    const link = target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.pathname !== location.pathname || link.origin !== location.origin) return;
    this.dialog.close();
    // The address is that already, and says nothing of it.
    if (link.hash === location.hash) dispatchEvent(new Event("hashchange"));
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    // In a field of this kind the key would only empty it.
    if (event.key === "Escape" && !event.isComposing) this.dialog.close();
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops = [this.field, ...this.links()];
    const at = stops.indexOf(/** @type {HTMLInputElement} */ (document.activeElement));
    if (!way || at < 0) return;
    event.preventDefault();
    stops[Math.max(0, Math.min(at + way, stops.length - 1))].focus();
  }

  /** Whether more is to come. @param {boolean} on */
  busy(on) {
    this.list.ariaBusy = String(on);
  }

  /** @param {string} text */
  tell(text) {
    only(this.dialog, "output").textContent = text;
  }
}

/** @param {number} count */
function number(count) {
  return count.toLocaleString(glossator.searching.language);
}

/** @type {Search | undefined} */
let theSearch;

glossator.search = async () => {
  if (!theSearch) {
    const parsed = new DOMParser().parseFromString(glossator.searching.window, "text/html");
    const dialog = /** @type {HTMLDialogElement} */ (document.adoptNode(only(parsed.body, "dialog")));
    theSearch = new Search(dialog);
  }
  const { dialog } = theSearch;
  if (!dialog.isConnected) document.body.append(dialog);
  await dressed();
  if (!dialog.open) theSearch.open();
};
