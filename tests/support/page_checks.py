"""What holds for a page of any programme, as a browser shows it."""

from __future__ import annotations

from playwright.sync_api import Page


def assert_fits_and_is_accessible(tab: Page, axe_source: str, name: str) -> None:
    """Fail if the open page scrolls sideways on some screen, or axe finds a violation."""
    for width in (320, 1280, 360):
        tab.set_viewport_size({"width": width, "height": 640})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, name
    tab.evaluate(axe_source)
    violations = tab.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    assert not [(v["id"], v["nodes"][0]["html"]) for v in violations], name
