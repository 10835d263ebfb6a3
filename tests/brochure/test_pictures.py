"""What editors put in as pictures is scaled and freed of notes, or refused with a reason."""

from __future__ import annotations

import contextlib
import io
import os
import re
import struct
import tempfile
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from brochure.files import pictures
from brochure.files.picture_kinds import UnusablePictureError, is_file_name
from brochure.files.pictures import Picture
from tests.support.pictures import ROTATION, decoded, encoded, noted, photograph

_BLUE, _GREEN = (0, 51, 153), (0, 102, 79)


def _picture(folder: Path, name: str, data: bytes) -> Picture:
    (folder / name).write_bytes(data)
    return pictures.picture(folder / name, folder / "cache")


def _refusal(folder: Path, name: str, data: bytes) -> str:
    with pytest.raises(UnusablePictureError) as refused:
        _picture(folder, name, data)
    assert refused.value.hint[:1].isupper()
    assert refused.value.hint.endswith(".")
    return refused.value.message


def _files(picture: Picture) -> list[bytes]:
    return [each.file.read_bytes() for each in (picture.common, *picture.modern)]


def _halves(upper: tuple[int, int, int], lower: tuple[int, int, int]) -> Image.Image:
    """Return a picture, wider than high, with two colours."""
    image = Image.new("RGB", (120, 80), upper)
    image.paste(lower, (0, 40, 120, 80))
    return image


def _is_near(colour: object, expected: tuple[int, int, int]) -> bool:
    assert isinstance(colour, tuple)
    return all(abs(a - b) < 30 for a, b in zip(colour[:3], expected, strict=True))


def test_a_photograph_becomes_light_files_of_a_few_widths(tmp_path: Path) -> None:
    original = encoded(photograph(), quality=95)
    picture = _picture(tmp_path, "harbour.JPG", original)
    assert [each.width for each in picture.modern] == [360, 720, 1080, 1440]
    assert (picture.width, picture.height) == (1440, 900)
    assert {each.kind for each in picture.modern} == {"image/avif"}
    assert (picture.common.kind, picture.common.width) == ("image/jpeg", 1080)
    for each, data in zip((picture.common, *picture.modern), _files(picture), strict=True):
        assert decoded(data).size == (each.width, each.height)
        assert len(data) == each.weight
    assert picture.heaviest.weight < len(original) / 4


def test_a_picture_is_never_made_larger_than_it_is(tmp_path: Path) -> None:
    picture = _picture(tmp_path, "small.png", encoded(_halves(_BLUE, _GREEN), "PNG"))
    assert [(each.width, each.height) for each in picture.modern] == [(120, 80)]
    assert picture.common.width == 120


@pytest.mark.parametrize(
    ("rotation", "corner"), [(1, (5, 5)), (3, (5, 75)), (6, (75, 5)), (8, (5, 5))]
)
def test_a_picture_stands_as_the_camera_was_held(
    rotation: int, corner: tuple[int, int], tmp_path: Path
) -> None:
    """The blue half is at the top of what was stored; the camera notes where it belongs."""
    data = encoded(_halves(_BLUE, _GREEN), exif=noted(rotation), quality=95)
    picture = _picture(tmp_path, "a.jpg", data)
    assert (picture.width, picture.height) == ((120, 80) if rotation < 5 else (80, 120))
    for file in _files(picture):
        assert _is_near(decoded(file).convert("RGB").getpixel(corner), _BLUE)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_nothing_that_a_camera_noted_is_published(kind: str, tmp_path: Path) -> None:
    data = encoded(
        _halves(_BLUE, _GREEN), kind, exif=noted(), comment="by Anna", xmp=b"<x>Anna</x>"
    )
    name = f"a.{'jpg' if kind == 'JPEG' else kind.lower()}"
    for file in _files(_picture(tmp_path, name, data)):
        image = decoded(file)
        assert not dict(image.getexif())
        assert {"exif", "xmp", "comment", "icc_profile"}.isdisjoint(image.info)
        assert b"Anna" not in file
        assert b"A camera" not in file


def _sixteen_bits() -> Image.Image:
    return Image.new("I;16", (40, 40), 32768)


@pytest.mark.parametrize(
    ("name", "make", "colour"),
    [
        ("a.jpg", lambda: encoded(Image.new("CMYK", (40, 40), (255, 170, 0, 100))), (0, 52, 155)),
        ("a.png", lambda: encoded(_sixteen_bits(), "PNG"), (128, 128, 128)),
        ("a.png", lambda: encoded(Image.new("1", (40, 40), 1), "PNG"), (255, 255, 255)),
        ("a.gif", lambda: encoded(Image.new("P", (40, 40), 0), "GIF"), (0, 0, 0)),
        ("a.png", lambda: encoded(Image.new("LA", (40, 40), (200, 255)), "PNG"), (200, 200, 200)),
        ("a.webp", lambda: encoded(Image.new("RGB", (40, 40), _BLUE), "WEBP"), _BLUE),
    ],
)
def test_pictures_of_all_kinds_of_colour_keep_theirs(
    name: str, make: Callable[[], bytes], colour: tuple[int, int, int], tmp_path: Path
) -> None:
    for file in _files(_picture(tmp_path, name, make())):
        image = decoded(file)
        assert image.mode == "RGB"
        assert _is_near(image.getpixel((20, 20)), colour)


