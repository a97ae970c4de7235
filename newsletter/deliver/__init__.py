"""One message to one patron: the mailers, the patron's own copy of the message, signed links, the address book."""

from __future__ import annotations

from newsletter.deliver.addresses import check_address
from newsletter.deliver.backends import BACKENDS, mailer
from newsletter.deliver.book import decode, patron_id, patron_of, read_csv, write_csv
from newsletter.deliver.links import sign, unsign
from newsletter.deliver.message import Prepared, message_id, personalise, prepare
from newsletter.deliver.smtp import AnswerLost
from newsletter.deliver.testmail import test_mark

__all__ = [
    "BACKENDS",
    "AnswerLost",
    "Prepared",
    "check_address",
    "decode",
    "mailer",
    "message_id",
    "patron_id",
    "patron_of",
    "personalise",
    "prepare",
    "read_csv",
    "sign",
    "test_mark",
    "unsign",
    "write_csv",
]
