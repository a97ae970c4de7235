"""Foreign bytes -> our own small picture, or a reason in words."""

from __future__ import annotations

import io
import re
import struct

import pytest
from PIL import Image, ImageCms

from newsletter.model.pictures import Copied, Unfit
from newsletter.pictures import Studio
from newsletter.pictures.shrink import HEAVIEST, WIDEST, shrink
from newsletter.pictures.sniff import MOST_PIXELS, kind_of
from tests.support.pictures import bomb, chart, photo, size_of


def copied(body: bytes) -> Copied:
    made = shrink(body)
    assert isinstance(made, Copied), made
    assert len(made.body) <= HEAVIEST and size_of(made.body) == (made.width, made.height)
    return made


def refused(body: bytes) -> str:
    made = shrink(body)
    assert isinstance(made, Unfit)
    return made.reason


def pixel(body: bytes, x: float, y: float) -> tuple[int, int, int]:
    """The colour at a place, 0 to 1."""
    with Image.open(io.BytesIO(body)) as opened:
        colour = opened.convert("RGB").getpixel((int(x * opened.width), int(y * opened.height)))
    assert isinstance(colour, tuple)
    red, green, blue = colour
    return int(red), int(green), int(blue)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_four_kinds_are_taken_and_made_small(kind: str) -> None:
    """By what the bytes are; the proportions stay."""
    made = copied(photo(1800, 1200, kind))
    assert (made.kind, made.width, made.height) == ("png" if kind == "GIF" else "jpg", WIDEST, 800)


def test_a_small_picture_is_not_made_larger() -> None:
    """300 pixels stay 300 pixels."""
    made = copied(photo(300, 200))
    assert (made.width, made.height) == (300, 200)


def test_the_same_bytes_give_the_same_bytes() -> None:
    """Here and in another process: a rebuild shows the same."""
    body = photo(1600, 1000, "WEBP")
    assert copied(body) == copied(body) == Studio()(body)


def test_noise_gets_lighter_until_it_fits() -> None:
    """What no quality makes light enough at full width is made narrower."""
    noise = Image.merge("RGB", [Image.effect_noise((1600, 1200), 90) for _ in range(3)])
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=95)
    made = shrink(out.getvalue())
    assert isinstance(made, Unfit) or (made.width < WIDEST and len(made.body) <= HEAVIEST)


def test_a_drawing_stays_sharp() -> None:
    """Few colours: PNG, not JPEG."""
    made = copied(chart())
    assert made.kind == "png" and pixel(made.body, 0.09, 0.95) == (27, 73, 101)


def test_nothing_but_pixels_is_kept() -> None:
    """No place, no names, no comment, no profile, no thumbnail."""
    exif = Image.Exif()
    exif[0x010E] = "SECRETNAME"
    exif[0x8825] = {1: "N", 2: (50.0, 27.0, 0.0)}
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    body = photo(exif=exif, comment=b"SECRETCOMMENT", icc_profile=profile)
    assert b"SECRETNAME" in body and b"SECRETCOMMENT" in body and b"ICC_PROFILE" in body
    made = copied(body)
    assert not re.search(rb"SECRET|Exif|ICC_PROFILE|http", made.body)


def test_a_picture_is_turned_upright() -> None:
    """EXIF orientation 6: what is on the left in the file is on top."""
    picture = Image.new("RGB", (600, 400), "blue")
    picture.paste("red", (0, 0, 300, 400))
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    made = copied(out.getvalue())
    assert (made.width, made.height) == (400, 600)
    assert pixel(made.body, 0.5, 0.1)[0] > 200 and pixel(made.body, 0.5, 0.9)[2] > 200


def test_what_is_clear_becomes_white() -> None:
    """A drawing on nothing would be black on black in the dark."""
    picture = Image.new("RGBA", (400, 300), (0, 0, 0, 0))
    picture.paste((0, 0, 0, 255), (100, 100, 200, 200))
    out = io.BytesIO()
    picture.save(out, "PNG")
    made = copied(out.getvalue())
    assert pixel(made.body, 0.9, 0.9) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "1", "LA", "I;16"])
