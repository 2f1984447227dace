/* The file of a note: YAML front matter and a body. */
"use strict";

(() => {
  const PLAIN = /^\p{L}(?:[\p{L}\p{M}\p{N} ,.;!?()'"“”‘’«»…–—/&=+%_-]|:(?! |$))*$/u;
  const RESERVED = /^(?:y|n|yes|no|true|false|on|off|null)$/i;
  const UNSEEN = /[\x7f-\xa0\xad\u200b\u2028\u2029\u2060\ufeff]/g;

  /**
   * A text as a YAML scalar: plain where nothing in it could be read otherwise, else in double quotes.
   *
   * @type {(value: string | number) => string}
   */
  function scalar(value) {
    if (typeof value === "number") return `${value}`;
    if (PLAIN.test(value) && !value.endsWith(" ") && !RESERVED.test(value)) return value;
    return JSON.stringify(value).replace(UNSEEN, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
  }

  /** The lines of a record's fields, without those that are empty. @type {(record: object) => string[]} */
  function lines(record) {
    const fields = Object.entries(record).filter(([, value]) => value !== "");
    return fields.map(([name, value]) => `${name}: ${scalar(value)}`);
  }

  /**
   * The file of a note: front matter in the order in which the fields were set, then the body.
   *
   * @type {Glossator["written"]}
   */
  function written({ evidence = [], ...fields }, body) {
    const rows = evidence.flatMap((row) => lines(row).map((line, index) => `${index ? "    " : "  - "}${line}`));
    const front = [...lines(fields), ...(evidence.length ? ["evidence:", ...rows] : [])];
    return ["---", ...front, "---", ...(body ? [body] : []), ""].join("\n");
  }

  Object.assign(glossator, { written });
})();
