"""A preview on a real loopback port, in this process or (`Command`) as the command in a process of its own."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
from dataclasses import dataclass, field
from threading import Thread
from types import TracebackType

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from newsletter.app import Newsroom
from newsletter.desk import create_preview
from newsletter.jobs import build
from tests.support.make import at as instant
from tests.support.make import day
from tests.support.newsroom import MORNING, Room
from tests.support.until import listens, until

DAY = day("2022-01-11")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def collect(room: Room, *, at: str = MORNING) -> None:
    """`newsletter collect --now`, without the cost of a process."""
    with Newsroom(room.folder, {}, at=instant(at)) as newsroom:
        newsroom.collect(now_please=True)


def publish(room: Room, *, at: str = MORNING) -> None:
    """`newsletter build --offline`, without the cost of a process."""
    with Newsroom(room.folder, {}, at=instant(at)) as newsroom:
        build(newsroom, newsroom.review(), DAY, offline=True)


class _Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        """Nothing: a test's output is its own."""


@dataclass(kw_only=True)
class _Client:
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def get(self, path: str, *, method: str = "GET", headers: dict[str, str] | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, headers=headers or {})
            response = connection.getresponse()
            text = response.read().decode("utf-8")
            return Answer(status=response.status, headers=dict(response.getheaders()), text=text)
        finally:
            connection.close()


@dataclass(kw_only=True)
class Preview(_Client):
    """The preview's pages, served by threads of this process."""

    room: Room
    at: str = MORNING
    port: int = 0
    app: Flask = field(init=False)
    server: BaseWSGIServer = field(init=False)
    newsroom: Newsroom = field(init=False)

    @classmethod
    def of(cls, room: Room, *, at: str = MORNING) -> Preview:
        return cls(room=room, at=at)

    def __enter__(self) -> Preview:
        self.newsroom = Newsroom(self.room.folder, {}, at=instant(self.at))
        self.app = create_preview(self.newsroom, self.newsroom.review(), DAY)
        self.server = make_server("127.0.0.1", 0, self.app, threaded=True, request_handler=_Silent)
        self.port = self.server.server_port
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.shutdown()
        self.server.server_close()
        for close in self.app.extensions["newsletter.close"]:
            close()
        self.newsroom.close()


@dataclass(kw_only=True)
class Command(_Client):
    """`newsletter preview` in a process of its own."""

    room: Room
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] = field(init=False)

    def __enter__(self) -> Command:
        words = ("-q", "preview", "--day", str(DAY), "--port", str(self.port))
        # A shell that runs the suite in the background has it ignore Ctrl+C, and children inherit that.
        self.process = subprocess.Popen(
            self.room.command(*words),
            env=self.room.environment(),
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        try:
            until(lambda: listens(self.port) or self.process.poll() is not None)
            assert self.process.poll() is None, "the preview has ended before it began"
        except AssertionError:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)

    def interrupt(self) -> int:
        """Ctrl+C; the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(20)
