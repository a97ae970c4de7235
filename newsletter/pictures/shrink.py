"""Foreign picture -> our own small one. The only place that uses Pillow; run in a process of its own by `studio`.

The same bytes give the same bytes with the same Pillow. Nothing of the file but its pixels is kept: no EXIF (where a
photographer stood), no comments, no profile; what turns it upright and makes its colours right is applied first.
"""

from __future__ import annotations

import io
import json
import sys
import warnings
from typing import TYPE_CHECKING

from newsletter.model.pictures import Copied, Unfit
from newsletter.pictures.sniff import kind_of, too_many

if TYPE_CHECKING:
    from PIL import Image

#: What is used of Pillow, decoders too: loaded before the limits hold.
LOADED = ("Image", "ImageCms", "ImageOps", *(f"{kind}ImagePlugin" for kind in ("Gif", "Jpeg", "Png", "WebP")))
#: Pixels: twice the 600 px column, for fine screens.
WIDEST = 1200
#: Bytes of one picture; six of them fit into a message.
HEAVIEST = 120 * 1024
#: Pixels: below this it is an icon, a counter or an author's face.
NARROWEST, LOWEST = 200, 100
#: Height divided by width: a banner and a column of text as a picture both tear the page apart.
FLATTEST, TALLEST = 0.25, 1.6
#: Tried in turn, at full width and then narrower, until it is light enough.
QUALITIES = (82, 74, 66, 58, 50)
NARROWER = (1.0, 0.8, 0.6)
#: A drawing with so few colours stays sharp as PNG, and is blurred as JPEG.
FEW_COLOURS = 256


def shrink(body: bytes) -> Copied | Unfit:
    """The picture for the page, or why there is none. Never raises for whatever the bytes are."""
    kind = kind_of(body)
    if isinstance(kind, Unfit):
        return kind
    from PIL import Image  # 30 ms: only where a picture is made

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd metadata; the size is checked by ourselves
            with Image.open(io.BytesIO(body), formats=(kind.name,)) as opened:
                return _too_odd(*opened.size) or _made(opened, drawn=kind.name in ("PNG", "GIF"))
    except MemoryError:
        return Unfit(reason="needs too much memory")
    except Exception:  # decoders raise whatever they like: OSError, SyntaxError, struct.error, zlib.error, ...
        return Unfit(reason="cannot be decoded: it is broken or breaks off")


def _too_odd(width: int, height: int) -> Unfit | None:
    if wrong := too_many(width, height):
        return wrong
    # Turned on its side it may be either way round.
    if max(width, height) < NARROWEST or min(width, height) < LOWEST:
        return Unfit(reason=f"is only {width}×{height} pixels large")
    return None


def _made(opened: Image.Image, *, drawn: bool) -> Copied | Unfit:
    opened.draft(None, (2 * WIDEST, 2 * WIDEST))  # JPEG: decode at a half, a quarter, an eighth, if that is enough
    picture = _plain(_upright(opened))
    width, height = picture.size
    if width < NARROWEST:
        return Unfit(reason=f"is only {width}×{height} pixels large")
    if not FLATTEST <= height / width <= TALLEST:
        return Unfit(
            reason=f"is {width}×{height} pixels large, too {'tall' if height > width else 'flat'} for the page"
        )
    if picture.getcolors(1) is not None:
        return Unfit(reason="is empty: all of one colour")
    few = drawn and picture.getcolors(FEW_COLOURS) is not None
    for share in NARROWER:
        small = _narrow(picture, round(min(WIDEST, width) * share))
        if few and (made := _png(small)):
            return made
        for quality in QUALITIES:
            if made := _jpeg(small, quality):
                return made
    return Unfit(reason="cannot be made light enough")


def _upright(picture: Image.Image) -> Image.Image:
    """As its camera says that it was held (EXIF, orientation); as it is where that cannot be read."""
    from PIL import ImageOps

    picture.load()
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # a broken EXIF block costs nothing but itself
        return picture


def _plain(picture: Image.Image) -> Image.Image:
    """Three channels of sRGB on white: what is clear in a picture would be dark in the dark, words and all."""
    from PIL import Image

    if picture.mode.startswith("I"):  # 16 bits of grey; Pillow would cut them off instead of scaling them
        picture = picture.point(lambda value: value * (1 / 256)).convert("L")
    picture = _srgb(picture)
    if picture.has_transparency_data:
        clear = picture.convert("RGBA")
        picture = Image.new("RGBA", clear.size, "white")
        picture.alpha_composite(clear)
    picture = picture.convert("RGB")
    picture.info.clear()  # JPEG comments, profiles and resolutions would be written again
    return picture


def _srgb(picture: Image.Image) -> Image.Image:
    """Colours as the profile in the file means them; without one, or with a broken one, as they are."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "CMYK"):
        return picture
    from PIL import ImageCms

    try:
        ours = ImageCms.createProfile("sRGB")
        turned = ImageCms.profileToProfile(picture, io.BytesIO(profile), ours, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture
    return turned or picture


def _narrow(picture: Image.Image, width: int) -> Image.Image:
    """At most `width` pixels wide; never made larger."""
    if picture.width <= width:
        return picture
    from PIL import Image

    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), resample=Image.Resampling.LANCZOS, reducing_gap=3.0)


def _jpeg(picture: Image.Image, quality: int) -> Copied | None:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True, progressive=True, subsampling="4:2:0")
    return _light(out.getvalue(), "jpg", picture)


def _png(picture: Image.Image) -> Copied | None:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return _light(out.getvalue(), "png", picture)


def _light(body: bytes, kind: str, picture: Image.Image) -> Copied | None:
    if len(body) > HEAVIEST:
        return None
    return Copied(body=body, kind="png" if kind == "png" else "jpg", width=picture.width, height=picture.height)


def main(memory: int, seconds: int) -> None:
    """One picture from standard input; a line of JSON and our copy to standard output."""
    import resource
    import signal
    from importlib import import_module

    for part in LOADED:
        import_module(f"PIL.{part}")
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # whatever a picture makes the decoder do, it writes no file
    signal.alarm(seconds)  # should whoever waits be killed meanwhile, the kernel ends this process
    made = shrink(sys.stdin.buffer.read())
    if isinstance(made, Unfit):
        head, body = {"unfit": made.reason}, b""
    else:
        head, body = {"kind": made.kind, "width": str(made.width), "height": str(made.height)}, made.body
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + body)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
