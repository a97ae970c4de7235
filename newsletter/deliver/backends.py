"""Which mailer a URL means. A new backend is one new file and one line in BACKENDS."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from newsletter.deliver.maildir import Maildir
from newsletter.deliver.smtp import Security, Smtp
from newsletter.errors import ConfigError, SecretMissing
from newsletter.ports import Mailer

USER = "NEWSLETTER_SMTP_USER"
PASSWORD = "NEWSLETTER_SMTP_PASSWORD"  # noqa: S105 - the variable's name

_HOST = re.compile(r"[A-Za-z0-9._:-]+")  # a name or an address of either kind

Env = Mapping[str, str]


def mailer(url: str, env: Env, newsroom: Path) -> Mailer:
    """The backend that `url` names, not yet open. ConfigError for a URL that names none; SecretMissing.

    smtp://host:25, smtps://host:465, smtp+starttls://host:587 (the user from the URL or $NEWSLETTER_SMTP_USER, the
    password only from $NEWSLETTER_SMTP_PASSWORD), maildir:PATH (relative to the newsroom).
    """
    scheme = url.partition(":")[0].strip().lower()
    backend = BACKENDS.get(scheme)
    if backend is None:
        raise ConfigError("mailer: no backend has this scheme", hint=f"allowed: {', '.join(BACKENDS)}")
    return backend(url.strip(), env, newsroom)


def _smtp(security: Security, port: int) -> Callable[[str, Env, Path], Mailer]:
    def backend(url: str, env: Env, newsroom: Path) -> Mailer:
        # No message here repeats the URL: a password may stand in it, though it should not.
        hint = f"write it as {security.scheme}://host:{port}"
        try:
            parts = urlsplit(url)
            host, given_port = parts.hostname, parts.port
        except ValueError as error:
            raise ConfigError("mailer: the address of the mail server cannot be read", hint=hint) from error
        if not host or parts.path.strip("/") or parts.query or parts.fragment or not _HOST.fullmatch(host):
            raise ConfigError("mailer: the address of the mail server cannot be read", hint=hint)
        if parts.password is not None:
            raise ConfigError("mailer: a password does not belong into the address", hint=f"put it into ${PASSWORD}")
        name, password = _login(unquote(parts.username or "") or env.get(USER, ""), env)
        if name and security is Security.NONE and not _loopback(host):
            raise ConfigError(
                "mailer: the password would cross the network unencrypted", hint="use smtp+starttls:// or smtps://"
            )
        return Smtp(host=host, port=given_port or port, security=security, name=name, password=password)

    return backend


def _login(name: str, env: Env) -> tuple[str, str]:
    if not name:
        return "", ""
    password = env.get(PASSWORD, "")
    if not password:
        raise SecretMissing(PASSWORD, hint="the mail server's address names an account, so its password is needed")
    if not _plain(name) or not _plain(password):
        # smtplib encodes both as ASCII, and its UnicodeEncodeError would carry the password into a traceback.
        raise ConfigError(
            "mailer: the account and its password may hold printable ASCII only", hint=f"change ${PASSWORD}"
        )
    return name, password


def _maildir(url: str, env: Env, newsroom: Path) -> Mailer:
    path = url.partition(":")[2]
    if path.startswith("///"):
        path = path[2:]
    if not path or path.startswith("//") or not path.isprintable():
        raise ConfigError("mailer: maildir: needs a folder", hint="write it as maildir:var/mail")
    return Maildir(folder=newsroom / path)


def _plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


#: Scheme -> what makes the mailer.
BACKENDS: Mapping[str, Callable[[str, Env, Path], Mailer]] = {
    "smtp": _smtp(Security.NONE, 25),
    "smtps": _smtp(Security.TLS, 465),
    "smtp+starttls": _smtp(Security.STARTTLS, 587),
    "maildir": _maildir,
}
