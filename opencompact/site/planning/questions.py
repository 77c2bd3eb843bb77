"""The questions, and the answers so far. The answers travel with the visitor, signed, and are stored nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.core import signing
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencompact.core.asking import asking, needed
from opencompact.core.checks.phrases import noun
from opencompact.core.checks.records import REGISTERS, Type, Value
from opencompact.core.findings import Checker
from opencompact.core.steps import asked
from opencompact.core.words import _ as in_the_language
from opencompact.core.words import in_words, listed, sentence
from opencompact.site.consultations.models import Stage
from opencompact.site.findings.rules import reason_cases
from opencompact.site.planning.rules import Kind

UNKNOWN = "?"  # whoever types it says the same
LARGEST = 200_000  # letters of a signed value
Words = str | Lazy


class Question(NamedTuple):
    """One fact to ask for."""

    key: str
    asks: Words
    hint: Words
    type: Type
    absent: Words = ""  # how the answer reads where there is none
    must: bool = False
    longest: int = 4_000
    choices: tuple[tuple[str, Words], ...] = ()
    cases: tuple[str, ...] = ()  # of a reason: those the agreement names


NOT_YET, NOTHING = gettext_lazy("It has not happened and no date has been set"), gettext_lazy("There is none")
NOT_SET = gettext_lazy("No date has been set")
NOT_OUT = gettext_lazy("Not set out yet")
ONE_A_LINE = gettext_lazy("One per line.")
TITLE = Question("title", gettext_lazy("What is it called?"), "", Type.TEXT, must=True)
BODY = Question("body", gettext_lazy("Who is consulting?"),
                gettext_lazy("The organisation, as the statement should name it."), Type.TEXT, must=True)  # fmt: skip
AUTHOR = Question("author", gettext_lazy("Who is preparing this statement?"),
                  gettext_lazy("A name or a team. It is shown on the statement."), Type.TEXT,
                  gettext_lazy("Leave this out"), longest=200)  # fmt: skip
ABOUT = (
    Question("impact", gettext_lazy("What will it mean for the voluntary sector?"),
             gettext_lazy("Which groups it affects and how: their funding, their work, the people they serve."),
             Type.TEXT, gettext_lazy("No effect on the sector is expected")),
    Question("involved", gettext_lazy("Which groups are involved before it opens?"), ONE_A_LINE,
             Type.LIST, gettext_lazy("None so far"), longest=2_000),
    Question("from_stage", gettext_lazy("At what stage were they first involved?"), "", Type.CHOICE,
             choices=(*((str(each.value), each.label) for each in Stage), ("none", gettext_lazy("Not involved")))),
)  # fmt: skip
ASKS: dict[tuple[str, str], tuple[Words, Words, Words]] = {
    ("consultations", "written"): (gettext_lazy("Is it a written consultation?"),
        gettext_lazy("With a document, and written responses on paper or online."), ""),
    ("consultations", "opens"): (gettext_lazy("When does it open?"), "", NOT_SET),
    ("consultations", "closes"): (gettext_lazy("When does it close?"),
        gettext_lazy("The last date for responses."), NOT_SET),
    ("consultations", "announced"): (gettext_lazy("When is it announced?"),
        gettext_lazy("The date people can first read that it is coming."), NOT_YET),
    ("consultations", "impact_assessed"): (gettext_lazy("When is its impact assessed?"), "", NOT_YET),
    ("consultations", "feedback_published"): (gettext_lazy("When is feedback published?"), "", NOT_YET),
    ("consultations", "short_reason"): (gettext_lazy("Why is it open for less time than promised?"),
        gettext_lazy("The reason is published with the notice."), gettext_lazy("No reason yet")),
    ("consultations", "holiday_reason"): (gettext_lazy("Why does it run over a holiday period?"),
        gettext_lazy("The reason is published with the notice."), gettext_lazy("No reason yet")),
    ("consultations", "purpose"): (gettext_lazy("What is it for?"), "", NOT_OUT),
    ("consultations", "can_change"): (gettext_lazy("What can still change?"), "", NOT_OUT),
    ("consultations", "cannot_change"): (gettext_lazy("What can't be changed now?"), "", NOT_OUT),
    ("consultations", "methods"): (gettext_lazy("How can people take part?"), ONE_A_LINE, NOTHING),
    ("consultations", "formats"): (gettext_lazy("Which accessible formats are there?"),
        gettext_lazy("One per line, such as easy read or large print."), NOTHING),
    ("consultations", "expenses_offered"): (gettext_lazy("Are people's expenses paid?"), "", ""),
    ("consultations", "prior_knowledge"): (gettext_lazy("What is already known?"),
        gettext_lazy("From earlier consultations, surveys and groups."), NOT_OUT),
    ("consultations", "groups"): (gettext_lazy("Whose voices are often missing, and will you try to reach them?"),
    ONE_A_LINE,
        gettext_lazy("No group is named yet")),
    ("consultations", "stage"): (gettext_lazy("What stage is it at?"), "", NOT_OUT),
}  # fmt: skip


def question_of(register: str, field: str) -> Question:
    """How a fact is asked for."""
    kind = REGISTERS[register][field]
    usual = f"{sentence(in_the_language(noun(register, field)))}?"
    asks, hint, absent = ASKS.get((register, field), (usual, "", NOTHING))
    choices = tuple((each, each) for each in kind.choices)
    longest = {Type.REASON: 1_000, Type.LIST: 2_000}.get(kind.type, 4_000)
    return Question(field, asks, hint, kind.type, absent, longest=longest, choices=choices)


class Answers(NamedTuple):
    """What was said so far, by the keys of the questions."""

    said: dict[str, Value]

    def with_all(self, said: Mapping[str, Value]) -> Answers:
        return Answers({**self.said, **said})

    def record(self, register: str) -> dict[str, Value]:
        """The facts as the core reads them: what nobody knows is absent."""
        fields = REGISTERS[register]
        return {key: value for key, value in self.said.items() if key in fields and value != UNKNOWN}

    def unknown(self, register: str) -> list[str]:
        return [key for key, value in self.said.items() if key in REGISTERS[register] and value == UNKNOWN]


def questions(by: Checker, kind: Kind, answers: Answers, today: date) -> list[Question]:
    """All that is asked, given what was said: what the promises need, and what a committee wants to know besides."""
    record, unknown = answers.record(kind.register), answers.unknown(kind.register)
    fields = needed(by, kind.register, record, unknown, today)
    fields += ["purpose"] if "purpose" not in fields else []
    asked_for = [question_of(kind.register, field) for field in fields]
    return [
        TITLE, BODY, *(each._replace(cases=cases_of(by, kind.register, each.key)) for each in asked_for), *ABOUT,
        AUTHOR,
    ]  # fmt: skip


def cases_of(by: Checker, register: str, reason: str) -> tuple[str, ...]:
    """The cases the agreement names for a reason, in the language spoken now."""
    return tuple(reason_cases(by, register, reason))


class Why(NamedTuple):
    """A promise for which a question is asked."""

    ref: str
    asks: str


def why_asked(by: Checker, kind: Kind, question: Question) -> list[Why]:
    """The promises for which a question is asked, and what they ask."""
    found = asking(by, kind.register, question.key) if question.key in REGISTERS[kind.register] else []
    if question.key in {each.key for each in (TITLE, BODY, *ABOUT, AUTHOR)}:
        return []
    about_it = [each for each in found if each.check.needed_by != question.key] or found
    return list(dict.fromkeys(Why(each.commitment.ref, asked(each)) for each in about_it))


def packed(answers: Answers, salt: str) -> str:
    """The answers as they travel: compressed and signed, so that what comes back is what was checked here."""
    plain = {key: value.isoformat() if isinstance(value, date) else value for key, value in answers.said.items()}
    return signing.dumps(plain, salt=salt, compress=True)


def unpacked(text: str, salt: str, register: str) -> Answers | None:
    """The answers that came back; None where they are not as they left."""
    if not text:
        return Answers({})
    try:
        plain = signing.loads(text, salt=salt) if len(text) <= LARGEST else None
        return Answers({key: _typed(register, key, value) for key, value in plain.items()}) if plain else None
    except (signing.BadSignature, ValueError, KeyError):
        return None


def _typed(register: str, key: str, value: Any) -> Value:
    if isinstance(value, list):
        return tuple(map(str, value))
    field = REGISTERS[register].get(key)
    is_day = field and field.type is Type.DAY and value not in (None, UNKNOWN)
    found: Value = date.fromisoformat(value) if is_day else value
    return found


def told(question: Question, value: Value) -> str:
    """An answer in words."""
    if value == UNKNOWN:
        return _("Not known yet")
    if value is None:
        return str(question.absent)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return in_words(value)
    if isinstance(value, tuple):
        return _listed(value)
    chosen = dict(question.choices).get(str(value))
    return str(chosen or value)


def _listed(items: Iterable[str]) -> str:
    return sentence(listed(items))
