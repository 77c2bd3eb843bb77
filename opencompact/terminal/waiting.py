"""A bar on standard error for work that takes longer than two seconds, where somebody is looking."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from rich.console import Console
from rich.progress import Progress

PATIENCE = 2.0  # seconds before anything is shown
BEAT = 0.2


@contextmanager
def waiting(label: str, done: Callable[[], float] | None = None) -> Iterator[None]:
    """Show that work goes on; ``done`` gives how much of it is done, in per cent, where anybody can tell."""
    ended = Event()
    watcher = Thread(target=_watch, args=(label, done, ended), daemon=True)
    if sys.stderr.isatty():
        watcher.start()
    try:
        yield
    finally:
        ended.set()
        if watcher.is_alive():
            watcher.join()


def _watch(label: str, done: Callable[[], float] | None, ended: Event) -> None:
    if ended.wait(PATIENCE):
        return
    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(label, total=100 if done else None)
        while not ended.wait(BEAT):
            shown.update(task, completed=max(0.0, done()) if done else None)
