"""A folder as a mailer: tmp -> new, whole or absent (the maildir format of qmail)."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

from newsletter.deliver.wire import check_envelope
from newsletter.errors import MailerUnavailable
from newsletter.model.patrons import Envelope


@dataclass(slots=True, kw_only=True)
class Maildir:
    """Delivers into `folder`. The file's name is made from the message id: the same message again replaces itself."""

    folder: Path
    #: Unique part of the name -> file in cur/, where mail programs move what they have shown.
    _shown: dict[str, str] = field(default_factory=dict, init=False, repr=False)

    def open(self) -> None:
        """Make the folder's three parts. MailerUnavailable in words when that cannot be done."""
        try:
            for part in ("tmp", "new", "cur"):
                (self.folder / part).mkdir(parents=True, exist_ok=True, mode=0o700)
            self._shown = {name.partition(":")[0]: name for name in os.listdir(self.folder / "cur")}
        except OSError as error:
            raise self._unavailable(error) from error

    def send(self, envelope: Envelope) -> None:
        """Put one message into new/, synced. DeliveryError for an unfit envelope, MailerUnavailable for the disk."""
        check_envelope(envelope)
        name = hashlib.sha256(envelope.message_id.encode("utf-8", "surrogatepass")).hexdigest()[:40]
        # Two processes never share a temporary file; one that was killed is overwritten by the next with its number.
        temporary = self.folder / "tmp" / f"{name}.{os.getpid()}"
        try:
            with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(envelope.message)
                file.flush()
                os.fsync(file.fileno())
            os.rename(temporary, self.folder / "new" / name)
            _sync(self.folder / "new")
            if (shown := self._shown.pop(name, None)) is not None:
                (self.folder / "cur" / shown).unlink(missing_ok=True)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise self._unavailable(error) from error

    def close(self) -> None:
        """Nothing is held open."""

    def _unavailable(self, error: OSError) -> MailerUnavailable:
        why = error.strerror or type(error).__name__
        return MailerUnavailable(
            f"the maildir {self.folder.name} cannot be written: {why}",
            hint="look at the folder that mailer: names, its rights and the free space",
        )


def _sync(folder: Path) -> None:
    """A rename is on disk when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
