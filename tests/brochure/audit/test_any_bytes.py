"""Whatever bytes the files of a site have, the audit ends with problems, never with a traceback."""

from __future__ import annotations

import shutil
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from brochure.checks.audit.run import audit
from brochure.checks.audit.settings import Settings
from tests.support.depth import rounds

GOOD = Path(__file__).parent / "good"
PARTS = [
    *(b"<", b">", b'"', b"<!--", b"-->", b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"&#x110000;"),
    *(b"<html lang=", b" dir=rtl lang=ar ", b"<h1>", b"</p>", b"<script>", b"id=a id=a"),
    *(b'<a href="', b'<a href="http://[x/">', b'<base href="http://[">', b'<img srcset=", ,a 2x">'),
    *(b"<svg role=img>", b"<link rel=canonical href=//>", b"<meta name=robots content=noindex>"),
    *(b"<meta http-equiv=refresh content='0;url=", b"<meta charset=rot13>", b"<iframe src=a>"),
    *(b"<style>a{b:url(http://[)}</style>", b"<meta property=og:url content=http://[>", b"<loc>"),
]
POLICY = "default-src 'self' http://[ 'sha256-x' 'nonce-'; img-src * a:; ;"


@given(st.data())
def test_any_bytes_in_any_place_are_judged(folder: Path, data: st.DataObject) -> None:
    site = folder
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(GOOD, site)
    for _ in range(rounds(2, 10)):
        name = data.draw(st.sampled_from(["index.html", "sitemap.xml", "assets/site.css"]))
        part = data.draw(st.sampled_from(PARTS) | st.binary(max_size=8))
        content = (site / name).read_bytes()
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(len(content), start + 20)))
        (site / name).write_bytes(content[:start] + part + content[end:])
    audit(site, settings=Settings(policy=POLICY))


@given(st.lists(st.sampled_from(PARTS) | st.binary(max_size=20), max_size=12))
def test_a_page_of_any_parts_is_judged(folder: Path, parts: list[bytes]) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "index.html").write_bytes(b"".join(parts))
    audit(folder, settings=Settings(policy=POLICY))
