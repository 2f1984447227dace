/* The name of a new note's file. */
"use strict";

(() => {
  /**
   * The name of a file, made of a title’s first words; empty where no letter a–z is left of them.
   *
   * @type {Glossator["slugified"]}
   */
  function slugified(title) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: all that is not ASCII
    const plain = title.normalize("NFKD").replace(/[^\x00-\x7f]/g, "");
    return (plain.toLowerCase().match(/[a-z0-9]+/g) ?? []).slice(0, 6).join("-");
  }

  Object.assign(glossator, { slugified });
})();
