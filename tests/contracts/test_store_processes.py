"""Several processes on one store, and processes that are killed: nothing is doubled, nothing is half there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from newsletter.model.base import MAIN
from newsletter.model.rendered import EditionState
from newsletter.store import Store, open_store
from tests.support.make import at, day

ROOT = Path(__file__).resolve().parents[2]
TUESDAY = day("2022-01-11")
CUTOFF = at("2022-01-11T04:30Z")

PRELUDE = """
import os, sys
from pathlib import Path
from sqlalchemy import event
from newsletter.errors import NewsletterError
from newsletter.model.base import MAIN
from newsletter.store import open_store
from tests.contracts.test_store_deliveries import delivery
from tests.contracts.test_store_drafts import draft, signed
from tests.contracts.test_store_ledger import EDITION, archive, decided, record
from tests.support.make import day, entry
from tests.unit.store.vocabulary import state, take
store = open_store(sys.argv[1], Path(sys.argv[2]))
NOW = entry().first_seen
"""


def start(script: str, url: str, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PRELUDE + script, url, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def together(script: str, url: str, folder: Path, processes: int = 2) -> Sequence[str]:
    """Run `script` in several processes that start at one signal; what each of them printed."""
    gate = "print('ready', flush=True); sys.stdin.readline()\n"
    running = [start(gate + script, url, folder) for _ in range(processes)]
    try:
        for process in running:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in running:
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        said = [process.communicate(timeout=60)[0].strip() for process in running]
    finally:
        for process in running:
            process.kill()
            process.wait()
    assert [process.returncode for process in running] == [0] * processes
    return said


def killed(script: str, url: str, folder: Path) -> None:
    """Run `script`, which kills itself."""
    process = start(script, url, folder)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL


#: The process dies when everything is written and the transaction is about to end.
DIE_BEFORE_COMMIT = """
@event.listens_for(store.database.engine, "commit")
def die(connection):
    os.kill(os.getpid(), 9)
"""


def test_a_new_store_may_be_opened_by_several_processes_at_once(tmp_path: Path) -> None:
    """One of them makes the schema, the others wait."""
    script = "print(store.check().count('up to date'))"
    running = [start(script, "sqlite:///var/n.db", tmp_path) for _ in range(4)]
    assert [process.communicate(timeout=60)[0] for process in running] == ["1\n"] * 4


def test_two_processes_that_take_in_one_feed_store_every_entry_once(url: str, store: Store, tmp_path: Path) -> None:
    """Between them they find each entry new exactly once."""
    script = """
given = [entry(f"Title {n}", guid=str(n), text="words " * 50) for n in range(100)]
print(*(take(store, *given[i:i + 10])[0] for i in range(0, 100, 10)))
"""
    said = together(script, url, tmp_path)
    new = [sum(pair) for pair in zip(*(map(int, line.split()) for line in said), strict=True)]
    assert new == [10] * 10
    assert len(list(store.archive.entries())) == 100


def test_two_sources_with_one_link_at_once_make_one_original_and_one_repetition(
    url: str, store: Store, tmp_path: Path
) -> None:
    """Never two originals, never a circle."""
    script = """
mine = f"source-{os.getpid()}"
for n in range(20):
    take(store, entry(f"Title {n}", source=mine, url=f"https://example.org/{n}"))
"""
    together(script, url, tmp_path)
    repeats = [e for e in store.archive.entries() if e.repeat_of is not None]
    assert len(repeats) == 20
    assert {e.repeat_of for e in repeats}.isdisjoint({e.id for e in repeats})


def test_one_delivery_is_claimed_by_one_of_two_processes(url: str, store: Store, tmp_path: Path) -> None:
    """Each patron gets one mail, whoever sends it."""
    said = together("print(sum(store.deliveries.claim(delivery(f'p{n}')) for n in range(40)))", url, tmp_path)
    assert sum(map(int, said)) == 40
    assert len(store.deliveries.of(MAIN, TUESDAY)) == 40


def test_one_released_delivery_is_claimed_again_by_one_of_two_processes(url: str, store: Store, tmp_path: Path) -> None:
    """Also the second try is one process's."""
    with open_store(url, tmp_path) as other:
        from tests.contracts.test_store_deliveries import delivery

        for n in range(40):
            other.deliveries.claim(delivery(f"p{n}"))
            other.deliveries.settle(delivery(f"p{n}", error="450 later"))
    said = together("print(sum(store.deliveries.claim(delivery(f'p{n}')) for n in range(40)))", url, tmp_path)
    assert sum(map(int, said)) == 40
    assert {d.tries for d in store.deliveries.of(MAIN, TUESDAY)} == {2}


