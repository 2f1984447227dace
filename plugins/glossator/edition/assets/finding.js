/* Elements of the page. */

/** The one element for a selector. @param {ParentNode} within @param {string} selector */
function only(within, selector) {
  return /** @type {HTMLElement} */ (within.querySelector(selector));
}

/** @param {ParentNode} within @param {string} selector */
function every(within, selector) {
  return /** @type {HTMLElement[]} */ ([...within.querySelectorAll(selector)]);
}

/** The names of the notes on marked words. @param {HTMLElement} mark */
function namesOn(mark) {
  return mark.dataset.notes?.split(" ") ?? [];
}
