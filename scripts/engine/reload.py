"""What a preview adds to MkDocs' reloading: a form is spared, and the first page shows errors."""

from __future__ import annotations

from markupsafe import escape

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
_NOT_BUILT = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Not built</title>
</head><body><pre>{}</pre></body></html>"""
_RELOAD = b"location.reload();"


def keeping_forms(page: bytes) -> bytes:
    """Return a page with MkDocs' script for reloading, which now spares a form."""
    before, reload, after = page.rpartition(_RELOAD)
    if not reload:
        return page
    start = before.rindex(b"<script>")
    return before[:start] + _SCRIPT + before[start:] + b"showNewPage();" + after


def not_built(report: str) -> bytes:
    """Return the page at each address before the first good build: what is wrong."""
    return _NOT_BUILT.format(escape(report)).encode()
