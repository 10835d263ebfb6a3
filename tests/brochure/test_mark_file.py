"""A mark is read whatever bytes it has: its size, or why it cannot be shown, and nothing else."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from brochure.files.mark_file import MAX_BYTES, size
from brochure.files.picture_kinds import UnusablePictureError

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20"><path d="M0 0h9"/></svg>'


def _png(width: int = 30, height: int = 20) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (width, height), "#003399").save(data, "PNG")
    return data.getvalue()


def _refused(path: Path) -> str:
    with pytest.raises(UnusablePictureError) as refused:
        size(path)
    assert refused.value.hint
    return refused.value.message


def test_a_mark_has_the_size_that_it_states(tmp_path: Path) -> None:
    (tmp_path / "mark.svg").write_text(SVG, encoding="utf-8")
    (tmp_path / "mark.png").write_bytes(_png())
    assert size(tmp_path / "mark.svg") == size(tmp_path / "mark.png") == (30, 20)


def test_an_edited_mark_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "mark.svg"
    file.write_text(SVG, encoding="utf-8")
    assert size(file) == (30, 20)
    file.write_text(SVG.replace("30 20", "8 8888"), encoding="utf-8")
    assert size(file) == (8, 8888)


def test_a_mark_that_is_too_large_is_refused_with_its_size_and_the_largest_one(
    tmp_path: Path,
) -> None:
    (tmp_path / "heavy.svg").write_text(SVG + " " * MAX_BYTES, encoding="utf-8")
    (tmp_path / "wide.png").write_bytes(_png(2001, 10))
    assert "expected at most 100,000" in _refused(tmp_path / "heavy.svg")
    assert "2,001 × 10 pixels; expected at most 2,000" in _refused(tmp_path / "wide.png")


def test_a_mark_that_is_a_folder_or_gone_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.svg").mkdir()
    assert "cannot be read" in _refused(tmp_path / "folder.svg")
    assert "cannot be read" in _refused(tmp_path / "gone.svg")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_entities_are_refused_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    bomb = f'<!DOCTYPE svg [<!ENTITY a "aaaa">]>{SVG.replace("<path", "<text>&a;</text><path")}'
    (tmp_path / "bomb.svg").write_bytes(bomb.encode(encoding))
    _refused(tmp_path / "bomb.svg")


@settings(max_examples=60)
@given(st.sampled_from(("mark.svg", "mark.png")), st.data())
def test_any_bytes_have_a_size_or_a_reason(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    good = SVG.encode() if name.endswith("svg") else _png()
    start = data.draw(st.integers(0, len(good)))
    end = data.draw(st.integers(start, len(good)))
    changed = good[:start] + data.draw(st.binary(max_size=8)) + good[end:]
    file = tmp_path_factory.mktemp("mark") / name
    file.write_bytes(changed)
    try:
        found: object = size(file)
    except UnusablePictureError as error:
        found = error.message and error.hint
    assert found
