"""Code, guides and templates are in plain English: words that readers stumble over are in none.

Each has a plain word in its place, which one looks for in vain where the other is used.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent
PLAIN = {
    r"anew": "again",
    r"whoever": "anyone who, those who, the sender",
    r"mend(?:s|ed|ing)?": "fix",
    r"beware": "warning",
    r"(?:has|have|had) got": "has, received",
    r"(?<!there )(?<!where )(?:is|are) no (?!(?:longer|more|matter|reason)\b)[a-z]+": "is not a …",
    r"brochure accept": "brochure confirm",
    r"_?patience": "timeout",
    r"signs or more": "characters or more",
    r"more special": "most specific",
    r"sees? to it": "handle, make sure",
    r"(?<!there )(?:is|are|was) (?-i:none)\b(?! of)": "is not a …",
    r"is_trapped": "fills_honeypot",
    r"(?:mail|email) of each morning": "morning mail",
    r"e-mails?|(?:an?|any|all|each|every|no|open|these|those) mails?(?! (?:se|ac|pr|ad))": "email",
    r"manners": "politeness",
    r"may have {\w+": "expected at most …",
}
_ANY = re.compile(rf"\b(?:{'|'.join(PLAIN)})\b", re.IGNORECASE)
_READ = ("scripts/", "intake/", "guides/", "overrides/", "deploy/", "benchmarks/", "requirements/")
_ENDS = {".py", ".md", ".html", ".css", ".typ", ".conf", ".service", ".yml", ".in"}
# Words of tests' content may be any, and the changelog names what was.
_ALSO = (":(glob)tests/**/*.py", "ARCHITECTURE.md", "README.md", "CONTRIBUTING.md")
_QUOTED = {
    "tests/test_words.py",
    "tests/translation/test_renamed.py",
    "tests/brochure/test_page_context.py",
}


def test_no_text_has_a_word_that_has_a_plainer_one() -> None:
    listed = subprocess.run(
        ["git", "ls-files", *_READ, *_ALSO], cwd=ROOT, check=True, capture_output=True, text=True
    )
    names = [
        name
        for name in listed.stdout.splitlines()
        if Path(name).suffix in _ENDS and name not in _QUOTED
    ]
    assert len(names) > 400
    found = [
        f"{name}:{number}: {match[0]}"
        for name in names
        for number, line in enumerate((ROOT / name).read_text("utf-8").splitlines(), start=1)
        for match in _ANY.finditer(line)
    ]
    assert found == []


def test_such_words_are_found() -> None:
    for text in (
        "It is mended anew.",
        "which is no picture",
        "for whoever asks",
        "what was typed is none",
        "_PATIENCE = 5",
        "no mail is sent",
        "bytes; a mark may have {MAX_BYTES:,}",
    ):
        assert _ANY.search(text)
    for text in ("there is no page", "there is none", "it is no longer shown", "a recommendation"):
        assert not _ANY.search(text)
