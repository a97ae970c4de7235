"""Every exception of the program. The level at which one is caught is a level of this tree:

    NewsletterError                  the work failed                                   exit 1
    ├── ConfigError                  stops the program before it starts                exit 2
    │   ├── NoNewsroom               there is no sources.yaml in the folder
    │   ├── BadConfig                sources.yaml has problems; all of them at once
    │   ├── TemplateError            a template is missing or broken
    │   ├── SecretMissing            a secret that the environment should hold
    │   └── UsageError               the call itself makes no sense
    ├── SourceError                  costs one source
    │   ├── FetchError               its bytes could not be had
    │   └── ParseError               its bytes are no feed
    │       └── PageInstead          they are a web page, which may name a feed
    ├── StoreError                   the database cannot be read or written
    ├── OutboxError                  the outbox cannot be read or written
    ├── DraftError                   shown beside the form
    │   ├── EditRefused              the edit does not apply to what is there
    │   └── StaleRevision            somebody else changed the draft meanwhile
    ├── EditionBlocked               a finding on the whole edition stops it
    ├── DeliveryError                costs one message
    ├── MailerUnavailable            stops the sending
    └── Refused                      rightly not done: busy, frozen, too old, ...      exit 4
        ├── Busy                     another process is at it
        ├── DayOver                  that day has ended; it is not built afterwards
        ├── NotPublished             there is no published edition of that day
        └── DeliveryOff              ``deliver: no``

An error is one line in words (``str(error)``) and a ``hint`` that says what to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


class NewsletterError(Exception):
    """Something went wrong"""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str = "", *, hint: str = "") -> None:
        super().__init__(message or (type(self).__doc__ or "").strip())
        #: What the person at the terminal can do about it; empty if there is nothing to add.
        self.hint = hint


class ConfigError(NewsletterError):
    """The configuration is wrong"""

    exit_code: ClassVar[int] = 2


class NoNewsroom(ConfigError):
    """This folder is no newsroom: it holds no sources.yaml"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong in a configuration file."""

    file: str  #: as the person would name it, relative to the newsroom
    line: int  #: 1-based; 0 when the problem is the file itself
    column: int  #: 1-based; 0 when the problem is the file itself
    what: str  #: what is wrong, in words
    allowed: str = ""  #: what would be right there

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.what}" + (f" (allowed: {self.allowed})" if self.allowed else "")


class BadConfig(ConfigError):
    """sources.yaml has problems"""

    def __init__(self, problems: tuple[Problem, ...], *, hint: str = "") -> None:
        super().__init__("\n".join(str(p) for p in problems), hint=hint)
        self.problems = problems


class TemplateError(ConfigError):
    """A template is missing or broken"""

    def __init__(self, message: str = "", *, template: str = "", line: int = 0, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.template = template
        self.line = line


class SecretMissing(ConfigError):
    """A secret is missing from the environment"""

    def __init__(self, variable: str, *, hint: str = "") -> None:
        super().__init__(f"the environment variable {variable} is not set", hint=hint)
        self.variable = variable


class UsageError(ConfigError):
    """The call makes no sense"""


class SourceError(NewsletterError):
    """One source failed"""


class FetchError(SourceError):
    """The source could not be fetched"""


class ParseError(SourceError):
    """What came is no feed"""


class PageInstead(ParseError):
    """This is an HTML page, not a feed"""

    def __init__(self, message: str = "", *, hint: str = "", feeds: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint=hint)
        #: Addresses of feeds that the page names as its own, the likeliest first; feeds of comments are not among them.
        self.feeds = feeds


class StoreError(NewsletterError):
    """The database cannot be used"""


class OutboxError(NewsletterError):
    """The outbox cannot be used"""


class DraftError(NewsletterError):
    """The draft cannot be changed like this"""


class EditRefused(DraftError):
    """The edit does not apply to this draft"""

    exit_code: ClassVar[int] = 4


class StaleRevision(DraftError):
    """The draft was changed meanwhile"""

    exit_code: ClassVar[int] = 4

    def __init__(self, *, expected: int, found: int) -> None:
        super().__init__(
            f"the draft is at revision {found}, not {expected}: somebody changed it meanwhile",
            hint="look at the draft again, then repeat the change",
        )
        self.expected = expected
        self.found = found


class EditionBlocked(NewsletterError):
    """The edition has a fault that no story's removal mends"""


class DeliveryError(NewsletterError):
    """One message could not be delivered"""

    def __init__(self, message: str = "", *, permanent: bool = False, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        #: True when another try cannot help (the address does not exist).
        self.permanent = permanent


class MailerUnavailable(NewsletterError):
    """The mail server cannot be reached"""


class Refused(NewsletterError):
    """Rightly not done"""

    exit_code: ClassVar[int] = 4


class Busy(Refused):
    """Another process is working on this"""


class DayOver(Refused):
    """That day has ended: it is not built afterwards"""


class NotPublished(Refused):
    """There is no published edition of that day"""


class DeliveryOff(Refused):
    """Nothing goes to patrons while deliver: is no"""
