"""Sending for real: an SMTP server on loopback, patrons from CSV, links that work."""

from __future__ import annotations

import email
import email.policy
import re
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.support.newsroom import Room, piece

CSV = "email,name\nann@patrons.example,Ann\nbob@patrons.example,Bob\ncleo@patrons.example,Cleo\n"


class Postbox:
    """Keeps what arrives; refuses and puts off the addresses it is told to."""

    def __init__(self) -> None:
        self.got: list[tuple[str, bytes]] = []
        self.refuse: set[str] = set()
        self.put_off: set[str] = set()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refuse:
            return "550 5.1.1 no such mailbox here"
        if address in self.put_off:
            return "451 4.7.1 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.got += [(to, envelope.original_content) for to in envelope.rcpt_tos]
        return "250 OK"

    def messages(self) -> dict[str, EmailMessage]:
        return {to: email.message_from_bytes(raw, policy=email.policy.default) for to, raw in self.got}


def free_port() -> int:
    """aiosmtpd wants to be told its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, int]]:
    box = Postbox()
    port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    controller.stop()


@pytest.fixture
def published(room: Room, postbox: tuple[Postbox, int]) -> Room:
    """A newsroom that delivers, with three patrons and today's edition."""
    room.settings = "deliver: yes"
    room.env = {
        "NEWSLETTER_MAILER": f"smtp://127.0.0.1:{postbox[1]}",
        "NEWSLETTER_SECRET": "a long secret of this test only",
    }
    room.feed("wire", piece("Fresh news of the day", text="The council met in the capital on Monday and agreed."))
    (room.folder / "list.csv").write_text(CSV)
    assert room.run("build").code == 0
    brought = room.run("patrons", "import", str(room.folder / "list.csv"))
    assert "3 new" in brought.out, brought.err
    return room


def test_everybody_gets_one_mail_and_a_second_call_sends_nothing(published: Room, postbox: tuple[Postbox, int]) -> None:
    """Three patrons, three messages, each with its own leave link and Message-ID."""
    box = postbox[0]
    first = published.run("send")
    assert first.code == 0, first.err
    assert "3 sent" in first.out
    messages = box.messages()
    assert set(messages) == {"ann@patrons.example", "bob@patrons.example", "cleo@patrons.example"}
    assert len({m["Message-ID"] for m in messages.values()}) == 3
    assert len({m["List-Unsubscribe"] for m in messages.values()}) == 3
    assert all("PATRONTOKEN" not in raw.decode() for _, raw in box.got)
    again = published.run("send")
    assert again.code == 0
    assert len(box.got) == 3
    assert "0 sent, 3 had it before" in again.out


def test_the_message_is_what_the_outbox_holds_but_for_the_patrons_own_link(
    published: Room, postbox: tuple[Postbox, int]
) -> None:
    """Text first, then HTML; one-click leaving; the link in the body is the one in the header."""
    published.run("send")
    message = postbox[0].messages()["ann@patrons.example"]
    assert message["To"] == "ann@patrons.example"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]
    link = re.search(r"<(https://review\.example\.org/u/[^>]+)>", message["List-Unsubscribe"])
    assert link
    for part in message.walk():
        if part.get_content_maintype() == "text":
            assert link.group(1) in part.get_content().replace("\n", "")


def test_a_refused_address_costs_one_message_and_a_put_off_one_is_tried_again(
    published: Room, postbox: tuple[Postbox, int]
) -> None:
    """Permanent and temporary errors are told apart; nobody gets it twice."""
    box = postbox[0]
    box.refuse, box.put_off = {"ann@patrons.example"}, {"bob@patrons.example"}
    first = published.run("send")
    assert "1 sent" in first.out
    assert "1 failed" in first.out
    assert "1 put off" in first.out
    assert "no such mailbox" in first.err
    box.put_off = set()
    assert "1 would be sent, 1 had it before, 1 refused for good before" in published.run("send", "--dry-run").out
    second = published.run("send", "--strict")
    assert "1 sent, 1 had it before, 1 refused for good before" in second.out
    assert second.code == 3
    assert sorted(to for to, _ in box.got) == ["bob@patrons.example", "cleo@patrons.example"]


def test_nothing_goes_to_patrons_while_deliver_is_no(published: Room, postbox: tuple[Postbox, int]) -> None:
    """The newsroom says when it means it."""
    published.settings = "deliver: no"
    published.write()
    result = published.run("send")
    assert result.code == 4
    assert "deliver: yes" in result.err
    assert postbox[0].got == []
    assert "3 would be sent" in published.run("send", "--dry-run").out


def test_a_test_mail_is_marked_and_counts_for_nothing(published: Room, postbox: tuple[Postbox, int]) -> None:
    """It goes to any address, says that it is a test, and the patrons still get theirs."""
    assert published.run("send", "--to", "desk@example.org").code == 0
    message = postbox[0].messages()["desk@example.org"]
    assert message["Subject"].startswith("[TEST]")
    assert message["List-Unsubscribe"] is None
    assert "3 sent" in published.run("send").out


def test_who_leaves_gets_no_more_and_an_import_does_not_bring_them_back(
    published: Room, postbox: tuple[Postbox, int]
) -> None:
    """Leaving is for good until they ask for it again."""
    assert published.run("patrons", "remove", "ann@patrons.example").code == 0
    brought = published.run("patrons", "import", str(published.folder / "list.csv"), at="2022-01-12T05:00:00Z")
    assert "1 had left" in brought.err
    published.run("send")
    assert "ann@patrons.example" not in postbox[0].messages()
    assert "ann" not in published.run("patrons", "export").out


def test_an_interrupted_delivery_is_reported_and_not_repeated_by_itself(
    published: Room, postbox: tuple[Postbox, int]
) -> None:
    """Killed between the claim and the answer: nobody knows, so a person decides."""
    import sqlite3

    published.run("send")
    with sqlite3.connect(published.folder / "var" / "newsletter.db") as database:
        changed = database.execute(
            "update deliveries set state = 'claimed', error = null where patron = "
            "(select id from patrons where email = 'bob@patrons.example')"
        )
        assert changed.rowcount == 1
    result = published.run("send", "--strict")
    assert result.code == 3
    assert "1 unsure" in result.out
    assert len(postbox[0].got) == 3
    assert "1 sent" in published.run("send", "--force").out
    assert len(postbox[0].got) == 4


def test_a_server_that_is_down_is_said_in_words(published: Room, postbox: tuple[Postbox, int]) -> None:
    """Nobody is marked as served; the next call sends to all."""
    published.env["NEWSLETTER_MAILER"] = "smtp://127.0.0.1:1"
    result = published.run("send")
    assert result.code == 1
    assert "hint:" in result.err
    assert "Traceback" not in result.err
    published.env["NEWSLETTER_MAILER"] = f"smtp://127.0.0.1:{postbox[1]}"
    assert "3 sent" in published.run("send").out


def test_the_secret_is_asked_for_and_never_printed(published: Room) -> None:
    """Without it no link can be signed; with it no output shows it."""
    loud = published.run("-v", "send")
    assert "a long secret" not in loud.out + loud.err
    del published.env["NEWSLETTER_SECRET"]
    result = published.run("send")
    assert result.code == 2
    assert "NEWSLETTER_SECRET" in result.err