def test_a_picture_that_one_sees_through_stays_so(tmp_path: Path) -> None:
    image = Image.new("RGBA", (40, 40), (0, 51, 153, 0))
    image.paste((0, 51, 153, 255), (0, 0, 20, 40))
    picture = _picture(tmp_path, "a.png", encoded(image, "PNG"))
    assert picture.common.kind == "image/webp"
    for file in _files(picture):
        shown = decoded(file).convert("RGBA")
        assert [shown.getpixel((x, 20))[3] > 128 for x in (5, 35)] == [True, False]  # type: ignore[index]


def test_a_profile_that_does_not_fit_the_picture_is_left_aside(tmp_path: Path) -> None:
    image = Image.new("RGB", (40, 40), _BLUE)
    for space in ("LAB", "sRGB"):
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile(space))
        data = encoded(image, icc_profile=profile.tobytes())
        for file in _files(_picture(tmp_path, f"{space}.jpg", data)):
            assert _is_near(decoded(file).getpixel((9, 9)), _BLUE)


def test_colours_are_what_the_profile_of_the_picture_says(tmp_path: Path) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # In this one, what is called blue is green, and the other way round.
    names = {b"bXYZ": b"gXYZ", b"gXYZ": b"bXYZ"}
    turned = re.sub(b"[bg]XYZ", lambda match: names[match[0]], srgb)
    data = encoded(Image.new("RGB", (40, 40), (0, 0, 255)), icc_profile=turned)
    for file in _files(_picture(tmp_path, "turned.jpg", data)):
        red, green, blue = decoded(file).getpixel((9, 9))  # type: ignore[misc]
        assert green > 200
        assert max(red, blue) < 50


def test_a_telephones_jpeg_with_a_second_picture_is_its_first_one(tmp_path: Path) -> None:
    first, second = _halves(_BLUE, _GREEN), _halves(_GREEN, _BLUE)
    data = encoded(first, "MPO", save_all=True, append_images=[second])
    picture = _picture(tmp_path, "a.jpg", data)
    assert _is_near(decoded(picture.common.file.read_bytes()).getpixel((5, 5)), _BLUE)


