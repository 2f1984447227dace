/* Asking the engine: each language of the site has an index of its own, which is loaded when it could answer. */

const searchAddress = /** @type {HTMLScriptElement} */ (document.currentScript).src;
const siteRoot = new URL("../../", searchAddress);
const INDEX = new URL("pagefind/", siteRoot);
const COUNTED = ["what", "kind", "status", "sourcing", "reliability", "language", "series"];
/** @type {Record<string, string>} */
const WRITTEN = { Hans: "Han", Hant: "Han", Jpan: "Han Hiragana Katakana", Kore: "Hangul Han" };

/** @type {Map<string, Promise<Engine>>} */
const engines = new Map();
/** @type {Promise<string[]> | undefined} */
let languages;

/** The languages that have an index. */
async function indexed() {
  const answer = await fetch(new URL("pagefind-entry.json", INDEX), { cache: "no-cache" });
  return Object.keys((await answer.json()).languages);
}

/** Whether words could be of a language, by the letters they are written in. @param {string} language @param {string} words */
function couldBe(language, words) {
  const script = new Intl.Locale(language).maximize().script;
  if (!script || !/\p{L}/u.test(words)) return true;
  const names = (WRITTEN[script] ?? script).split(" ");
  try {
    return new RegExp(`[${names.map((name) => `\\p{Script=${name}}`).join("")}]`, "u").test(words);
  } catch {
    return true; // a script that browsers do not tell apart
  }
}

/** @param {string} language @returns {Promise<Engine>} */
async function started(language) {
  // Behind `#`, or a second one would find by the first one's rules.
  const { createInstance } = await import(`${new URL("pagefind.js", INDEX)}#${language}`);
  const root = document.documentElement;
  const { lang } = root;
  root.lang = language; // it asks the page, and nobody else
  const engine = createInstance({ noWorker: true });
  root.lang = lang;
  await engine.init();
  return engine;
}

/**
 * The engines that could find some words; the one of the site's own language always.
 *
 * @param {string} words @param {boolean} all whether to take those, too, whose texts are written in other letters
 */
async function enginesFor(words, all) {
  languages ??= indexed();
  const own = glossator.searching.language.split("-")[0].toLowerCase();
  const able = (await languages).filter((language) => all || language === own || couldBe(language, words));
  return Promise.all(
    able.map((language) => {
      const engine = engines.get(language) ?? started(language);
      engines.set(language, engine);
      return engine;
    }),
  );
}

/** @param {Counts[]} every @returns {Counts} */
function summed(every) {
  /** @type {Counts} */
  const sums = {};
  for (const [facet, values] of every.flatMap((counts) => Object.entries(counts))) {
    sums[facet] ??= {};
    const sum = sums[facet];
    for (const [value, count] of Object.entries(values)) sum[value] = (sum[value] ?? 0) + count;
  }
  return sums;
}

/** What is found by the values chosen. @param {Engine[]} able @param {string} words @param {Chosen} values */
async function foundBy(able, words, values) {
  const filters = Object.fromEntries(Object.entries(values).map(([facet, any]) => [facet, { any }]));
  const answers = await Promise.all(able.map((engine) => engine.search(words || null, { filters })));
  return {
    results: answers.flatMap(({ results }) => results).sort((one, other) => other.score - one.score),
    counts: summed(answers.map((answer) => answer.filters)),
  };
}

/** Load what is counted. @param {Engine[]} able @param {string} words @param {string[]} facets */
async function counting(able, words, facets) {
  const filters = Object.fromEntries(facets.map((facet) => [facet, ""]));
  await Promise.all(able.map((engine) => engine.preload(words || null, { filters })));
}

/**
 * What is found.  Where something is chosen, the facets are loaded for it, and else later: they are as much as ten results.
 *
 * @param {string} words
 * @param {Chosen} chosen the ids of values, by facets
 * @param {boolean} sources whether sources are counted, too: the titles of all are much to load
 */
async function ask(words, chosen, sources) {
  const found = await asked(await enginesFor(words, false), words, chosen, sources);
  // A name in Latin letters may stand in a text in others.
  return found.results.length ? found : asked(await enginesFor(words, true), words, chosen, sources);
}

/** @param {Engine[]} able @param {string} words @param {Chosen} chosen @param {boolean} sources */
async function asked(able, words, chosen, sources) {
  const facets = sources ? [...COUNTED, "source"] : COUNTED;
  const wanted = Object.entries(chosen).filter(([, ids]) => ids.length);
  if (wanted.length) await counting(able, words, facets);
  const every = await foundBy(able, words, {});
  /** @type {Chosen} */
  const values = {};
  for (const [facet, ids] of wanted)
    values[facet] = Object.keys(every.counts[facet] ?? {}).filter((value) => ids.includes(value.split(" ")[0]));
  const { results } = wanted.length ? await foundBy(able, words, values) : every;
  return { results, counts: () => counts(able, words, values, facets) };
}

/**
 * How much would be found with each value of each facet besides.
 *
 * @param {Engine[]} able @param {string} words @param {Chosen} values those chosen @param {string[]} facets
 */
async function counts(able, words, values, facets) {
  await counting(able, words, facets);
  const found = await foundBy(able, words, values);
  for (const facet of Object.keys(values)) {
    const { [facet]: _, ...others } = values;
    found.counts[facet] = (await foundBy(able, words, others)).counts[facet] ?? {};
  }
  return found.counts;
}
