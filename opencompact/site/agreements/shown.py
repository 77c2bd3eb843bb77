"""What the pages of this room show, put together from an edition: one promise, a whole document, a comparison."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from msgspec.structs import replace

from opencompact.core import notices
from opencompact.core.checks.kinds import applying
from opencompact.core.differences import Difference
from opencompact.core.editions import Check, Commitment, Party, Words
from opencompact.core.editions import Edition as Document
from opencompact.core.notices import Notice
from opencompact.core.problems import Unusable
from opencompact.core.words import in_words, sentence
from opencompact.site.agreements.alike import Pair, Paper, SideBySide
from opencompact.site.agreements.forms import NoticeForm
from opencompact.site.agreements.models import Edition
from opencompact.site.agreements.wording import (
    COLOURS,
    Checked,
    Row,
    body_role,
    checks_of,
    closed_period,
    in_brief,
    in_force,
    marked,
    row,
    side_name,
)
from opencompact.site.record.models import Entry

PUT_HERE = ("edition_published", "edition_published_undated", "edition_adopted")

# One promise


class Facts(NamedTuple):
    """One promise as its page shows it."""

    row: Row
    id: str  # bristol-2012#5.5
    assigned: bool
    text: str
    note: str
    source: str
    theme: tuple[str, str]  # its reference and title
    outcome: tuple[str, str] | None
    checks: list[Checked]
    warning_signs: list[str]
    progress_signs: list[str]
    pairs: list[Row]
    previous: Row | None
    next: Row | None


def promise_facts(edition: Edition, commitment: Commitment, today: date) -> Facts:
    """Everything an edition says of one promise."""
    document = edition.document
    every = document.commitments
    place = next(number for number, each in enumerate(every) if each.ref == commitment.ref)
    theme = next(item for item in document.themes if item.ref == commitment.theme)
    outcome = next((item for item in document.outcomes if item.ref == commitment.outcome), None)
    beside = [each for each in every if each.ref == commitment.pair or each.pair == commitment.ref]
    return Facts(
        row=row(edition, commitment, today),
        id=f"{edition.pk}#{commitment.ref}",
        assigned=commitment.assigned,
        text=marked(edition.official_words(commitment), document),
        note=marked(commitment.note, document),
        source=marked(commitment.source, document),
        theme=(theme.ref, marked(theme.title, document)),
        outcome=(outcome.ref, marked(outcome.title, document)) if outcome else None,
        checks=checks_of(document, commitment, today),
        warning_signs=[marked(sign, document) for sign in commitment.warning_signs],
        progress_signs=[marked(sign, document) for sign in commitment.progress_signs],
        pairs=[row(edition, each, today) for each in beside],
        previous=row(edition, every[place - 1], today) if place else None,
        next=row(edition, every[place + 1], today) if place + 1 < len(every) else None,
    )


class Answer(NamedTuple):
    """What the calculator of notice says."""

    says: str
    more: str  # what follows from it: the days that would have kept the promise, or that it is too late
    worked_out: str
    ref: str
    others: list[str]
    exception: str


def notice_answer(edition: Edition, form: NoticeForm, today: date) -> Answer | None:
    """The last day to give notice of an end, or the earliest end for a notice; None until a day was given."""
    if not form.is_bound or not form.is_valid():
        return None
    ends, given, what = (form.cleaned_data[name] for name in ("ends", "given", "what"))
    document = by_one_side(edition.document, form.check)
    try:
        found = (
            notices.notice_given(document, given, today, what)
            if given
            else notices.notice_for_end(document, ends, today, what)
        )
        if ends and given:
            return _both(found, given, ends, notices.notice_for_end(document, ends, today, what).day)
    except Unusable as fault:
        form.add_error(None, sentence(str(fault.problems[0].says)) + ".")
        return None
    return _answer(found)


def _both(found: Notice, given: date, ends: date, latest: date) -> Answer:
    """How long the notice was, and how long it should have been."""
    days, short, period = (ends - given).days, (found.day - ends).days, found.period
    facts = {"given": in_words(given), "ends": in_words(ends)}
    if days < 0:
        long = _("The letter of %(given)s came after the end on %(ends)s") % facts
    else:
        long = ngettext("%(count)s day's notice", "%(count)s days' notice", days) % {"count": days}
    promised = ngettext("%(period)s was promised", "%(period)s were promised", period.count)
    enough = ngettext("%(count)s day short", "%(count)s days short", short) % {"count": short}
    if short <= 0:
        enough = _("that is enough")
    says = "; ".join([long, promised % {"period": period.in_words()}, enough]) + "."
    more = _(
        "With a letter of %(given)s the earliest date is %(earliest)s. For an end on %(ends)s the letter was due by "
        "%(latest)s."
    ) % {**facts, "earliest": in_words(found.day), "latest": in_words(latest)}
    return _answer(found)._replace(says=says, more=more if short > 0 else "")


def by_one_side(document: Document, check: Check) -> Document:
    """The document as it is for public bodies; for notice by groups, with their promises of notice alone."""
    only = applying(check.applies.get("by", []))
    if not only or str(Party.PUBLIC) in only:
        return document
    by_groups = {
        each.ref: [_whoever(one) for one in each.checks if one.applies.get("by") == check.applies["by"]]
        for each in document.commitments
    }
    kept = [replace(each, checks=by_groups[each.ref]) for each in document.commitments if by_groups[each.ref]]
    return replace(document, commitments=kept)


def _whoever(check: Check) -> Check:
    """The same check for whoever makes the change."""
    return replace(check, applies={field: value for field, value in check.applies.items() if field != "by"})


def _answer(found: Notice) -> Answer:
    day = {"day": in_words(found.day)}
    if found.given:
        told = _("The earliest date it can end is %(day)s.")
        if found.what != "end":
            told = _("The earliest date it can take effect is %(day)s.")
    else:
        told = _("Notice had to be given by %(day)s.") if found.passed else _("Give notice by %(day)s.")
    never = _("No exceptions are allowed.")
    return Answer(
        told % day,
        _too_late(found) if found.passed else "",
        found.says,
        found.promise.commitment.ref,
        found.others,
        found.exception or never,
    )


def _too_late(found: Notice) -> str:
    now = notices.notice_given(found.edition, found.as_of, found.as_of, found.what)
    told = _("That date has passed. With notice given today, %(today)s, the earliest date is %(day)s.")
    return told % {"today": in_words(found.as_of), "day": in_words(now.day)}


# A whole edition


class Listing(NamedTuple):
    """A part of a document: its heading, and what stands under it by name."""

    heading: str
    rows: list[tuple[str, str]]
    id: str = ""  # where others link to it


class Named(NamedTuple):
    """A body that a document names."""

    name: str
    party: str
    colour: str
    role: str
    through: str


def whole(edition: Edition, today: date) -> dict[str, Any]:
    """Everything an edition says beside its promises."""
    document = edition.document
    return {
        "brief": in_brief(edition),
        "about": marked(document.about, document),
        "source": marked(document.source, document),
        "listings": [each for each in _listings(document, today) if each.rows],
        "bodies": [
            Named(
                marked(body.name, document),
                side_name(body.party),
                COLOURS[body.party],
                body_role(body.role),
                marked(body.through, document),
            )
            for body in sorted(document.bodies, key=lambda body: list(Party).index(body.party))
        ],
        "review_about": marked(document.review.about, document),
        "review_every": document.review.every.in_words() if document.review.every else "",
    }


def _listings(document: Document, today: date) -> Iterator[Listing]:
    def told(*rows: tuple[Words, Words]) -> list[tuple[str, str]]:
        return [(marked(name, document), marked(about, document)) for name, about in rows]

    sides = (document.parties.public, document.parties.voluntary, document.parties.both)
    yield Listing(_("Who makes the promises"), told(*((side.name, side.about) for side in sides)))
    yield Listing(_("Values"), told(*((each.title, each.about) for each in document.values)))
    yield Listing(_("Outcomes it aims for"), told(*((each.title, each.about) for each in document.outcomes)))
    works = told(*((each.name, each.about) for each in document.mechanisms))
    yield Listing(_("How it is put into practice"), works, "mechanisms")
    yield Listing(_("Words it uses"), told(*((each.term, each.means) for each in document.terms)))
    rests_on = [(_dated(marked(each.title, document), each.year), each.note) for each in document.rests_on]
    yield Listing(_("What it is based on"), [(title, marked(note, document)) for title, note in rests_on])
    closed = [(marked(each.name, document), closed_period(each, today)) for each in document.closed_periods]
    yield Listing(_("Closed periods"), closed)


def _dated(title: str, year: int | None) -> str:
    return format_html("{} ({})", title, year) if year else title


class EditionRow(NamedTuple):
    """An edition in the list of all."""

    edition: Edition
    in_force: str
    is_in_force: bool
    promises: int
    followed_by: Edition | None
    put_here: date
    receipt: int | None  # the number of its entry in the public record


def edition_rows(editions: Sequence[Edition], today: date) -> list[EditionRow]:
    """The editions of one area as their list shows them."""
    followers = {each.replaces_id: each for each in editions if each.replaces_id}
    entries = Entry.objects.filter(subject__in=[each.pk for each in editions], act__in=PUT_HERE)
    receipts = {entry.subject: entry.n for entry in entries}
    return [
        EditionRow(
            each,
            in_force(each),
            each.is_in_force(today),
            len(each.document.commitments),
            followers.get(each.pk),
            each.area.day_of(each.published),
            receipts.get(each.pk),
        )
        for each in editions
    ]


# Two editions side by side


class Side(NamedTuple):
    """A promise of one of two editions."""

    ref: str
    href: str
    summary: str
    party: str
    colour: str


class Line(NamedTuple):
    """A promise of each edition, and what they say differently."""

    left: Side
    right: Side
    certain: bool
    percent: int
    differences: list[Difference]
    note: str

    @property
    def word_for_word(self) -> bool:
        """Nothing was changed, so that showing it once is enough."""
        return self.left.summary == self.right.summary and not self.differences


class Figures(NamedTuple):
    """A figure in which two promises differ."""

    about: str
    left: str
    left_ref: str
    right: str
    right_ref: str
    direction: str


class Section(NamedTuple):
    """What became of promises of the first edition in the second."""

    id: str
    heading: str
    about: str
    lines: Sequence[Line] = ()
    alone: Sequence[Side] = ()
    figures: Sequence[Figures] = ()

    @property
    def total(self) -> int:
        return len(self.lines) + len(self.alone) + len(self.figures)


def sections(found: SideBySide, today: date) -> list[Section]:
    """A comparison as its page shows it: the figures, then the promises that belong together, then the others."""
    names = {"left": found.names[0], "right": found.names[1]}
    figures = [
        Figures(each.about, each.left, pair.left.ref, each.right, pair.right.ref, str(each.direction or ""))
        for pair, each in found.figures
    ]
    made = [Section("figures", _("Different figures"), _("What both put a figure on."), figures=figures)]
    for change, (title, told) in (BECAME if found.one_area else ASKS).items():
        lines = [_line(found, pair, today) for pair in found.of(change)]
        made.append(Section(change, str(title) % names, str(told) % names, lines))
    possible = [_line(found, pair, today) for pair in found.possible]
    made.append(Section("possible", _("Possible matches"), _("Too unlike to be counted above. Read both."), possible))
    alone = {
        "new": (names["right"], names["left"], _sides(found.right, found.right_alone, today)),
        "dropped": (names["left"], names["right"], _sides(found.left, found.left_alone, today)),
    }
    for id, (here, there, sides) in alone.items():
        heading = _("%(here)s: no close match in %(there)s") % {"here": here, "there": there}
        about = _("%(there)s may still promise this, in other words or as part of another promise.") % {"there": there}
        made.append(Section(id, heading, about, alone=sides))
    return [section for section in made if section.total]


ALIKE = (
    gettext_lazy("Similar"),
    gettext_lazy("Who makes the promise, how strong it is and how it is checked are the same. Read both wordings."),
)
OTHERWISE = gettext_lazy("They differ, but neither asks for more on every point.")
BECAME = {
    "tightened": (
        gettext_lazy("%(right)s asks for more"),
        gettext_lazy("On what can be compared, %(right)s asks for more than %(left)s."),
    ),
    "loosened": (
        gettext_lazy("%(right)s asks for less"),
        gettext_lazy("On what can be compared, %(right)s asks for less than %(left)s."),
    ),
    "other": (gettext_lazy("Different in other ways"), OTHERWISE),
    "same": ALIKE,
}
"""Between editions of one area, one of which has become the other."""

ASKS = {
    "tightened": (
        gettext_lazy("%(right)s asks more"),
        gettext_lazy("On what can be compared, %(right)s asks for more than %(left)s."),
    ),
    "loosened": (
        gettext_lazy("%(right)s asks less"),
        gettext_lazy("On what can be compared, %(right)s asks for less than %(left)s."),
    ),
    "other": (gettext_lazy("More in some ways, less in others"), OTHERWISE),
    "same": ALIKE,
}
"""Between two areas, where nothing was ever tightened."""


def _line(found: SideBySide, pair: Pair, today: date) -> Line:
    return Line(
        _side(found.left, pair.left, today),
        _side(found.right, pair.right, today),
        pair.certain,
        pair.percent,
        pair.differences,
        pair.note,
    )


def _sides(paper: Paper, commitments: Iterable[Commitment], today: date) -> list[Side]:
    return [_side(paper, each, today) for each in commitments]


def _side(paper: Paper, commitment: Commitment, today: date) -> Side:
    document = paper.document
    return Side(
        commitment.ref,
        paper.href(commitment, today),
        marked(commitment.summary, document),
        side_name(commitment.by),
        COLOURS[commitment.by],
    )
