"""Days in a calendar file (RFC 5545), each an all-day entry with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime

import msgspec

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


class Entry(msgspec.Struct, frozen=True):
    """One day worth noting. Its ``uid`` stays the same as long as it is the same thing, so no import repeats it."""

    uid: str
    day: date
    title: str
    about: str = ""


def to_ical(entries: Iterable[Entry], name: str, stamp: date) -> bytes:
    """A calendar file. ``stamp`` is the day it was made; the same entries on the same day give the same bytes."""
    from icalendar import Calendar, Event  # only where a calendar is asked for

    calendar = Calendar()
    calendar.add("prodid", "-//OpenCompact//OpenCompact//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _text(name))
    for entry in entries:
        event = Event()
        event.add("uid", entry.uid)
        event.add("dtstamp", datetime(stamp.year, stamp.month, stamp.day, tzinfo=UTC))
        event.add("dtstart", entry.day)
        event.add("summary", _text(entry.title))
        if entry.about:
            event.add("description", _text(entry.about))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _text(text: str) -> str:
    """Without the characters that a calendar file may not hold; lines stay lines."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
