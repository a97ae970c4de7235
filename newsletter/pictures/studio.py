"""A process for every picture: with a deadline, a limit of memory, no secrets, and nothing else to lose."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from newsletter.model.pictures import Copied, Unfit
from newsletter.pictures.sniff import Kind, kind_of

#: Bytes: what is larger than any small copy was not made by us.
_MOST = 1_000_000


class Studio:
    """Foreign bytes -> our small copy (`Shrink`). Whatever happens to the process costs this picture."""

    def __init__(self, *, seconds: int = 15, memory: int = 1024 * 1024 * 1024) -> None:
        self._seconds = seconds
        self._memory = memory  #: bytes of address space, interpreter and libraries included

    def __call__(self, body: bytes) -> Copied | Unfit:
        kind = kind_of(body)
        if isinstance(kind, Unfit):  # most of what is no picture needs no process
            return kind
        # Decoding needs no secret, so the process is given none.
        kept = {k: v for k, v in os.environ.items() if not k.startswith("NEWSLETTER_")}
        here = str(Path(__file__).resolve().parents[2])
        paths = [here, *filter(None, [kept.get("PYTHONPATH")])]
        command = [sys.executable, "-P", "-B", "-m", "newsletter.pictures.shrink"]
        try:
            done = subprocess.run(  # noqa: S603  nothing in it comes from outside
                [*command, str(self._memory), str(self._seconds + 5)],
                input=body,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=self._seconds,
                env=kept | {"PYTHONPATH": os.pathsep.join(paths)},
                check=False,
                start_new_session=True,
            )
        except subprocess.TimeoutExpired:
            return Unfit(reason=f"took longer than {self._seconds} seconds to decode")
        except OSError as error:
            return Unfit(reason=f"could not be decoded here ({error.strerror or error})")
        return _read(done.stdout)


def _read(answer: bytes) -> Copied | Unfit:
    """What the process said. It decoded hostile bytes, so it is not believed without looking."""
    line, _, body = answer[:_MOST].partition(b"\n")
    try:
        head = json.loads(line)
        if "unfit" in head:
            return Unfit(reason=" ".join(str(head["unfit"]).split())[:200])
        width, height = int(head["width"]), int(head["height"])
    except (ValueError, TypeError, KeyError):
        return Unfit(reason="broke the decoder, or needed too much memory")
    kind = kind_of(body)
    if not isinstance(kind, Kind) or kind.name not in ("JPEG", "PNG"):
        return Unfit(reason="broke the decoder")
    return Copied(body=body, kind="png" if kind.name == "PNG" else "jpg", width=width, height=height)
