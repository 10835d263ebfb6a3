"""What the tests build on works: missing programs are named, browser and checkers find faults."""

from __future__ import annotations

import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.support import mutants, needs
from tests.support.needs import need

FAULTY = "<!doctype html><html lang=en><title>A page</title><h1>A page</h1><img src=a.png></html>"


def test_a_missing_program_skips_a_test_on_a_persons_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="could not run: lacks pandoc"):
        need(None, "pandoc")


def test_a_missing_program_fails_a_test_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="lacks pandoc"):
        need(None, "pandoc")


def test_the_end_of_a_run_names_each_test_that_could_not_run(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    pytester.makepyfile(
        test_letter="""
            import pytest
            from tests.support.needs import need

            @pytest.fixture
            def pandoc():
                return need(None, "pandoc")

            def test_a_letter_is_written(pandoc): ...

            @pytest.mark.skip(reason="for another reason")
            def test_another_thing(): ...
        """
    )
    run = pytester.runpytest_inprocess(plugins=[needs])
    run.stdout.fnmatch_lines(
        ["*= could not run =*", "test_letter.py::test_a_letter_is_written lacks pandoc"],
        consecutive=True,
    )
    run.stdout.no_fnmatch_line("*test_another_thing lacks*")
    assert run.ret == pytest.ExitCode.OK


def test_axe_finds_the_fault_of_a_page_in_the_browser(browser: Browser, axe_source: str) -> None:
    page = browser.new_page()
    page.set_content(FAULTY)
    page.evaluate(axe_source)
    violations = page.evaluate("axe.run()")["violations"]
    page.close()
    assert "image-alt" in {violation["id"] for violation in violations}


def test_the_nu_checker_finds_the_fault_of_a_page(
    nu_check: Callable[[Iterable[Path]], list[dict[str, Any]]], tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    page.write_text(FAULTY, encoding="utf-8")
    assert any("alt" in message["message"] for message in nu_check([page]))


@pytest.mark.parametrize(
    ("address", "answer"),
    [("/fr/nowhere/", "page inconnue"), ("/nowhere", "no such page"), ("/en/x", "no such page")],
)
def test_an_unknown_address_is_answered_in_its_language(
    serve_folder: Callable[[Path], str], tmp_path: Path, address: str, answer: str
) -> None:
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "404.html").write_text("page inconnue", encoding="utf-8")
    (tmp_path / "404.html").write_text("no such page", encoding="utf-8")
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(serve_folder(tmp_path) + address)  # noqa: S310, an address of ours
    with error.value as response:
        assert (response.code, response.read().decode()) == (404, answer)


def test_the_built_site_is_a_site(built_site: Path) -> None:
    assert (built_site / "index.html").is_file()


def test_programs_that_tests_start_can_be_interrupted() -> None:
    script = "import signal; print(signal.getsignal(signal.SIGINT) == signal.SIG_IGN)"
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True
    )
    assert result.stdout == "False\n"


@pytest.mark.slow
def test_they_can_be_even_where_the_tests_themselves_cannot() -> None:
    """A shell starts a background job so that SIGINT is ignored."""
    test = f"{__file__}::{test_programs_that_tests_start_can_be_interrupted.__name__}"
    command = ["sh", "-c", 'trap "" INT TERM; exec "$@"', "sh", sys.executable, "-m", "pytest"]
    done = subprocess.run([*command, "-n", "0", test], capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout


@pytest.mark.soak
def test_a_mutant_is_caught_by_a_test_that_reaches_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mutants, "COPY", tmp_path / "copy")
    mutants.copy_project()
    names = mutants.generate()
    prefixes = ("brochure.files.compressed.x__pairs__", "brochure.translation.fix.")
    reached, other = (next(x for x in names if x.startswith(prefix)) for prefix in prefixes)
    tests = mutants.Tests("quick", ("tests/brochure/test_compressed.py",))
    results = mutants.tried([reached, other], tests, seconds=20)
    assert results == {reached: "caught", other: "not reached"}
