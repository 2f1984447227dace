/* The panel for a new note, from its opening to its closing: its fields, a preview, and the file, which the page for a
   new file in the repository is opened with. */
"use strict";

(() => {
  const { given, element, control, part, say, addRow, proposedName, file, mark, preview } = glossator;
  const { aim, showSubject, release, restore, keep, discard, address, ready, copy, send, read, lettersFor } = glossator;
  const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
  const style = Object.assign(element("link"), { rel: "stylesheet", href: new URL("contribute.css", src).href });
  const styled = new Promise((done) => {
    style.onload = style.onerror = done;
  });
  document.head.append(style);

  /** @type {Panel | null} the one that is open */
  let current = null;

  /**
   * Open the panel, or give the one that is open something else to be about.
   *
   * In a note, the opener asks for a reply to that note; the range is what is chosen of the text.
   *
   * @type {Glossator["suggest"]}
   */
  async function suggest(source, opener, range) {
    if (current) return turn(current, opener, range);
    const panel = created(source, opener);
    current = panel;
    restore(panel);
    listen(panel);
    aim(panel, opener, range);
    update(panel);
    await styled;
    // Where there is room, the text stays in use beside the panel: other words can be chosen.
    if (matchMedia("(min-width: 60em)").matches) panel.dialog.show();
    else panel.dialog.showModal();
    control(panel, control(panel, "kind").value ? "title" : "kind").focus();
  }

  /** @type {(panel: Panel, opener: HTMLElement, range?: Range) => void} */
  function turn(panel, opener, range) {
    aim(panel, opener, range);
    update(panel);
    keep(panel);
    control(panel, opener.matches(".gl-here") ? "title" : "kind").focus();
  }

  /** @type {(source: HTMLElement, opener: HTMLElement) => Panel} */
  function created(source, opener) {
    const parsed = new DOMParser().parseFromString(given.panel, "text/html");
    const dialog = document.adoptNode(part(parsed, "dialog", HTMLDialogElement));
    document.body.append(dialog);
    for (const [value, title] of Object.entries(given.references)) {
      part(dialog, "datalist").append(Object.assign(element("option", title), { value }));
    }
    const subject = { quoted: null, answered: null, fallen: false, chosen: null };
    const form = part(dialog, "form", HTMLFormElement);
    const rows = part(dialog, ".gl-rows");
    return { source, page: read(source), dialog, form, rows, opener, ...subject, named: false, tried: false };
  }

  /** Show what follows from the fields. @type {(panel: Panel) => void} */
  function update(panel) {
    showSubject(panel);
    if (!panel.named) control(panel, "name").value = proposedName(panel);
    lettersFor(control(panel, "title").value)?.then(() => current === panel && update(panel));
    preview(panel);
    part(panel.dialog, ".gl-file", HTMLTextAreaElement).value = file(panel);
    part(panel.dialog, ".gl-open", HTMLAnchorElement).href = address(panel).href;
    mark(panel);
  }

  /** What each button does. @type {Record<string, (panel: Panel, button: HTMLElement) => void>} */
  const actions = {
    close: ({ dialog }) => dialog.close(),
    add: (panel) => part(addRow(panel), "[name]").focus(),
    remove({ dialog }, button) {
      button.closest(".gl-row")?.remove();
      part(dialog, "[data-do=add]").focus();
    },
    async copy(panel) {
      if (!ready(panel)) return;
      await copy(panel);
      say(panel, panel.dialog.dataset.copied ?? "");
    },
    discard({ dialog, form, rows }) {
      discard();
      form.reset();
      rows.replaceChildren();
      dialog.close();
    },
  };

  /** @type {(panel: Panel, button: HTMLElement) => void} */
  function act(panel, button) {
    const action = button.dataset.do ?? "";
    actions[action](panel, button);
    if (!panel.dialog.open) return;
    update(panel);
    if (action !== "copy") keep(panel);
  }

  /** @type {(panel: Panel) => void} */
  function listen(panel) {
    const { dialog, form, source } = panel;
    const beside = part(source, ".gl-here");
    const asked = beside.textContent;
    const away = new AbortController();
    beside.textContent = dialog.dataset.take ?? "";
    listenToForm(panel);
    form.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("keydown", ({ key }) => key === "Escape" && leave(dialog), away);
    // Material's next page
    const pages = window.document$?.subscribe(() => source.isConnected || dialog.close());
    dialog.addEventListener("close", () => {
      away.abort();
      pages?.unsubscribe();
      beside.textContent = asked;
      close(panel);
    });
  }

  /** @type {(panel: Panel) => void} */
  function listenToForm(panel) {
    const { form } = panel;
    form.addEventListener("input", ({ target }) => {
      const field = /** @type {Control} */ (target);
      if (field.name === "name") panel.named = Boolean(field.value);
      say(panel, "");
      update(panel);
      keep(panel);
    });
    form.addEventListener("focusout", () => mark(panel));
    form.addEventListener("click", (event) => {
      const target = /** @type {Element} */ (event.target);
      const button = target.closest("[data-do]");
      if (button instanceof HTMLElement) act(panel, button);
      if (target.closest(".gl-open")) send(panel, event);
    });
  }

  /** Close the panel, unless something beside it has the focus. @type {(dialog: HTMLDialogElement) => void} */
  function leave(dialog) {
    const { activeElement, body } = document;
    if (activeElement === body || dialog.contains(activeElement)) dialog.close();
  }

  /** @type {(panel: Panel) => void} */
  function close(panel) {
    current = null;
    panel.dialog.remove();
    release(panel);
    panel.opener.hidden = false;
    panel.opener.focus();
  }

  Object.assign(glossator, { suggest });
})();
