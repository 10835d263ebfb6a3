"""A search in a browser, as a server sends what it needs: what is found, and how much was sent."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, expect

from tests.support.nginx import Nginx

LIMIT = 150_000  # bytes, for those who search once


@dataclass
class Search:
    """The addresses that were asked for, the bytes that came, the results, and what went wrong."""

    asked: list[str] = field(default_factory=list)
    bytes: int = 0
    found: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def ask(tab: Page, address: str, words: str) -> str:
    """Search on the search's page by keyboard alone; return what is announced."""
    tab.goto(address)
    tab.locator("main #find").focus()
    tab.keyboard.type(words)
    tab.keyboard.press("Enter")
    return said(tab)


def said(tab: Page) -> str:
    """Return what is announced of a search, once it is."""
    expect(tab.locator("#status")).not_to_be_empty()
    return tab.locator("#status").inner_text()


def show_all(tab: Page) -> None:
    """Show all that was found, with the button that shows more."""
    while (more := tab.locator("#found > button")).is_visible():
        more.press("Enter")
        tab.wait_for_function("document.activeElement.matches('.found h2 a')")


def search(browser: Browser, server: Nginx, address: str, words: str) -> Search:
    """Open a page of the search with words, in a browser that has nothing stored."""
    context = browser.new_context(ignore_https_errors=True)
    tab, result = context.new_page(), Search()
    tab.on("request", lambda request: result.asked.append(request.url))
    tab.on("console", lambda message: result.refused.append(message.text))
    network = context.new_cdp_session(tab)
    network.send("Network.enable")

    def count(event: dict[str, float]) -> None:
        result.bytes += int(event["encodedDataLength"])

    network.on("Network.loadingFinished", count)
    tab.goto(f"https://127.0.0.1:{server.port}{address}?q={words}", wait_until="networkidle")
    expect(tab.locator("#status")).not_to_be_empty()
    links = tab.locator(".found a").evaluate_all("all => all.map(a => a.pathname)")
    result.found = [str(path) for path in links]
    context.close()
    return result
