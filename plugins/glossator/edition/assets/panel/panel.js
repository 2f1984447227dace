/* The panel for a new note, from its opening to its closing: its fields, the note as readers will see it, and the ways
   to send it. */
"use strict";

(() => {
  const { given, element, control, part, chosen, say, addRow, describeNew, proposedName, file } = glossator;
  const { fileWithName, mark, preview, aim, showSubject, showWords, release, restore, keep, discard } = glossator;
  const { showTaken, showWays, ready, copy, send, read, lettersFor, enter } = glossator;
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
    for (const name of ["kind", "status"]) pickOf(panel, name).open = !control(panel, name).value && name === "kind";
    update(panel);
    await styled;
    // Where there is room, the text stays in use beside the panel: other words can be chosen.
    if (matchMedia("(min-width: 60em)").matches) panel.dialog.show();
    else panel.dialog.showModal();
    showWords(panel);
    begin(panel, control(panel, "kind").value ? "title" : "kind");
  }

  /** @type {(panel: Panel, opener: HTMLElement, range?: Range) => void} */
  function turn(panel, opener, range) {
    aim(panel, opener, range);
    update(panel);
    keep(panel);
    begin(panel, opener.matches(".gl-here") ? "title" : "kind");
  }

  /** Begin with a field. @type {(panel: Panel, name: string) => void} */
  const begin = ({ form }, name) => enter(part(form, `[data-field=${name}]`));

  /** @type {(panel: Panel, name: string) => HTMLDetailsElement} */
  const pickOf = ({ form }, name) => part(form, `[data-field=${name}] > details`, HTMLDetailsElement);

  /** @type {(source: HTMLElement, opener: HTMLElement) => Panel} */
  function created(source, opener) {
    const parsed = new DOMParser().parseFromString(given.panel, "text/html");
    const dialog = document.adoptNode(part(parsed, "dialog", HTMLDialogElement));
    document.body.append(dialog);
    part(dialog, ".gl-preview").dir = source.dir;
    const subject = { quoted: null, span: null, answered: null, fallen: false, chosen: null };
    const form = part(dialog, "form", HTMLFormElement);
    const rows = part(dialog, ".gl-rows");
    return { source, page: read(source), dialog, form, rows, opener, ...subject, named: false, tried: false };
  }

  /** Show what follows from the fields. @type {(panel: Panel) => void} */
  function update(panel) {
    showSubject(panel);
    for (const name of ["kind", "status"]) showPicked(panel, name);
    part(panel.form, "[data-field=certainty]").hidden = !control(panel, "status").value;
    if (!panel.named) control(panel, "name").value = proposedName(panel);
    lettersFor(control(panel, "title").value)?.then(() => current === panel && update(panel));
    showTaken(panel);
    preview(panel);
    part(panel.dialog, ".gl-file", HTMLTextAreaElement).value = file(panel);
    showWays(panel);
    mark(panel);
  }

  /** Show what is chosen of a list that may be closed. @type {(panel: Panel, name: string) => void} */
  function showPicked(panel, name) {
    const picked = part(pickOf(panel, name), ".gl-picked");
    picked.textContent = chosen(panel.form, name).label || (picked.dataset.first ?? "");
  }

  /** What each button does. @type {Record<string, (panel: Panel, button: HTMLElement) => void>} */
  const actions = {
    close: ({ dialog }) => dialog.close(),
    add: (panel) => part(addRow(panel), "[name]:not([type=hidden])").focus(),
    remove({ dialog }, button) {
      button.closest(".gl-row")?.remove();
      part(dialog, "[data-do=add]").hidden = false;
      part(dialog, "[data-do=add]").focus();
    },
    describe: (_, button) => turnRow(button, true),
    search: (_, button) => turnRow(button, false),
    async copy(panel) {
      if (!ready(panel)) return;
      await copy(panel, fileWithName(panel));
      say(panel, panel.dialog.dataset.copied ?? "");
    },
    discard({ dialog, form, rows }) {
      discard();
      form.reset();
      rows.replaceChildren();
      dialog.close();
    },
  };

  /** @type {(button: HTMLElement, fresh: boolean) => void} */
  function turnRow(button, fresh) {
    const row = /** @type {HTMLElement} */ (button.closest(".gl-row"));
    describeNew(row, fresh);
    part(row, fresh ? "[name=work]" : "[name=reference]").focus();
  }

  /** @type {(panel: Panel, button: HTMLElement) => void} */
  function act(panel, button) {
    const action = button.dataset.do ?? "";
    actions[action](panel, button);
    if (!panel.dialog.open || action === "copy") return;
    update(panel);
    keep(panel);
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
    addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && leave(dialog), away);
    window.visualViewport?.addEventListener("resize", () => aboveKeyboard(dialog), away);
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
    const follow = (/** @type {Event} */ { target }) => {
      const field = /** @type {Control} */ (target);
      if (field.name === "name") panel.named = Boolean(field.value);
      update(panel);
      keep(panel);
    };
    form.addEventListener("input", (event) => {
      if (!(/** @type {Element} */ (event.target).matches("[role=combobox]"))) say(panel, "");
      follow(event);
    });
    form.addEventListener("change", follow);
    form.addEventListener("focusout", () => mark(panel));
    form.addEventListener("click", (event) => {
      const target = /** @type {HTMLElement} */ (event.target);
      const button = target.closest("[data-do]");
      const link = target.closest("[data-way]");
      if (button instanceof HTMLElement) act(panel, button);
      if (link instanceof HTMLElement) send(panel, link, event);
      // A choice made by pointing closes its list, when it is made; the keys go through it first.
      const choice = event.detail && target.closest(".gl-pick label");
      if (choice) setTimeout(picked, 0, choice);
    });
  }

  /** Close the list in which a choice was made. @type {(choice: Element) => void} */
  function picked(choice) {
    const list = choice.closest("details");
    if (!list) return;
    list.open = false;
    part(list, "summary").focus();
  }

  /** Keep the sheet above the keyboard that a phone shows over the page. @type {(dialog: HTMLElement) => void} */
  function aboveKeyboard(dialog) {
    const { height = innerHeight, offsetTop = 0, scale = 1 } = window.visualViewport ?? {};
    const covered = scale > 1 ? 0 : Math.max(0, Math.round(innerHeight - height - offsetTop));
    dialog.style.setProperty("--gl-keyboard", `${covered}px`);
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
