/* The panel for a new note: its fields, their checks by the published schema, a preview, and the file, which the page
   for a new file in the repository is opened with.  What people type becomes text of the page, never markup. */
"use strict";

(() => {
  const { panel: markup, schema, references, limits } = glossator.given;

  // The file

  /** A text as a YAML scalar: plain where nothing in it could be read otherwise, else in double quotes. */
  function scalar(value) {
    const plain = /^\p{L}(?:[\p{L}\p{M}\p{N} ,.;!?()'"“”‘’«»…–—/&=+%_-]|:(?! |$))*$/u;
    const taken = /^(?:y|n|yes|no|true|false|on|off|null)$/i;
    if (typeof value === "number") return `${value}`;
    if (plain.test(value) && !value.endsWith(" ") && !taken.test(value)) return value;
    const unseen = /[\x7f-\xa0\xad\u200b\u2028\u2029\u2060\ufeff]/g;
    return JSON.stringify(value).replace(unseen, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
  }

  /** The file of a note: front matter in the order in which the fields were set, then the body. */
  function written({ evidence = [], ...fields }, body) {
    const said = (record) => Object.entries(record).filter(([, value]) => value !== "");
    const lines = said(fields).map(([name, value]) => `${name}: ${scalar(value)}`);
    if (evidence.length) lines.push("evidence:");
    for (const one of evidence) {
      lines.push(...said(one).map(([name, value], index) => `${index ? "    " : "  - "}${name}: ${scalar(value)}`));
    }
    return ["---", ...lines, "---", ...(body ? [body] : []), ""].join("\n");
  }

  /** A body without the empty lines around it; the indentation of its first line may make it code. */
  const trimmed = (text) => text.replace(/\r\n?/g, "\n").replace(/^(?:[ \t]*\n)+/, "").trimEnd();

  // The checks

  const typeOf = (value) =>
    value === null ? "null" : Array.isArray(value) ? "array" : Number.isInteger(value) ? "integer" : typeof value;

  /** What a value breaks of a JSON Schema, as far as that of notes goes: where, and which keyword. */
  function broken(value, given, path = []) {
    const rule = given.$ref ? schema.definitions[given.$ref.split("/").at(-1)] : given;
    if (rule.anyOf) {
      const found = rule.anyOf.map((one) => broken(value, one, path));
      return found.some((one) => !one.length) ? [] : found[0];
    }
    const type = typeOf(value);
    const types = [rule.type ?? type].flat();
    if (!types.includes(type) && !(type === "integer" && types.includes("number"))) return [{ path, keyword: "type" }];
    if (rule.enum && !rule.enum.includes(value)) return [{ path, keyword: value ? "enum" : "required" }];
    if (rule.minimum > value) return [{ path, keyword: "minimum" }];
    if (type === "string") {
      const length = [...value].length;
      if (length < (rule.minLength ?? 0)) return [{ path, keyword: "required" }];
      if (length > (rule.maxLength ?? Infinity)) return [{ path, keyword: "maxLength", limit: rule.maxLength }];
      if (rule.pattern && !new RegExp(rule.pattern, "u").test(value)) return [{ path, keyword: "pattern" }];
    }
    if (type === "array") return value.flatMap((one, index) => broken(one, rule.items, [...path, index]));
    if (type !== "object") return [];
    const missing = (rule.required ?? []).filter((name) => !(name in value));
    return [
      ...missing.map((name) => ({ path: [...path, name], keyword: "required" })),
      ...Object.entries(value).flatMap(([name, one]) =>
        rule.properties[name]
          ? broken(one, rule.properties[name], [...path, name])
          : [{ path: [...path, name], keyword: "additionalProperties" }],
      ),
    ];
  }

  // The preview

  function made(tag, ...content) {
    const element = document.createElement(tag);
    element.append(...content);
    return element;
  }

  /** A line of Markdown as nodes: emphasis, code and links to the web; all else is text. */
  function inline(text) {
    const parts = text.split(/(\*\*[^*]+\*\*|\*[^*]+\*|`[^`]+`|\[[^\]]+\]\(https?:\/\/[^\s)]+\))/);
    return parts.map((part, index) => {
      if (index % 2 === 0) return part;
      if (part.startsWith("**")) return made("strong", part.slice(2, -2));
      if (part.startsWith("*")) return made("em", part.slice(1, -1));
      if (part.startsWith("`")) return made("code", part.slice(1, -1));
      const [, label, address] = part.match(/^\[(.*)\]\((.*)\)$/);
      const link = made("a", label);
      link.href = address;
      link.target = "_blank";
      link.rel = "noopener noreferrer";
      return link;
    });
  }

  /** A body as nodes: paragraphs and lists. */
  function rendered(body) {
    return body.split(/\n\s*\n/).filter(Boolean).map((block) => {
      const lines = block.split("\n");
      const items = lines.every((line) => /^\s*[-*] /.test(line));
      if (!items) return made("p", ...inline(lines.join(" ")));
      return made("ul", ...lines.map((line) => made("li", ...inline(line.replace(/^\s*[-*] /, "")))));
    });
  }

  // The panel

  /** A draft kept in the browser; where it keeps nothing, no draft. */
  const key = `glossator: ${location.pathname}`;
  const drafts = {
    read() {
      try {
        return JSON.parse(localStorage.getItem(key));
      } catch {
        return null;
      }
    },
    write(draft) {
      try {
        if (draft) localStorage.setItem(key, JSON.stringify(draft));
        else localStorage.removeItem(key);
      } catch {
        // a window that keeps nothing
      }
    },
  };

  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = new URL("contribute.css", document.currentScript.src);
  const styled = new Promise((done) => (style.onload = style.onerror = done));
  document.head.append(style);

  let aimed = null; // how the panel that is open is given something else to be about

  /**
   * Open the panel, or give the one that is open something else to be about.
   *
   * @param {Element} source holds the text; a button in it has the address of a new file as `data-new-note`
   * @param {HTMLButtonElement} opener gets the focus back; in a note it asks for a reply to that note
   * @param {Range | undefined} range what is chosen of the text
   */
  async function suggest(source, opener, range) {
    if (aimed) return aimed(opener, range);
    const page = glossator.read(source);
    const passageAt = (offset) => page.starts.filter((start) => start <= offset).length;

    const parsed = new DOMParser().parseFromString(markup, "text/html");
    const dialog = document.adoptNode(parsed.querySelector("dialog"));
    document.body.append(dialog);
    const one = (selector) => dialog.querySelector(selector);
    const form = one("form");
    const rows = one(".gl-rows");
    const control = (name) => form.elements[name];
    for (const [id, title] of Object.entries(references)) {
      const option = made("option", title);
      option.value = id;
      one("datalist").append(option);
    }

    // What is written

    const old = drafts.read();
    const noteOf = (id) => (id ? document.getElementById(`note-${id}`) : null);
    let quoted = old?.quoted ?? null;
    let answered = noteOf(old?.answered) ? old.answered : null; // the id of the note that is replied to
    let fallen = false; // whether the words that are chosen cannot be told from others
    let marked = null; // the words that are shown as chosen
    let named = Boolean(old?.named); // whether the file's name is the reader's own
    let tried = false; // whether errors of fields that are still empty are shown

    const values = (root) =>
      Object.fromEntries([...root.querySelectorAll("[name]")].map(({ name, value }) => [name, value.trim()]));
    const fields = () => [...form.querySelectorAll(".gl-field:not(.gl-row *) [name]")];

    function evidence() {
      return [...rows.children].map((row) => {
        const { reference, ...rest } = values(row);
        const id = reference.replace(/^@/, "");
        const described = id in references ? { cite: id } : reference ? { title: reference } : {};
        const all = Object.entries({ ...described, ...rest });
        return Object.fromEntries(all.filter(([name, value]) => value || name === "relation"));
      });
    }

    function note() {
      const place = control("place").value;
      const number = Number(control("passage").value);
      const about = { words: quoted, passage: { passage: number }, note: answered && { "replies-to": answered } }[place];
      const simple = ["kind", "title", "status", "certainty"].map((name) => [name, control(name).value.trim()]);
      const found = evidence();
      return {
        ...about,
        ...Object.fromEntries(simple.filter(([name, value]) => value || name === "kind" || name === "title")),
        ...(found.length && { evidence: found }),
      };
    }

    const body = () => trimmed(control("body").value);
    const file = () => written(note(), body());
    const taken = (name) => Boolean(noteOf(name));

    function proposed() {
      const number = Number(control("passage").value) || 1;
      const name = glossator.slugified(control("title").value) || `${control("kind").value || "note"}-p${number}`;
      let free = name;
      for (let count = 2; taken(free); count++) free = `${name}-${count}`;
      return free;
    }

    /** Every fault: the field that it is shown at, and what is said of it. */
    function faults() {
      const said = dialog.dataset;
      const { status, passage, evidence: given } = note();
      const found = broken(note(), schema).map(({ path, keyword, limit }) => {
        const [top, index, part] = path;
        const at = top === "evidence" ? rows.children[index] : form;
        const name = top === "evidence" ? (["cite", "title"].includes(part) ? "reference" : part) : top;
        const text = { required: said.missing, maxLength: said.long.replace("{limit}", limit) }[keyword];
        return { at, name, text: text ?? (keyword === "pattern" ? said.address : said.bad) };
      });
      evidence().forEach((one, index) => {
        if (!one.cite && !one.title) found.push({ at: rows.children[index], name: "reference", text: said.missing });
      });
      const place = control("place").value;
      const wrong = (name, text) => found.push({ at: form, name, text });
      if (place === "words" && !quoted) wrong("place", fallen ? said.nowhere : said.missing);
      if (place === "note" && !answered) wrong("place", said.missing);
      if (place === "passage" && passage > page.starts.length) wrong("passage", said.bad);
      if ([...body()].length > limits.body) wrong("body", said.long.replace("{limit}", limits.body));
      if (status && !given && !body()) wrong("status", said.reason);
      const name = control("name").value;
      if (!glossator.identifies(name)) wrong("name", said.id);
      else if (taken(name)) wrong("name", said.taken);
      return found;
    }

    // What is shown

    function preview() {
      const { kind, title, status, evidence: found = [] } = note();
      const option = (name, value) => `[name=${name}] option[value="${value}"]`;
      const label = (name, value, root = form) => root.querySelector(option(name, value)).textContent;
      const chips = [kind && label("kind", kind), status && label("status", status)].filter(Boolean);
      const line = made("p", made("small", chips.join(" · ")));
      const items = found.map((one, index) => {
        const relation = one.relation ? label("relation", one.relation, rows.children[index]) : "";
        const source = one.cite ? references[one.cite] || one.cite : (one.title ?? "");
        const item = made("li", made("strong", relation), ` ${[source, one.locator].filter(Boolean).join(", ")} `);
        if (one.quote) item.append(made("q", one.quote));
        return item;
      });
      const shown = one(".gl-preview");
      shown.dataset.kind = kind ?? "";
      shown.replaceChildren(line, made("p", made("strong", title ?? "")), ...rendered(body()));
      if (items.length) shown.append(made("ul", ...items));
    }

    function mark(found) {
      for (const field of dialog.querySelectorAll(".gl-field")) {
        const input = field.querySelector("[name]");
        const row = field.closest(".gl-row") ?? form;
        const fault = found.find(({ at, name }) => at === row && name === input.name);
        const told = fault && (tried || (input.value && document.activeElement !== input));
        const error = field.querySelector(".gl-error");
        error.textContent = told ? fault.text : "";
        input.setAttribute("aria-invalid", String(Boolean(told)));
        const hint = field.querySelector("small");
        input.setAttribute("aria-describedby", [told && error.id, hint?.id].filter(Boolean).join(" "));
      }
    }

    function address() {
      const template = source.querySelector("[data-new-note]").dataset.newNote.replace("{name}", `${encodeURIComponent(control("name").value)}.md`);
      const href = template.replace("{text}", encodeURIComponent(file()));
      const long = href.length > limits.address;
      return { href: long ? template.replace(/&[^&]*\{text\}$/, "") : href, long };
    }

    function update() {
      const place = control("place").value;
      one("[data-field=passage]").hidden = place !== "passage";
      const shown = { words: quoted?.quote, note: noteOf(answered)?.querySelector(".gl-title").textContent }[place];
      one(".gl-words").hidden = !shown;
      one(".gl-words").textContent = shown ?? "";
      dialog.toggleAttribute("data-reply", place === "note");
      one("option[value=words]").disabled = !quoted && !fallen;
      one("option[value=note]").disabled = !answered;
      if (!named) control("name").value = proposed();
      glossator.lettersFor(control("title").value)?.then(update);
      preview();
      one(".gl-file").value = file();
      one(".gl-open").href = address().href;
      mark(faults());
    }

    /** Keep the draft, once there is something of the reader's own in it. */
    function keep() {
      const written = Object.fromEntries(fields().map(({ name, value }) => [name, value]));
      if (!written.title.trim() && !written.body.trim() && !rows.children.length) return;
      drafts.write({ quoted, answered, named, fields: written, evidence: [...rows.children].map(values) });
    }

    let count = 0;
    function add(given = {}) {
      const row = one("template").content.firstElementChild.cloneNode(true);
      count++;
      row.querySelector("legend span").textContent = count;
      for (const field of row.querySelectorAll(".gl-field")) {
        const input = field.querySelector("[name]");
        input.id = `gl-new-${input.name}-${count}`;
        input.value = given[input.name] ?? "";
        field.querySelector("label").htmlFor = input.id;
        field.querySelector(".gl-error").id = `${input.id}-error`;
        const hint = field.querySelector("small");
        if (hint) hint.id = `${input.id}-hint`;
      }
      rows.append(row);
      return row;
    }

    const say = (text) => (one(".gl-say").textContent = text);

    async function copy() {
      try {
        await navigator.clipboard.writeText(file());
      } catch {
        one("details").open = true;
        one(".gl-file").select();
        document.execCommand("copy"); // browsers that give the clipboard to safe addresses only
      }
    }

    /** Whether the note can be sent; where not, every fault is shown, and the first gets the focus. */
    function ready() {
      tried = true;
      const found = faults();
      mark(found);
      form.querySelector('[aria-invalid="true"]')?.focus();
      return !found.length;
    }

    const actions = {
      close: () => dialog.close(),
      add: () => add().querySelector("[name]").focus(),
      remove(button) {
        button.closest(".gl-row").remove();
        one("[data-do=add]").focus();
      },
      async copy() {
        if (!ready()) return;
        await copy();
        say(dialog.dataset.copied);
      },
      discard() {
        drafts.write(null);
        form.reset();
        rows.replaceChildren();
        dialog.close();
      },
    };

    // It begins

    if (old) {
      one(".gl-restored").hidden = false;
      for (const [name, value] of Object.entries(old.fields)) if (control(name)) control(name).value = value;
      for (const row of old.evidence) add(row);
    }
    const target = Number(/^#p(\d+)$/.exec(location.hash)?.[1]);
    if (!old) control("place").value = target ? "passage" : "whole";
    if (!control("passage").value) control("passage").value = target || 1;
    control("passage").max = page.starts.length;

    /** Make the draft about the note that a button stands in, or about words; all else of it stays. */
    function aim(opener, range) {
      const note = opener.closest(".gl-note");
      const chosen = !note && range && glossator.span(range, page);
      if (note) {
        answered = note.id.slice(5);
        control("place").value = "note";
        if (one("[name=kind] [value=reply]")) control("kind").value = "reply";
        control("passage").value = note.closest(".gl-notes").dataset.passage ?? 1;
      } else if (chosen) {
        quoted = glossator.describe(page.text, ...chosen);
        fallen = !quoted;
        marked = range;
        control("place").value = "words";
        control("passage").value = passageAt(chosen[0]);
        if (window.Highlight) CSS.highlights.set("gl-chosen", new Highlight(range));
      }
      update();
    }

    form.addEventListener("input", ({ target }) => {
      if (target.name === "name") named = Boolean(target.value);
      say("");
      update();
      keep();
    });
    form.addEventListener("focusout", () => mark(faults()));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button) {
        actions[button.dataset.do](button);
        if (dialog.open) {
          update();
          if (button.dataset.do !== "copy") keep();
        }
      }
      if (!event.target.closest(".gl-open")) return;
      if (!ready()) event.preventDefault();
      else if (address().long) {
        copy();
        say(dialog.dataset.paste);
      }
    });

    const beside = source.querySelector(".gl-here");
    const asked = beside.textContent;
    beside.textContent = dialog.dataset.take;
    const away = new AbortController();
    aimed = (other, words) => {
      aim(other, words);
      keep();
      one(other === beside ? "[name=title]" : "[name=kind]").focus();
    };
    aim(opener, range);
    await styled;
    // Where there is room, the text stays in use beside the panel: other words can be chosen.
    if (matchMedia("(min-width: 60em)").matches) dialog.show();
    else dialog.showModal();
    one(control("kind").value ? "[name=title]" : "[name=kind]").focus();
    addEventListener(
      "keydown",
      ({ key }) => {
        const within = document.activeElement === document.body || dialog.contains(document.activeElement);
        if (key === "Escape" && within) dialog.close();
      },
      away,
    );
    const left = window.document$?.subscribe(() => source.isConnected || dialog.close()); // Material's next page
    dialog.addEventListener("close", () => {
      away.abort();
      left?.unsubscribe();
      aimed = null;
      window.CSS.highlights?.delete("gl-chosen");
      dialog.remove();
      beside.textContent = asked;
      if (marked) {
        getSelection().removeAllRanges();
        getSelection().addRange(marked); // the button beside the words is there again
      }
      opener.hidden = false;
      opener.focus();
    });
  }

  Object.assign(glossator, { suggest, written, broken });
})();