def _bomb(width: int, height: int) -> bytes:
    """Return a PNG that says that it is very large, and is not."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def _animated(kind: str) -> bytes:
    frames = [Image.new("RGB", (40, 40), colour) for colour in (_BLUE, _GREEN)]
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


@pytest.mark.parametrize(
    ("name", "make", "message"),
    [
        ("a.jpg", lambda: b"", "is not a picture but empty"),
        ("a.jpg", lambda: b"a picture", "is not a picture that browsers show"),
        ("a.jpg", lambda: b"<!doctype html><title>404</title>", "is not a picture but a web page"),
        ("a.png", lambda: b"%PDF-1.7", "is not a picture but a PDF document"),
        ("a.jpg", lambda: b"\0\0\0\x18ftypheic", "is not a picture but a HEIC photograph"),
        ("a.jpg", lambda: encoded(_halves(_BLUE, _BLUE), "TIFF"), "but a TIFF or raw picture"),
        (
            "a.png",
            lambda: encoded(_halves(_BLUE, _BLUE), "BMP"),
            "is not a picture but a BMP picture",
        ),
        ("a.png", lambda: b"<svg/>", "is not a picture but a drawing in SVG"),
        ("a.png", lambda: b"version https://git-lfs.example\n", "a Git LFS pointer"),
        ("a.svg", lambda: encoded(_halves(_BLUE, _BLUE), "PNG"), "is not valid SVG"),
        ("a.png", lambda: encoded(_halves(_BLUE, _BLUE)), "in JPEG, though its name ends in .png"),
        ("a.jpeg", lambda: encoded(_halves(_BLUE, _BLUE), "PNG"), "though its name ends in .jpeg"),
        ("a.png", lambda: _bomb(8660, 5774), "has 50 megapixels (8,660 × 5,774)"),
        ("a.png", lambda: _bomb(12000, 12000), "has 144 megapixels"),
        ("a.png", lambda: _bomb(50000, 50000), "has 2,500 megapixels; expected at most 40"),
        ("a.gif", lambda: _animated("GIF"), "is animated"),
        ("a.png", lambda: _animated("PNG"), "is animated"),
        ("a.webp", lambda: _animated("WEBP"), "is animated"),
        ("a.avif", lambda: _animated("AVIF"), "is animated"),
        ("a.png", lambda: encoded(Image.new("RGB", (1, 1)), "PNG"), "has 1 × 1 pixels"),
        ("a.jpg", lambda: encoded(photograph(200, 99))[:1500], "is damaged: only a part"),
        ("a.png", lambda: encoded(photograph(200, 99), "PNG")[:-3000], "is damaged: only a part"),
        ("a.jpg", lambda: encoded(photograph(200, 99))[:30], "is damaged"),
        ("a.webp", lambda: encoded(photograph(200, 99), "WEBP")[:300], "is damaged: only a part"),
    ],
)
def test_what_pages_cannot_show_is_refused_with_a_reason(
    name: str, make: Callable[[], bytes], message: str, tmp_path: Path
) -> None:
    assert message in _refusal(tmp_path, name, make())
    assert message in _refusal(tmp_path, name, make())  # as the cache has it


def test_a_name_that_ends_wrong_is_corrected(tmp_path: Path) -> None:
    with pytest.raises(UnusablePictureError) as refused:
        _picture(tmp_path, "a.jpg", encoded(_halves(_BLUE, _BLUE), "PNG"))
    assert "its name ends in .png, here" in refused.value.hint


def test_a_picture_of_any_width_is_shown_in_its_own_as_well(tmp_path: Path) -> None:
    picture = _picture(tmp_path, "a.jpg", encoded(photograph(1200, 600)))
    assert [each.width for each in picture.modern] == [360, 720, 1080, 1200]


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.jpg").open("wb") as file:
        file.truncate(pictures.MAX_BYTES + 1_000_000)
    with pytest.raises(UnusablePictureError, match="has 31 MB; expected at most 30"):
        pictures.picture(tmp_path / "a.jpg", tmp_path / "cache")


def test_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusablePictureError, match="cannot be read: No such file"):
        pictures.picture(tmp_path / "a.jpg", tmp_path / "cache")


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 400), st.sampled_from(["JPEG", "PNG", "GIF", "WEBP"]))
def test_no_bytes_are_more_than_a_picture_or_a_refusal(data: bytes, at: int, kind: str) -> None:
    whole = encoded(_halves(_BLUE, _GREEN), kind)
    name = f"a.{'jpg' if kind == 'JPEG' else kind.lower()}"
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(UnusablePictureError):
        picture = _picture(Path(folder), name, whole[:at] + data + whole[at + len(data) :])
        assert all(decoded(file) for file in _files(picture))


def _counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    made: list[str] = []
    save = Image.Image.save

    def counting(image: Image.Image, file: object, kind: str, **options: object) -> None:
        made.append(kind)
        save(image, file, kind, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Image.Image, "save", counting)
    return made


def test_a_picture_is_scaled_once_whatever_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = encoded(_halves(_BLUE, _GREEN))
    made = _counted(monkeypatch)
    first = _picture(tmp_path, "a.jpg", data)
    assert made == ["JPEG", "AVIF"]
    assert _picture(tmp_path, "b.jpg", data) == first
    (tmp_path / "a.jpg").touch()
    assert _picture(tmp_path, "a.jpg", data) == first
    assert made == ["JPEG", "AVIF"]
    assert _picture(tmp_path, "a.jpg", encoded(_halves(_GREEN, _BLUE))) != first


def test_another_picture_of_the_same_moment_is_another_one(tmp_path: Path) -> None:
    """As of an archive, whose files all have one time."""
    first = _picture(tmp_path, "a.jpg", encoded(_halves(_BLUE, _GREEN)))
    file = tmp_path / "a.jpg"
    times = (file.stat().st_atime_ns, file.stat().st_mtime_ns)
    file.write_bytes(encoded(photograph()))
    os.utime(file, ns=times)
    assert pictures.picture(file, tmp_path / "cache") != first


def test_a_cache_that_was_left_half_made_is_made_again(tmp_path: Path) -> None:
    data = encoded(_halves(_BLUE, _GREEN))
    picture = _picture(tmp_path, "a.jpg", data)
    (picture.common.file.parent / "about.json").unlink()
    assert all(_files(_picture(tmp_path, "b.jpg", data)))


def test_a_picture_can_be_shown_where_nothing_can_be_cached(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file in the place of the folder", encoding="utf-8")
    assert all(_files(_picture(tmp_path, "a.jpg", encoded(_halves(_BLUE, _GREEN)))))


def test_several_at_once_make_the_same_files(tmp_path: Path) -> None:
    data = encoded(photograph(400, 300))
    for name in "abcd":
        (tmp_path / f"{name}.jpg").write_bytes(data)
    with ThreadPoolExecutor() as pool:
        made = list(
            pool.map(lambda n: pictures.picture(tmp_path / f"{n}.jpg", tmp_path / "cache"), "abcd")
        )
    assert made[1:] == made[:-1]
    assert all(_files(made[0]))
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_the_note_of_rotation_is_that_of_exif() -> None:
    data = encoded(_halves(_BLUE, _GREEN), exif=noted(6))
    assert Image.open(io.BytesIO(data)).getexif()[ROTATION] == 6


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bridge.jpg", True),
        (" Photo.HEIC ", True),
        ("IMG_2041", True),
        ("DSCN0012", True),
        ("mieux.eu.org", False),
        ("The bridge.jpg", False),
        ("A bridge", False),
        ("", False),
    ],
)
def test_a_name_of_a_file_is_told_from_what_a_picture_shows(text: str, *, expected: bool) -> None:
    assert is_file_name(text) == expected
