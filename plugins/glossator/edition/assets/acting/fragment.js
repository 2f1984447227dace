/* The link to chosen words (text fragment): browsers scroll to them and show them, whatever notes there are. */

const EDGE = 4; // words of either end, of what is longer or goes over several passages

/** @param {Range} range @returns {string} */
function fragment(range) {
  // What browsers look for is the text as it is on the page, with the markers in it.
  const words = range.toString().trim().split(/\s+/);
  const whole = words.length <= 3 * EDGE && !range.cloneContents().querySelector("p, li, td, .gl-notes");
  const parts = whole ? [words] : [words.slice(0, EDGE), words.slice(-EDGE)];
  const text = parts.map((part) => encodeURIComponent(part.join(" ")).replaceAll("-", "%2D")).join(",");
  return `${location.href.split("#")[0]}#:~:text=${text}`;
}
