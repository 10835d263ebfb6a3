/* The page of the search, where scripts run: Pagefind's core finds, and this shows what it found.
   All words come from the page. What is searched for is never read as HTML. */
(() => {
  "use strict";

  const place = document.querySelector("[data-index]");
  const form = document.querySelector("main [role='search']");
  const status = document.getElementById("status");
  const [list, more] = [place.querySelector("ol"), place.querySelector("button")];
  const said = place.dataset;
  const AT_ONCE = 6; // pages: each is a file to load
  const PARTS = 3; // of a page
  const LONGEST = 100; // characters that are looked at
  const FROM = location.href.replace(/[?#].*/, "");

  /* What files/search_index.py does to texts: where words are not separated, each letter is one. */
  const UNSPACED =
    /[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
  const LETTER = new RegExp(`${UNSPACED.source}\\p{M}*`, "gu");
  const MARKS = "((?:</?mark>)*)";
  const NEXT = `(?=${UNSPACED.source}|[\\u3001-\\u301f\\uff01-\\uff0f\\uff1a-\\uff1f])`;
  const GAPS = new RegExp(`\\u2060 |(${UNSPACED.source}\\p{M}*${MARKS}) ${MARKS}${NEXT}`, "gu");
  const joined = (text) => text.replace(GAPS, "$1$3").replace(/\u2060/g, "");
  // Marks that nobody sees, and signs that the core would take for commands.
  const UNSEEN = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
  const SIGNS = /[\x00-\x1f"]/g;

  function wanted(text) {
    const plain = text.slice(0, LONGEST).replace(UNSEEN, "").replace(SIGNS, " ").normalize("NFC");
    const words = plain.replace(/(\p{L})['’](?=\p{L})/gu, "$1 ").split(/\s+/).filter(Boolean);
    const long = words.filter((word) => word.length > 1 || UNSPACED.test(word));
    return (long.length ? long : words).join(" ");
  }

  let core;
  async function loaded() {
    const { createInstance } = await import(new URL(said.core, FROM));
    const index = new URL(said.index, FROM).pathname;
    // The address of the index never changes: browsers ask whether it has changed.
    const options = { basePath: index, baseUrl: said.root, noWorker: true, metaCacheTag: "1" };
    return createInstance(options);
  }

  async function found(words) {
    core = core || loaded();
    const search = (text) => core.then((engine) => engine.search(text)).then((all) => all.results);
    if (!UNSPACED.test(words)) return meant(words, await search(words), search);
    const letters = words.replace(LETTER, "$& ").trim();
    const inARow = await search(`"${letters}"`);
    if (inARow.length) return inARow;
    // Letters anywhere on a page say little: those pages remain that have the words.
    const [some, parts] = [await search(letters), words.split(" ")];
    const texts = await Promise.all(some.map(async (one) => joined((await one.data()).content)));
    return some.filter((_, number) => parts.every((part) => texts[number].includes(part)));
  }

  /* For a word that is nowhere, the core takes the longest one with which it begins: for "demandes" it
     finds "de". A page that is found has all the words that count, so that the first one tells. */
  async function meant(words, results, search) {
    if (!results.length) return results;
    const first = await results[0].data();
    const text = first.content.split(/\s+/);
    const matched = first.locations.map((location) => bare(text[location] || ""));
    const known = words.split(" ").filter((word) => matched.some((other) => alike(bare(word), other)));
    if (!known.length) return [];
    return known.length < words.split(" ").length ? search(known.join(" ")) : results;
  }

  const bare = (word) =>
    word.normalize("NFKD").replace(/[^\p{L}\p{N}]/gu, "").toLocaleLowerCase(document.documentElement.lang);

  /* Forms of one word have a half of it in common. */
  function alike(word, other) {
    const half = Math.ceil(word.length / 2);
    for (let at = 0; at + half <= word.length; at++) {
      if (other.includes(word.slice(at, at + half))) return true;
    }
    return false;
  }

  /* What follows the heading with which an excerpt begins, as it stands above it already. */
  function without(heading, excerpt) {
    if (!excerpt.replace(/<\/?mark>/g, "").startsWith(`${heading}. `)) return excerpt;
    let [left, at] = [heading.length + 2, 0];
    while (left > 0) {
      const mark = excerpt.slice(at).match(/^<\/?mark>/);
      at += mark ? mark[0].length : 1;
      left -= mark ? 0 : 1;
    }
    return excerpt.slice(at).replace(/^<\/mark>/, "");
  }

  /* An excerpt of the index is text with <mark>; of what else HTML knows, it has &lt; and &gt;. */
  function write(excerpt, element) {
    joined(excerpt)
      .split(/<\/?mark>/)
      .forEach((part, number) => {
        const text = part.replace(/&lt;/g, "<").replace(/&gt;/g, ">");
        element.append(number % 2 ? add(null, "mark", text) : text);
      });
  }

  function add(parent, name, text = "") {
    const element = document.createElement(name);
    element.textContent = text;
    if (parent) parent.append(element);
    return element;
  }

  function link(parent, address, title) {
    add(parent, "a", joined(title)).href = address;
  }

  function show(page) {
    const item = add(list, "li");
    link(add(item, "h2"), page.url, page.meta.title || page.url);
    const parts = page.sub_results.filter((part) => part.url.includes("#")).slice(0, PARTS);
    if (!parts.length) write(page.excerpt, add(item, "p"));
    if (!parts.length) return;
    const inner = add(item, "ul");
    for (const part of parts) {
      const entry = add(inner, "li");
      link(entry, part.url, part.title);
      write(without(part.title, part.excerpt), add(entry, "p"));
    }
  }

  let turn = 0; // an answer to what was asked before is not shown
  async function search() {
    const mine = ++turn;
    const words = wanted(form.elements.q.value);
    let rest = [];
    status.textContent = "";
    try {
      if (words) rest = await found(words);
      if (mine !== turn) return;
      list.replaceChildren();
      place.hidden = !rest.length;
      more.onclick = async () => {
        const next = rest.splice(0, AT_ONCE);
        const pages = await Promise.all(next.map((one) => one.data()));
        if (mine !== turn) return;
        const first = list.children.length;
        pages.forEach(show);
        more.hidden = !rest.length;
        if (first && pages.length) list.children[first].querySelector("a").focus();
      };
      const count = rest.length.toLocaleString(said.locale);
      await more.onclick();
      if (words) status.textContent = list.children.length ? said.found.replace("{$count}", count) : said.none;
    } catch (error) {
      if (mine !== turn) return;
      core = undefined;
      place.hidden = true;
      status.textContent = said.failed;
    }
  }

  function read() {
    form.elements.q.value = new URLSearchParams(location.search).get("q") || "";
    search();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    history.pushState(null, "", `?q=${encodeURIComponent(form.elements.q.value)}`);
    search();
  });
  addEventListener("popstate", read);
  read();
})();
