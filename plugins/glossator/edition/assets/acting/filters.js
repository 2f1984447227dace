/* Filters that are kept in the address: what does not pass is hidden. */

/**
 * Whether a note passes the filters: in each facet that has a choice, one of its values is chosen.
 *
 * @param {Record<string, string | undefined>} values of the note, by facet, separated by spaces
 * @param {Chosen} chosen by facet
 */
function passes(values, chosen) {
  return Object.entries(chosen).every(
    ([facet, wanted]) => !wanted.length || (values[facet] ?? "").split(" ").some((value) => wanted.includes(value)),
  );
}

/** Keep choices in the address. @param {Chosen} chosen by name */
function remember(chosen) {
  const there = new URL(location.href);
  for (const [name, values] of Object.entries(chosen)) {
    if (values.length) there.searchParams.set(name, values.join(" "));
    else there.searchParams.delete(name);
  }
  history.replaceState(history.state, "", there);
}

/** The choices of a form, by name; those with none are there, too. @param {HTMLFormElement} form */
function choices(form) {
  /** @type {Chosen} */
  const chosen = {};
  for (const box of form.querySelectorAll("input")) {
    const given = box.checked || box.type === "search" ? box.value.trim() : "";
    const values = chosen[box.name] ?? [];
    chosen[box.name] = given ? [...values, given] : values;
  }
  return chosen;
}

/**
 * Filter by a form: at once by what the address says, then by each choice.
 *
 * @param {HTMLFormElement} form with a box for each value
 * @param {(chosen: Chosen) => void} sift shows and hides
 * @param {AbortSignal} signal ends it
 */
function filter(form, sift, signal) {
  const asked = new URL(location.href).searchParams;
  for (const box of form.querySelectorAll("input")) {
    const given = asked.get(box.name);
    if (box.type === "search")
      box.value = given ?? box.value; // what was typed before this was there
    else if (given?.split(" ").includes(box.value)) box.checked = true;
  }
  const change = () => {
    const chosen = choices(form);
    sift(chosen);
    remember(chosen);
  };
  form.addEventListener("change", change, { signal });
  const typed = (/** @type {Event} */ { target }) =>
    /** @type {HTMLInputElement} */ (target).type === "search" && change();
  form.addEventListener("input", typed, { signal });
  form.addEventListener("reset", () => setTimeout(change), { signal });
  form.addEventListener("submit", (event) => event.preventDefault(), { signal });
  sift(choices(form));
}

/**
 * Filter the notes of a source.  Words whose notes are all hidden lose line and hue; markers stay, since without them
 * the text would break its lines anew.
 *
 * @param {SourcePage} page @param {HTMLElement} form @param {Chosen} chosen
 */
function siftNotes(page, form, { only, ...chosen }) {
  for (const note of page.notes) {
    note.hidden = !passes({ ...note.dataset, direction: note.dataset.dir, sourcing: restingOn(note) }, chosen);
    if (page.inText(note)) page.marker(note).parentElement?.classList.toggle("gl-off", note.hidden);
  }
  for (const mark of new Set([...page.marks.values()].flat())) {
    const off = namesOn(mark).every((name) => document.getElementById(`note-${name}`)?.hidden);
    mark.classList.toggle("gl-off", off);
  }
  const filtered = Object.values(chosen).some((wanted) => wanted.length);
  for (const group of page.groups) {
    for (const heading of every(group, ".gl-sourcing")) heading.hidden = filtered && !holds(group);
  }
  foldPassages(page, form, Boolean(only?.length));
}

/** What the passage of a note rests on, in groups. @param {HTMLElement} note */
function restingOn(note) {
  const origins = every(note.parentElement ?? note, ".gl-sourcing > summary > .gl-origin");
  return origins.map(({ dataset }) => dataset.group).join(" ");
}

/** Whether a group has a note that passes. @param {HTMLElement | undefined} group */
function holds(group) {
  return Boolean(group?.querySelector(".gl-note:not([hidden])"));
}