def test_one_revision_of_a_draft_is_made_by_one_of_two_editors(url: str, store: Store, tmp_path: Path) -> None:
    """Optimistic locking holds across processes: of each revision there is one, and the other editor is told."""
    script = """
store.drafts.put_base(draft())
made = 0
for n in range(1, 13):
    try:
        store.drafts.append(MAIN, day("2022-01-11"), signed(n))
        made += 1
    except NewsletterError as error:
        assert type(error).__name__ == "StaleRevision", error
print(made)
"""
    said = together(script, url, tmp_path)
    stored = store.drafts.get(MAIN, TUESDAY)
    assert stored is not None
    assert [e.revision for e in stored.edits] == list(range(1, len(stored.edits) + 1))
    assert sum(map(int, said)) == len(stored.edits)


def test_one_revision_of_an_edition_is_begun_by_one_of_two_builds(url: str, store: Store, tmp_path: Path) -> None:
    """The other one is told that it is too late."""
    script = """
try:
    store.editions.begin(record(), EDITION, [])
    print("begun")
except NewsletterError as error:
    print(type(error).__name__)
"""
    assert sorted(together(script, url, tmp_path)) == ["Busy", "begun"]


def test_a_kill_before_the_commit_leaves_neither_state_nor_entries(url: str, store: Store, tmp_path: Path) -> None:
    """Validators that were saved without their entries would lose these for ever."""
    killed(DIE_BEFORE_COMMIT + "take(store, entry('Talks end'), entry('Snow'))", url, tmp_path)
    assert store.archive.sources() == {}
    assert list(store.archive.entries()) == []
    with open_store(url, tmp_path) as again:
        from tests.support.make import entry
        from tests.unit.store.vocabulary import take

        assert take(again, entry("Talks end"), entry("Snow")) == (2, 0)


def test_a_kill_after_the_commit_loses_nothing(url: str, store: Store, tmp_path: Path) -> None:
    """What a method has returned from is there."""
    killed("take(store, entry('Talks end')); os.kill(os.getpid(), 9)", url, tmp_path)
    assert [e.title for e in store.archive.entries()] == ["Talks end"]
    assert "up to date" in store.check()


def test_a_kill_before_the_commit_of_an_edition_decides_nothing(url: str, store: Store, tmp_path: Path) -> None:
    """Revision and decisions come together or not at all."""
    script = (
        "archive(store, 'a', 'b')\n" + DIE_BEFORE_COMMIT + "store.editions.begin(record(), EDITION, decided(a='told'))"
    )
    killed(script, url, tmp_path)
    assert store.editions.find(MAIN, day=TUESDAY) is None
    assert [e.id for e in store.decisions.undecided(MAIN, CUTOFF)] == ["a", "b"]


def test_a_kill_between_begin_and_finish_leaves_something_to_finish(url: str, store: Store, tmp_path: Path) -> None:
    """The next command finds it and can go either way."""
    script = """
archive(store, "a")
store.editions.begin(record(), EDITION, decided(a="told"))
os.kill(os.getpid(), 9)
"""
    killed(script, url, tmp_path)
    [left] = store.editions.unfinished()
    assert (left.day, left.revision, left.state) == (TUESDAY, 1, EditionState.PUBLISHING)
    store.editions.undo(left.review, left.day, left.revision)
    assert [e.id for e in store.decisions.undecided(MAIN, CUTOFF)] == ["a"]


def test_a_kill_at_any_moment_leaves_whole_polls(url: str, store: Store, tmp_path: Path) -> None:
    """Of every source there is its state and all its entries, or neither."""
    script = """
print("ready", flush=True)
for n in range(10_000):
    given = [entry(f"Title {i}", source=f"s{n}", text="words " * 50) for i in range(20)]
    store.archive.take_in(state(f"s{n}", body_hash="0"), given, NOW)
"""
    process = start(script, url, tmp_path)
    assert process.stdout is not None
    process.stdout.readline()
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.3)
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    counts: dict[str, int] = {}
    for found in store.archive.entries():
        counts[found.source] = counts.get(found.source, 0) + 1
    assert counts == dict.fromkeys(store.archive.sources(), 20)
    assert "up to date" in store.check()


def test_a_forked_child_that_dies_takes_nothing_with_it(store: Store) -> None:
    """The parent's connections are its own."""
    from tests.support.make import entry
    from tests.unit.store.vocabulary import take

    take(store, entry("Talks end"))
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    assert take(store, entry("Snow")) == (1, 0)
