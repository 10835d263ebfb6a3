"""``brochure check --links`` asks other sites, and reports what has come of their addresses."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from brochure.checks.run import check
from brochure.checks.web.addresses import external
from brochure.checks.web.asking import Politeness
from brochure.checks.web.run import check_links
from brochure.cli.main import main
from brochure.problems import Problem
from tests.brochure.sites import edit, good_site, loaded, write
from tests.brochure.web.other_site import OtherSite, other_site

QUICK = Politeness(pause=0, timeout=1, longest_wait=2, attempts=2)


@pytest.fixture
def other() -> Iterator[OtherSite]:
    """Yield another site that is running."""
    with other_site() as site:
        yield site


def _links(place: Path, *addresses: str, politeness: Politeness = QUICK) -> list[Problem]:
    """Check the links of the good site with a page that leads to some addresses."""
    site = good_site(place)
    text = "\n\n".join(f"Look [there]({address})." for address in addresses)
    for tag in ("en", "fr", "pt"):
        title = f"---\ntitle: Links {tag}\ndescription: Links in {tag}.\n---\n"
        write(site, f"docs/{tag}/links.md", f"{title}{text}\n")
    _set(site, "unasked_addresses: [https://example]")
    return check_links(loaded(site), lambda _done, _total: None, politeness)


def _set(site: Path, *lines: str) -> None:
    """Add lines to what ``content/site.yaml`` says of the site."""
    added = "".join(f"  {line}\n" for line in lines)
    edit(site, "content/site.yaml", "  requests:", f"{added}  requests:")


def _of(problems: list[Problem], path: str) -> Problem:
    """Return the problem of a link in the English page."""
    words = f"{path},"
    (found,) = [p for p in problems if words in p.message and p.path == "docs/en/links.md"]
    return found


def test_what_is_there_is_no_problem(tmp_path: Path, other: OtherSite) -> None:
    there = [f"{other.address}{path}" for path in ("/here", "/no-head", "/elsewhere", "/here#part")]
    assert _links(tmp_path, *there) == []


@pytest.mark.parametrize(
    ("path", "rule", "words"),
    [
        ("/gone", "link-gone", "no longer exists (410)"),
        ("/missing", "link-gone", "no longer exists (404)"),
        ("/moved-away", "link-gone", "no longer exists (404)"),
        ("/private", "link-unreachable", "answers 403 Forbidden"),
        ("/broken", "link-unreachable", "answers 500 Internal Server Error"),
        ("/circle", "link-unreachable", "redirects in a circle"),
        ("/slow", "link-unreachable", "no answer within 0.5 seconds"),
        ("/busy-for-hours", "link-unreachable", "answers 503 Service Unavailable"),
    ],
)
def test_what_is_wrong_is_said_at_each_place(
    path: str, rule: str, words: str, tmp_path: Path, other: OtherSite
) -> None:
    problems = _links(
        tmp_path, other.address + "/here", other.address + path, politeness=Politeness(0, 0.5, 2, 1)
    )
    assert [(p.path, p.line, p.column, p.rule) for p in problems] == [
        (f"docs/{tag}/links.md", 7, 6, rule) for tag in ("en", "fr", "pt")
    ]
    assert words in problems[0].message
    assert (problems[0].level == "error") == (rule == "link-gone")
    assert len(other.methods("/here")) == 1  # for three languages


def test_the_new_address_is_named_where_one_has_moved_for_good(
    tmp_path: Path, other: OtherSite
) -> None:
    moved = ("/moved", "/moved-twice", "/moved-then-elsewhere", "/moved#part")
    problems = _links(tmp_path, *(other.address + path for path in moved))
    assert {p.rule for p in problems} == {"link-moved"}
    for path, new in zip(moved, ("/here", "/here", "/elsewhere", "/here#part"), strict=True):
        assert _of(problems, path).hint == f"Write the new address: {other.address}{new}"


def test_a_certificate_that_does_not_hold_is_an_error(tmp_path: Path) -> None:
    with other_site(secure=True) as other:
        problems = _links(tmp_path, other.address + "/here")
    assert {(p.level, p.rule) for p in problems} == {("error", "link-certificate")}
    assert "self-signed certificate" in problems[0].message
    assert not other.asked


def test_a_server_that_is_not_there_is_a_warning(tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # and does not listen
        problems = _links(tmp_path, f"http://127.0.0.1:{closed.getsockname()[1]}/")
    assert {(p.level, p.rule) for p in problems} == {("warning", "link-unreachable")}
    assert "Connection refused" in problems[0].message


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/busy", "/busy-until"])
def test_a_server_that_asks_to_wait_is_asked_again_after_that_time(
    path: str, tmp_path: Path, other: OtherSite
) -> None:
    assert _links(tmp_path, other.address + path, other.address + "/here") == []
    first, second = [at for _, asked, at in other.asked if asked == path]
    assert second - first > 0.9 if path == "/busy" else second > first  # dates have no fractions


def test_one_host_is_asked_for_one_thing_at_a_time_with_a_pause_and_knows_who_asks(
    tmp_path: Path, other: OtherSite
) -> None:
    paths = ("/here", "/other", "/no-head")
    assert _links(tmp_path, *(other.address + p for p in paths), politeness=Politeness(0.2)) == []
    first = [next(at for _, asked, at in other.asked if asked == path) for path in paths]
    assert all(later - earlier >= 0.2 for earlier, later in pairwise(sorted(first)))
    assert other.methods("/here") == ["HEAD"]
    assert other.methods("/no-head") == ["HEAD", "GET"]
    assert other.agents == {"brochure (checks the links of https://example.org/)"}


def test_other_hosts_are_asked_during_the_pause_of_one(tmp_path: Path) -> None:
    with other_site() as one, other_site() as two:
        addresses = [f"{site.address}{path}" for site in (one, two) for path in ("/here", "/other")]
        assert _links(tmp_path, *addresses, politeness=Politeness(0.2)) == []
    order = sorted((at, site.address) for site in (one, two) for _, _, at in site.asked)
    assert [address for _, address in order] == [one.address, two.address] * 2


def test_values_of_records_count_and_what_is_listed_or_our_own_does_not(tmp_path: Path) -> None:
    site = good_site(tmp_path)
    own = "https://example.net/edit/"
    _set(site, f"edit_url: {own}", "unasked_addresses: [https://example.com/no/]")
    edit(site, "docs/en/areas.md", "These", "[These](https://example.com/no/thing.html)")
    edit(site, "content/site.yaml", "  implementer:\n", "  implementer:\n    url: https://a.org/\n")
    checked, _ = check(site)
    assert checked
    found = external(checked)
    assert "https://a.org/" in found
    assert not {address for address in found if address.startswith(("https://example.com/no", own))}
    (place,) = found["https://a.org/"]
    problem = place("link-gone", "is gone", "", level="error")
    assert (problem.path, problem.message) == ("content/site.yaml", '"url" is gone')


@pytest.mark.parametrize("options", [["--links"], []])
def test_it_happens_on_request_alone(
    options: list[str], tmp_path: Path, other: OtherSite, capsys: pytest.CaptureFixture[str]
) -> None:
    site = good_site(tmp_path)
    for tag, word in (("en", "These"), ("fr", "Voici"), ("pt", "Eis")):
        edit(site, f"docs/{tag}/areas.md", word, f"[{word}]({other.address}/gone)")
    _set(site, 'unasked_addresses: ["https://"]')
    status = main(["--root", str(site), "check", *options])
    asks = bool(options)
    is_said = "[link-gone]" in capsys.readouterr().out
    assert (status, is_said, bool(other.asked)) == (int(asks), asks, asks)
