/* The whole of a reference, opened in the line of evidence that names it. */

/** @param {SourcePage} page @param {Margin} margin */
function citing(page, margin) {
  page.on(page.source, "toggle", ({ target }) => target.open && nameWorks(target), { capture: true });
  for (const note of page.notes) if (page.box(note).open) nameWorks(note);
  page.on(page.source, "click", (event) => {
    const link = event.target.closest('.gl-note a[href^="#r-"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const line = [...link.closest(".gl-note").querySelectorAll(".gl-evidence a")]
      .find((one) => one.hash === link.hash)
      ?.closest("li");
    const whole = document.getElementById(decodeURIComponent(link.hash.slice(1)))?.firstElementChild;
    if (!line || !whole) return;
    event.preventDefault();
    event.stopPropagation();
    const own = line.querySelector("a");
    const open = link !== own || !line.classList.contains("gl-whole");
    line.classList.toggle("gl-whole", open);
    own.setAttribute("aria-expanded", `${open}`);
    if (!line.querySelector(".gl-refer")) {
      const place = document.createElement("p");
      place.className = "gl-refer";
      place.append(...whole.cloneNode(true).childNodes);
      line.append(place);
    }
    if (link !== own) own.focus({ preventScroll: page.sees(own) });
    margin.layout();
    margin.follow(0);
  });
}

/** Name the works in lines of evidence as the list at the end of the page does. @param {HTMLElement} within */
function nameWorks(within) {
  for (const link of /** @type {HTMLAnchorElement[]} */ (every(within, ".gl-evidence > li > a"))) {
    if (link.nextElementSibling?.matches("span")) continue;
    const whole = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const name = document.createElement("span");
    name.dir = "auto";
    name.textContent = (whole?.firstElementChild?.textContent ?? "").replace(/^.*?(?=[“"«„‘])/, "");
    link.after(name);
  }
}
