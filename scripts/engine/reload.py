"""Delays the reload of a preview page while someone is filling it in."""

from __future__ import annotations

# MkDocs' script calls this instead of reloading. Where a field has another value than the page
# came with, a button does it: what was typed is not lost.
_SCRIPT = b"""<script>
function showNewPage() {
  const changed = (field) =>
    field.type === "checkbox" || field.type === "radio"
      ? field.checked !== field.defaultChecked
      : field.options
        ? field.selectedIndex !==
          Math.max(0, [...field.options].findIndex((option) => option.defaultSelected))
        : field.value !== field.defaultValue;
  const fields = [...document.querySelectorAll("form :is(input, textarea, select)")];
  if (!fields.some(changed)) return location.reload();
  const button = document.createElement("button");
  button.textContent = "This page has changed: show it, and lose what you have typed";
  button.id = "show-new-page";
  button.style = "position: fixed; inset: auto 1rem 1rem; padding: 1rem; z-index: 9";
  button.onclick = () => location.reload();
  document.body.append(button);
}
</script>"""
_RELOAD = b"location.reload();"


def keeping_forms(page: bytes) -> bytes:
    """Return a page with MkDocs' script for reloading, which now spares a form."""
    before, reload, after = page.rpartition(_RELOAD)
    if not reload:
        return page
    start = before.rindex(b"<script>")
    return before[:start] + _SCRIPT + before[start:] + b"showNewPage();" + after
