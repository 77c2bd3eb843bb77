"""What an edition of a compact is made of. One YAML file holds one edition; ``compacts.py`` reads it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from opencompact.core.calendar import Period

Words = str | dict[str, str]  # one text, or one text per language: {en: ..., cy: ...}


class Party(StrEnum):
    """Who made a promise."""

    PUBLIC = "public"
    VOLUNTARY = "voluntary"
    BOTH = "both"


class Strength(StrEnum):
    """How strongly it was made."""

    MUST = "must"
    AIM = "aim"
    RECOGNISE = "recognise"


class Verify(StrEnum):
    """How anyone can tell whether it is kept."""

    COMPUTED = "computed"  # dates or numbers of a register show it
    RECORDED = "recorded"  # a fact is there or it is not
    JUDGED = "judged"  # a person says, with evidence


class Change(StrEnum):
    """What became of a clause of an older edition."""

    SAME = "same"
    TIGHTENED = "tightened"
    LOOSENED = "loosened"
    SPLIT = "split"
    MERGED = "merged"
    DROPPED = "dropped"
    NEW = "new"


class Fixed(StrEnum):
    """The date of a check after which nothing can be put right: its start, where not its end."""

    START = "from"


class Nation(StrEnum):
    """Whose bank holidays count."""

    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A part of an edition: unknown keys are errors, because a misspelt key is a promise nobody keeps."""


class Unless(_Part, frozen=True):
    """A structured exception: the field that holds the published reason, and the cases the compact names."""

    reason: str
    cases: list[Words] = msgspec.field(default_factory=list, name="for")


class Check(_Part, frozen=True):
    """One executable check of a commitment. Which keys a kind needs stands in ``checks/kinds.py``."""

    id: str
    kind: str
    register: str
    applies: dict[str, str | list[str]] = {}  # only records whose field has (one of) these values
    unless: Unless | None = None
    ours: Words = ""  # why the limit or the measure is our reading, where the agreement prints none
    counted_only: bool = False  # there to be counted by share_of: says nothing of one record
    starts: str | None = msgspec.field(default=None, name="from")
    ends: str | None = msgspec.field(default=None, name="to")
    at_least: str | int | float | None = None  # a period, a count, a share or a ratio: the kind says which
    only_if: str | None = (
        None  # the yes-or-no field without which the start, or the date it is needed by, does not count
    )
    fixed: Fixed | None = None  # min_period: from when it can no longer be put right
    both_days_count: bool = False  # a term: 1 April 2024 to 31 March 2027 is three years
    after: str | None = None
    event: str | None = None
    within: Period | None = None
    limit: str | None = None
    first: str | None = None
    then: str | None = None
    length: Period | None = None  # avoids: the length that makes up for an overlap
    field: str | None = None
    equals: str | bool | int | None = None
    needed_by: str | None = None  # recorded, count_at_least: the day of the record by which it is needed
    number: str | None = None
    of: str | None = None  # ratio_at_least: the other number
    check: str | None = None  # share_of: the check of the same commitment that is counted
    dated: str | None = None  # share_of: the field that says which period a record belongs to
    over: Period | None = None  # share_of: the period counted, ending on the day asked about
    ask: Words | None = None  # judged: the question to put to both sides


class Earlier(_Part, frozen=True):
    """A clause of an older edition and what became of it here."""

    clause: str  # "bristol-2008#3.2"
    change: Change = msgspec.field(name="is")
    note: Words = ""


class Commitment(_Part, frozen=True):
    """One promise."""

    ref: str
    theme: str
    by: Party
    summary: Words
    strength: Strength
    verify: Verify
    source: Words  # where it stands in the document
    assigned: bool = False  # the reference is ours: the document prints none
    text: Words = ""  # the area's own official wording; empty in the files we ship
    outcome: str | None = None
    pair: str | None = None  # the other side's promise beside it
    checks: list[Check] = []
    earlier: list[Earlier] = []
    warning_signs: list[Words] = []
    progress_signs: list[Words] = []
    note: Words = ""


class Area(_Part, frozen=True):
    name: Words
    code: str = ""  # GSS code, where known


class InForce(_Part, frozen=True):
    """The days an edition is in force. A document that prints only its year is given as a year."""

    start: date | int | None = msgspec.field(default=None, name="from")
    end: date | None = msgspec.field(default=None, name="to")


class Framework(_Part, frozen=True):
    """A document this compact rests on."""

    title: Words
    year: int | None = None
    note: Words = ""


class Side(_Part, frozen=True):
    """A party and what it calls itself."""

    name: Words
    about: Words = ""


class Parties(_Part, frozen=True):
    public: Side
    voluntary: Side
    both: Side


class Body(_Part, frozen=True):
    """An organisation the document names, and as what."""

    name: Words
    party: Party
    role: str  # signatory, group member, adopter, mediator, overseer, adviser, parent partnership
    through: Words = ""  # the forum or network that signed for it


class Item(_Part, frozen=True):
    """A value, an outcome or a theme."""

    ref: str
    title: Words
    about: Words = ""


class Term(_Part, frozen=True):
    term: Words
    means: Words


class Mechanism(_Part, frozen=True):
    """How the document means to make itself work: a group, a procedure, a sign-up form."""

    name: Words
    kind: str  # group, champions, disputes, sign-up, review, publicity, assessment, oversight, feedback
    about: Words
    source: Words


class Group(_Part, frozen=True):
    """Who sees to it that the compact is kept, as the document names it; what it does not say stays empty."""

    name: Words
    source: Words
    chair: Words = ""  # "independent chair"; empty where the document names none
    parent: Words = ""  # the partnership the group answers to
    answers_within: Period | None = None  # how soon the group's recommendations are to be answered


class ClosedPeriod(_Part, frozen=True):
    """Days on which a consultation should not run: dated, or every year (month-day to month-day)."""

    name: Words
    start: date | None = msgspec.field(default=None, name="from")
    end: date | None = msgspec.field(default=None, name="to")
    every_year: str = ""  # "12-20 to 01-03"
    around_easter: str = ""  # "-7 to 7": days before and after Easter Sunday


class BankHoliday(_Part, frozen=True):
    """A day on which nobody works there, besides the nation's bank holidays that come with the program."""

    name: Words
    on: date


class Review(_Part, frozen=True):
    due: date | None = None
    every: Period | None = None
    about: Words = ""


class Edition(_Part, frozen=True):
    """One dated version of a compact."""

    id: str
    title: Words
    name: Words  # what the area calls it: Compact, Covenant, Accord, Charter
    area: Area
    nation: Nation
    in_force: InForce
    parties: Parties
    themes: list[Item]
    commitments: list[Commitment]
    languages: list[str] = msgspec.field(default_factory=lambda: ["en"])
    replaces: str = ""
    source: Words = ""  # the document these summaries were made from
    read_at: str = ""  # the web address the document gives for its official words
    copies: Words = ""  # who has the official words, where it says so
    about: Words = ""
    group: Group | None = None
    rests_on: list[Framework] = []
    bodies: list[Body] = []
    values: list[Item] = []
    outcomes: list[Item] = []
    terms: list[Term] = []
    mechanisms: list[Mechanism] = []
    closed_periods: list[ClosedPeriod] = []
    extra_bank_holidays: list[BankHoliday] = []
    review: Review = Review()
    template: bool = False  # a model to start from, in force nowhere
