/* What the form does where scripts run: store a draft on the device, count characters, and send
   once only. Without it, or if any of it fails, the form is whole. All words come from the page. */
(() => {
  "use strict";

  const form = document.querySelector(".form");
  const locale = (form && form.dataset.locale) || document.documentElement.lang;
  const fill = (text, name, value) => text.replace(`{$${name}}`, value);

  /* ── Sent once: a second press within some seconds does nothing ────────── */

  const RESEND_AFTER = 15e3; // milliseconds; a lost connection must not lock the form

  function release() {
    for (const sent of document.querySelectorAll("form[data-busy]")) {
      delete sent.dataset.busy;
      for (const button of sent.querySelectorAll("button")) button.removeAttribute("aria-disabled");
    }
  }

  document.addEventListener("submit", (event) => {
    const sent = event.target;
    if ("busy" in sent.dataset) {
      event.preventDefault();
      return;
    }
    sent.dataset.busy = "";
    for (const button of sent.querySelectorAll("button")) {
      button.setAttribute("aria-disabled", "true"); // keeps the focus, which "disabled" would lose
    }
    setTimeout(release, RESEND_AFTER);
  });
  addEventListener("pageshow", release);

  /* ── Characters, counted as the intake does (brochure/site/form_answers.py) ────────── */

  const UNWANTED =
    /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
  const length = (text) => [...text.replace(UNWANTED, "").normalize("NFC").trim()].length;

  /* Numbers as the page writes them (brochure/text/cldr.py). */
  const number = (value) =>
    value.toLocaleString(locale, { useGrouping: "always" }).replace(/\u202f/g, "\u00a0");

  function count(area, spoken) {
    const shown = document.createElement("p");
    let pause;
    const words = () => {
      const left = area.dataset.maximum - length(area.value);
      shown.classList.toggle("over", left < 0);
      return fill(left < 0 ? form.dataset.over : form.dataset.left, "count", number(Math.abs(left)));
    };
    shown.className = "count";
    shown.setAttribute("aria-hidden", "true"); // screen readers get it after a pause, not at each key
    shown.textContent = words();
    area.after(shown);
    area.addEventListener("input", () => {
      shown.textContent = words();
      clearTimeout(pause);
      pause = setTimeout(() => (spoken.textContent = words()), 1000);
    });
    area.addEventListener("recount", () => (shown.textContent = words()));
  }

  const areas = document.querySelectorAll("textarea[data-maximum]");
  if (areas.length) {
    const spoken = document.createElement("p");
    spoken.className = "unseen";
    spoken.setAttribute("role", "status");
    form.append(spoken);
    for (const area of areas) count(area, spoken);
  }

  /* ── The draft ─────────────────────────────────────────────────────────── */

  const LASTS = 30 * 864e5;
  const panel = document.querySelector("[data-draft]");
  const arrived = document.querySelector("[data-sent]");

  if (arrived && !history.state) {
    try {
      localStorage.removeItem(`draft:${arrived.dataset.sent}`);
      history.replaceState("received", ""); // opening a receipt again must not delete a newer draft
    } catch (error) {
      // Without storage there is no draft.
    }
  }
  if (!panel || !form) return;

  const key = `draft:${panel.dataset.draft}`;
  const [keep, erase] = [panel.querySelector("input"), panel.querySelector("button")];
  const [status, saved] = panel.querySelectorAll("p:not([id])");
  const controls = [...form.elements].filter((one) => one.name && one.tabIndex >= 0);
  const chosen = (control) => /^(radio|checkbox)$/.test(control.type);
  let [unsaved, failed] = [0, false];

  /* French has an ordinal number on the first of a month, which browsers leave out, as CLDR does. */
  const when = (moment) =>
    new Date(moment)
      .toLocaleString(locale, { dateStyle: "long", timeStyle: "short" })
      .replace(/^1(?= )/, /^fr/.test(locale) ? "1er" : "1");

  function stored() {
    try {
      const draft = JSON.parse(localStorage.getItem(key));
      if (draft && Date.now() - draft.saved < LASTS) return draft;
      localStorage.removeItem(key);
    } catch (error) {
      // An unreadable draft counts as none.
    }
    return null;
  }

  function show(on, text) {
    keep.checked = on;
    erase.hidden = !on;
    if (!on) saved.textContent = "";
    if (text !== undefined) status.textContent = text;
  }

  function save() {
    clearTimeout(unsaved);
    unsaved = 0;
    const answers = {};
    for (const control of controls) {
      if (control.value && (control.checked || !chosen(control))) {
        (answers[control.name] = answers[control.name] || []).push(control.value);
      }
    }
    const draft = { saved: Date.now(), answers };
    try {
      localStorage.setItem(key, JSON.stringify(draft));
      saved.textContent = fill(panel.dataset.saved, "date", when(draft.saved));
      if (failed) status.textContent = "";
      failed = false;
    } catch (error) {
      failed = true;
      saved.textContent = "";
      status.textContent = panel.dataset.failed;
    }
  }

  function restore(answers) {
    for (const control of controls) {
      const given = answers[control.name] || [];
      if (chosen(control)) control.checked = given.includes(control.value);
      else control.value = given[0] || "";
    }
    for (const area of areas) area.dispatchEvent(new Event("recount"));
  }

  function remove() {
    clearTimeout(unsaved);
    unsaved = 0;
    try {
      localStorage.removeItem(key);
    } catch (error) {
      // There was no draft.
    }
    show(false, panel.dataset.deleted);
  }

  /* Another tab, or the receipt, may have deleted the draft that this page still shows. */
  function agree() {
    if (keep.checked && !failed && !stored()) show(false, "");
  }

  keep.addEventListener("change", () => {
    if (!keep.checked) return remove();
    show(true, "");
    save();
    if (failed) show(false);
  });
  erase.addEventListener("click", () => {
    remove();
    keep.focus();
  });
  form.addEventListener("input", () => {
    if (!keep.checked) return;
    clearTimeout(unsaved);
    unsaved = setTimeout(save, 500);
  });
  addEventListener("pagehide", () => unsaved && save());
  addEventListener("pageshow", (event) => event.persisted && agree());
  addEventListener("storage", agree);

  const draft = stored();
  panel.hidden = false;
  show(Boolean(draft));
  if (draft && "typed" in panel.dataset) {
    save(); // the intake's answers are newer
  } else if (draft) {
    restore(draft.answers);
    status.textContent = fill(panel.dataset.restored, "date", when(draft.saved));
  }
})();
