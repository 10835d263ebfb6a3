"""MkDocs events → brochure: an adapter that decides nothing itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mkdocs.plugins import event_priority

from engine.wiring import Wiring, building_another_language

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

# A build has one wiring for all its languages. MkDocs runs the events once for each language.
_wiring: dict[str, Wiring] = {}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Load the site when a build begins; the language is not known yet."""
    if not building_another_language(config):
        _wiring["site"] = Wiring.begin(config)
    _wiring["site"].configure(config)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Place the pages."""
    return _wiring["site"].arrange(files)


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Choose the page's template and fill the facts in."""
    return _wiring["site"].prepare(page)


def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Any
) -> dict[str, Any]:
    """Hand the page's view to its template."""
    context.update(_wiring["site"].context(page))
    return context


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Finish the page that has been made."""
    return _wiring["site"].finish_page(output)


# After the plugin, whose own event builds the other languages within this one.
@event_priority(-200)
def on_post_build(config: MkDocsConfig) -> None:
    """Write what the site has once, not once a language."""
    if not building_another_language(config):
        _wiring["site"].finish(config)
