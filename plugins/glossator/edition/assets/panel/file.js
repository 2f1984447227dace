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
    return fields.flatMap(([name, value]) => {
      if (!Array.isArray(value)) return [`${name}: ${scalar(value)}`];
      return value.length ? [`${name}:`, ...value.flatMap(member)] : [];
    });
  }

  /** A member of a list, a text or a record. @type {(member: string | object) => string[]} */
  function member(member) {
    if (typeof member === "string") return [`  - ${scalar(member)}`];
    return lines(member).map((line, index) => `${index ? "    " : "  - "}${line}`);
  }

  /**
   * The file of a note: front matter in the order in which the fields were set, then the body.
   *
   * @type {Glossator["written"]}
   */
  function written(fields, body, comment = "") {
    const front = [...(comment ? [`# ${comment}`] : []), ...lines(fields)];
    return ["---", ...front, "---", ...(body ? [body] : []), ""].join("\n");
  }

  Object.assign(glossator, { written });
})();