def test_unusual_colours_are_understood(mode: str) -> None:
    """Grey, palette, print colours, black and white, sixteen bits: what is dark stays dark, what is light light."""
    if mode == "I;16":
        row = b"\xa0\x0f" * 200 + b"\x60\xea" * 200  # 4,000 and 60,000 of 65,535
        picture = Image.frombytes("I;16", (400, 300), row * 300)
    else:
        grey = Image.new("L", (400, 300), 235)
        grey.paste(15, (0, 0, 200, 300))
        picture = grey.convert("RGB").convert(mode) if mode != "LA" else grey.convert("LA")
    out = io.BytesIO()
    picture.save(out, "JPEG" if mode == "CMYK" else "PNG")
    made = copied(out.getvalue())
    assert max(pixel(made.body, 0.2, 0.5)) < 60 and min(pixel(made.body, 0.8, 0.5)) > 190


def test_of_an_animation_the_first_frame_is_taken() -> None:
    """GIF."""
    frames = [Image.radial_gradient("L").resize((400, 300)), Image.new("L", (400, 300), 255)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=100)
    assert pixel(copied(out.getvalue()).body, 0.5, 0.5)[0] < 40


REFUSED = {
    "a bomb": (bomb(100_000, 100_000), "100000×100000 pixels"),
    "a WebP bomb": (b"RIFF\0\0\0\0WEBPVP8X\n\0\0\0\0\0\0\0" + b"\xff" * 6 + bytes(20), "16777216×16777216 pixels"),
    "a GIF bomb": (b"GIF89a" + struct.pack("<HH", 65535, 65535) + bytes(20), "65535×65535 pixels"),
    "a JPEG that breaks off": (photo()[:9_000], "breaks off"),
    "a PNG that breaks off": (photo(kind="PNG")[:20_000], "breaks off"),
    "a web page": (b"\n<!DOCTYPE html><script>alert(1)</script>", "a web page"),
    "a drawing": (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
    "a drawing behind a comment": (b"<!-- x --><svg/>", "SVG"),
    "AVIF": (b"\0\0\0\x1cftypavif" + bytes(40), "AVIF"),
    "TIFF": (b"II*\0" + bytes(40), "not taken"),
    "PostScript": (b"%!PS-Adobe-3.0 EPSF-3.0\n", "no picture that is known"),
    "nothing": (b"", "no picture that is known"),
    "a counter": (photo(1, 1, "GIF"), "1×1 pixels"),
    "an icon": (photo(64, 64, "PNG"), "64×64 pixels"),
    "a banner": (photo(1600, 150), "too flat"),
    "a column": (photo(300, 2400), "too tall"),
    "one colour": (bomb(600, 400), "all of one colour"),
    "no size": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(20), "no size"),
    "half a head": (b"\x89PNG\r\n\x1a\n\0\0", "breaks off"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_picture_for_the_page_is_refused_in_words(case: str) -> None:
    """A reason that an editor understands, and no exception."""
    body, words = REFUSED[case]
    assert words in refused(body)


def test_dimensions_are_refused_before_anything_is_decoded() -> None:
    """The head alone is enough; what Pillow would make room for is never made."""
    assert isinstance(kind_of(bomb(100_000, 100_000)), Unfit)
    assert not isinstance(kind_of(bomb(8_000, MOST_PIXELS // 8_000)), Unfit)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_broken_bytes_never_raise(kind: str) -> None:
    """Any byte of a picture may be another one."""
    body = bytearray(photo(210, 120, kind))
    for place in range(0, min(len(body), 900), 31):
        broken = bytes(body[:place]) + bytes([body[place] ^ 0xFF]) + bytes(body[place + 1 :])
        assert isinstance(shrink(broken), Copied | Unfit)


def test_a_decoder_that_takes_too_long_is_ended() -> None:
    """The process is killed, the picture refused."""
    assert Studio(seconds=0)(photo()) == Unfit(reason="took longer than 0 seconds to decode")


def test_a_decoder_without_memory_costs_its_picture() -> None:
    """The limit is of the process, and holds whatever the decoder does."""
    made = Studio(memory=160 * 1024 * 1024)(bomb(6000, 5000))
    assert isinstance(made, Unfit) and "memory" in made.reason
