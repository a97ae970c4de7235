"""Which mailer a URL means, and what a maildir does to its files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newsletter.deliver import BACKENDS, mailer
from newsletter.deliver.maildir import Maildir
from newsletter.deliver.smtp import Security, Smtp
from newsletter.errors import ConfigError, MailerUnavailable, SecretMissing
from newsletter.model.patrons import Envelope

ENV = {"NEWSLETTER_SMTP_PASSWORD": "correct-horse"}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://localhost:25", ("localhost", 25, Security.NONE, "")),
        ("smtp://mail.example.org", ("mail.example.org", 25, Security.NONE, "")),
        ("SMTP://[::1]:2525", ("::1", 2525, Security.NONE, "")),
        ("smtps://review@mail.example.org", ("mail.example.org", 465, Security.TLS, "review")),
        (
            "smtp+starttls://me%40example.org@mail.example.org",
            ("mail.example.org", 587, Security.STARTTLS, "me@example.org"),
        ),
    ],
)
def test_a_url_names_server_port_and_account(
    url: str, expected: tuple[str, int, Security, str], tmp_path: Path
) -> None:
    """Each scheme has the port that its RFC gives it."""
    made = mailer(url, ENV, tmp_path)
    assert isinstance(made, Smtp)
    assert (made.host, made.port, made.security, made.name) == expected
    assert made.timeout == 30


def test_the_account_may_stand_in_the_environment(tmp_path: Path) -> None:
    """The address itself names no account then."""
    made = mailer("smtps://mail.example.org", {**ENV, "NEWSLETTER_SMTP_USER": "review"}, tmp_path)
    assert isinstance(made, Smtp) and (made.name, made.password) == ("review", "correct-horse")
    assert "correct-horse" not in repr(made)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "sendmail:",
        "localhost:25",
        "smtp:",
        "smtp://",
        "smtp://host:port",
        "smtp://host:99999",
        "smtp://host/path",
        "smtp://host?x=1",
        "smtp://ho st",
        "smtps://review:sesame@mail.example.org",
        "smtp://review@mail.example.org",
        "maildir:",
        "maildir://host/path",
    ],
)
def test_a_url_that_names_no_mailer_is_refused_in_words(url: str, tmp_path: Path) -> None:
    """With a hint, without repeating an address in which a password might stand."""
    with pytest.raises(ConfigError, match="mailer:") as caught:
        mailer(url, ENV, tmp_path)
    assert caught.value.hint
    assert "sesame" not in f"{caught.value}{caught.value.hint}{caught.value.__cause__}"


def test_a_password_crosses_this_machine_only_without_encryption(tmp_path: Path) -> None:
    """smtp:// with an account is for localhost."""
    for host in ("localhost", "127.0.0.1", "[::1]"):
        assert isinstance(mailer(f"smtp://review@{host}:2525", ENV, tmp_path), Smtp)


def test_a_missing_password_is_named(tmp_path: Path) -> None:
    """The variable that should hold it."""
    with pytest.raises(SecretMissing, match="NEWSLETTER_SMTP_PASSWORD"):
        mailer("smtps://review@mail.example.org", {}, tmp_path)


@pytest.mark.parametrize("password", ["пароль", "line\nbreak"])
def test_a_password_that_smtp_cannot_carry_is_refused_unseen(password: str, tmp_path: Path) -> None:
    """smtplib would raise an error that shows it."""
    with pytest.raises(ConfigError) as caught:
        mailer("smtps://review@mail.example.org", {"NEWSLETTER_SMTP_PASSWORD": password}, tmp_path)
    assert password not in f"{caught.value}{caught.value.hint}"


def test_the_table_names_the_schemes_of_the_contract() -> None:
    """What the contract promises, and no others by accident."""
    assert set(BACKENDS) == {"smtp", "smtps", "smtp+starttls", "maildir"}


# --- maildir -------------------------------------------------------------------------------------


def envelope(text: str, mark: str = "<1@review.example.org>") -> Envelope:
    message = f"Subject: x\r\n\r\n{text}\r\n".encode()
    return Envelope(sender="review@example.org", recipient="ann@example.org", message=message, message_id=mark)


def opened(folder: Path) -> Maildir:
    made = Maildir(folder=folder)
    made.open()
    return made


@pytest.mark.parametrize("path", ["maildir:var/post", "maildir:./var/post"])
def test_a_maildir_stands_in_the_newsroom(path: str, tmp_path: Path) -> None:
    """Relative paths start there; absolute ones are taken as they are."""
    made = mailer(path, {}, tmp_path)
    assert isinstance(made, Maildir) and made.folder == tmp_path / "var/post"
    for url in (f"maildir:{tmp_path}/elsewhere", f"maildir://{tmp_path}/elsewhere"):
        absolute = mailer(url, {}, tmp_path / "room")
        assert isinstance(absolute, Maildir) and absolute.folder == tmp_path / "elsewhere"


def test_the_same_message_id_again_replaces_and_never_doubles(tmp_path: Path) -> None:
    """A second delivery after a crash leaves one file."""
    post = opened(tmp_path)
    post.send(envelope("first"))
    post.send(envelope("second"))
    assert [p.read_bytes() for p in (tmp_path / "new").iterdir()] == [envelope("second").message]


def test_a_message_that_a_mail_program_has_shown_is_replaced_too(tmp_path: Path) -> None:
    """It was moved to cur/ with flags in its name."""
    opened(tmp_path).send(envelope("first"))
    (first,) = (tmp_path / "new").iterdir()
    os.rename(first, tmp_path / "cur" / f"{first.name}:2,S")
    opened(tmp_path).send(envelope("second"))
    assert len([*(tmp_path / "new").iterdir(), *(tmp_path / "cur").iterdir()]) == 1


@pytest.mark.parametrize("mark", ["<../../../etc/x@y>", "/abs", "a\0b", "x" * 5000, "\udcff", ""])
def test_no_message_id_leads_out_of_the_maildir(mark: str, tmp_path: Path) -> None:
    """The file's name is made from a hash."""
    opened(tmp_path / "post").send(envelope("x", mark))
    (file,) = (tmp_path / "post" / "new").iterdir()
    assert file.name.isalnum() and len(file.name) == 40
    assert [p.name for p in tmp_path.iterdir()] == ["post"]


def test_messages_are_for_their_owner_only_and_nothing_is_left_in_tmp(tmp_path: Path) -> None:
    """Patrons' addresses and links are in them."""
    opened(tmp_path / "post").send(envelope("x"))
    (file,) = (tmp_path / "post" / "new").iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert list((tmp_path / "post" / "tmp").iterdir()) == []


def test_a_folder_that_cannot_be_written_stops_the_run_in_words(tmp_path: Path) -> None:
    """Not a traceback, and not one failed patron after the other."""
    (tmp_path / "post").write_text("a file where the folder should be")
    with pytest.raises(MailerUnavailable, match="post cannot be written") as caught:
        opened(tmp_path / "post")
    assert caught.value.hint


def test_a_folder_that_goes_away_stops_the_run_in_words(tmp_path: Path) -> None:
    """Unmounted in the middle of a run."""
    post = opened(tmp_path / "post")
    os.rename(tmp_path / "post", tmp_path / "gone")
    with pytest.raises(MailerUnavailable, match="cannot be written"):
        post.send(envelope("x"))
