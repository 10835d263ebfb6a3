"""News are files whose order is that of their dates."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.site.news_files import read_news
from tests.brochure.sites import good_site, loaded


def test_the_newest_comes_first_whatever_the_files_are_called(tmp_path: Path) -> None:
    site = good_site(tmp_path)
    (site / "content/news").mkdir(exist_ok=True)
    days = {"alpha": "2026-02-01", "beta": "2026-03-01", "gamma": "2026-01-01"}
    for name, day in days.items():
        words = "".join(f"\n{key}:\n  en: One\n  fr: Un\n  pt: Um" for key in ("title", "text"))
        (site / f"content/news/{name}.yaml").write_text(f"date: {day}{words}\n", encoding="utf-8")
    joined, unreadable, problems = read_news(site)
    assert joined
    assert not unreadable
    assert not problems
    assert [item.id for item in loaded(site).content.news] == ["beta", "alpha", "gamma"]


@pytest.mark.parametrize(
    ("wrong", "right"), [("New Office", "new-office"), ("Été", "t"), ("ΑΒΓ", "a-name")]
)
def test_a_file_with_another_name_is_reported_with_one_that_it_may_have(
    wrong: str, right: str, tmp_path: Path
) -> None:
    site = good_site(tmp_path)
    (site / "content/news").mkdir(exist_ok=True)
    (site / f"content/news/{wrong}.yaml").touch()
    _, _, (problem,) = read_news(site)
    assert problem.hint.startswith(f'Rename it to "{right}.yaml": ')
