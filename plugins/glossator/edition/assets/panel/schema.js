/* What a note breaks of its published schema, as far as that goes: a JSON Schema of records, lists and texts. */
"use strict";

(() => {
  const { schema } = glossator.given;

  /** @type {(value: unknown) => string} */
  function typeOf(value) {
    if (value === null) return "null";
    if (Array.isArray(value)) return "array";
    return Number.isInteger(value) ? "integer" : typeof value;
  }

  /**
   * What a value breaks of a rule: where, and which keyword.
   *
   * @type {Glossator["broken"]}
   */
  function broken(value, given, path = []) {
    const rule = given.$ref ? schema.definitions[given.$ref.split("/").at(-1) ?? ""] : given;
    if (rule.anyOf) {
      const choices = rule.anyOf.map((choice) => broken(value, choice, path));
      return choices.some((breaches) => !breaches.length) ? [] : choices[0];
    }
    const keyword = brokenKeyword(value, rule);
    if (keyword) return [{ path, keyword, limit: rule.maxLength }];
    if (Array.isArray(value)) return value.flatMap((entry, index) => broken(entry, rule.items ?? {}, [...path, index]));
    return value && typeof value === "object" ? brokenFields(Object.entries(value), rule, path) : [];
  }

  /** The first keyword that a value breaks by itself; empty where none. @type {(value: unknown, rule: Rule) => string} */
  function brokenKeyword(value, rule) {
    if (!hasType(value, rule)) return "type";
    if (rule.enum && !rule.enum.includes(value)) return value ? "enum" : "required";
    if (typeof value === "number" && value < (rule.minimum ?? -Infinity)) return "minimum";
    return typeof value === "string" ? brokenText(value, rule) : "";
  }

  /** @type {(value: unknown, rule: Rule) => boolean} */
  function hasType(value, rule) {
    const type = typeOf(value);
    const types = [rule.type ?? type].flat();
    return types.includes(type) || (type === "integer" && types.includes("number"));
  }

  /** @type {(text: string, rule: Rule) => string} */
  function brokenText(text, { minLength = 0, maxLength = Infinity, pattern }) {
    const { length } = [...text];
    if (length < minLength) return "required";
    if (length > maxLength) return "maxLength";
    return pattern && !new RegExp(pattern, "u").test(text) ? "pattern" : "";
  }

  /** @type {(fields: [string, unknown][], rule: Rule, path: Path) => Breach[]} */
  function brokenFields(fields, { required = [], properties = {} }, path) {
    const names = fields.map(([name]) => name);
    const missing = required.filter((name) => !names.includes(name));
    return [
      ...missing.map((name) => ({ path: [...path, name], keyword: "required" })),
      ...fields.flatMap(([name, value]) =>
        properties[name]
          ? broken(value, properties[name], [...path, name])
          : [{ path: [...path, name], keyword: "additionalProperties" }],
      ),
    ];
  }

  Object.assign(glossator, { broken });
})();
