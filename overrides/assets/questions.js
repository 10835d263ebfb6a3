/* The page of questions, where scripts run: shows those with some words, without asking a server. */
(() => {
  "use strict";

  const place = document.querySelector("[data-questions]");
  const [field, status] = [place.querySelector("input"), place.querySelector("[role='status']")];
  const entries = [...document.querySelectorAll(".asked > li")];
  const plain = (text) =>
    text.normalize("NFKD").replace(/[\p{M}\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, "").replace(/’/g, "'").toLocaleLowerCase(document.documentElement.lang);
  const texts = entries.map((entry) => plain(entry.textContent));

  let pause;
  function filter() {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    const count = entries.filter((entry, number) => {
      entry.hidden = !words.every((word) => texts[number].includes(word));
      return !entry.hidden;
    }).length;
    clearTimeout(pause); // screen readers get it once, not at each key
    pause = setTimeout(() => {
      const shown = count.toLocaleString(place.dataset.locale);
      status.textContent = words.length ? place.dataset.questions.replace("{$count}", shown) : "";
    }, 500);
  }

  place.hidden = false;
  field.addEventListener("input", filter);
  filter(); // what a browser has kept of the page's last visit
})();
