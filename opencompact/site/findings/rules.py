"""Who may plan, publish and amend a record, reply to a finding, contest it and judge a promise, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencompact import __version__
from opencompact.core.checks.finding import Finding as CoreFinding
from opencompact.core.checks.ops import Status as CoreStatus
from opencompact.core.checks.phrases import noun
from opencompact.core.editions import Verify
from opencompact.core.findings import Checker
from opencompact.core.reasons import explains
from opencompact.core.remedies import remedy
from opencompact.core.saying import says
from opencompact.core.verdicts import verdicts
from opencompact.core.words import _ as _noun
from opencompact.core.words import listed, said
from opencompact.site.accounts.models import Organisation, RoleKind
from opencompact.site.accounts.rules import holds, spoken_for, why_not_speak_for
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.models import Area
from opencompact.site.findings.models import Finding, Judgement, Registered, Settled, State, Status, registers
from opencompact.site.rules import SET_UP, Due

MOVES: dict[State, tuple[State, ...]] = {
    State.PLANNED: (State.PUBLISHED,),
    State.PUBLISHED: (State.WITHDRAWN,),
    State.WITHDRAWN: (),
}
SIX_WEEKS = timedelta(weeks=6)
MOST = 200  # things that wait in one list
AT_ONCE = 200  # records looked at together
BROKEN = (CoreStatus.AT_RISK, CoreStatus.NOT_KEPT)


def edition_now(area: Area) -> Edition | None:
    """The edition in force today."""
    return Edition.objects.in_force_on(area, area.today())


def judged_by(row: Registered) -> Edition | None:
    """The edition a record is judged by: of a plan the one in force today."""
    return row.edition or edition_now(row.area)


def worked_out(row: Registered, as_of: date | None = None) -> list[CoreFinding]:
    """What every promise says of a record as it is now, or on another day."""
    edition = judged_by(row)
    if edition is None:
        return []
    return checker(edition).read(row.REGISTER, row.facts(), as_of or row.area.today())


def deciding(found: Iterable[CoreFinding]) -> dict[tuple[str, str], bool]:
    """The check that decides on each promise, and whether that verdict rests on our reading of the agreement."""
    return {key_of(each.deciding[0]): each.ours for each in verdicts(found)}


def key_of(found: CoreFinding) -> tuple[str, str]:
    """The promise and the check of it: what a stored finding is known by on its record."""
    return found.promise.commitment.ref, found.promise.check.id


_checkers: dict[tuple[str, str], Checker] = {}


def checker(edition: Edition) -> Checker:
    """The promises of an edition, ready to read records; made once for each text."""
    key = (edition.pk, edition.digest)
    if key not in _checkers:
        if len(_checkers) > 64:
            _checkers.clear()
        _checkers[key] = Checker(edition.document)
    return _checkers[key]


def why_not_see(person: Any, row: Registered) -> str | None:
    """What is published is for everybody; a plan is for those who speak for its body, and for the officer."""
    if row.state != State.PLANNED:
        return None
    return why_not_speak_for(person, row.body)


def why_not_plan(person: Any, body: Organisation) -> str | None:
    """Who speaks for a body plans its records."""
    return why_not_speak_for(person, body)


def why_not_change_plan(person: Any, row: Registered) -> str | None:
    """A plan can be changed and dropped as long as it is one."""
    why_not = why_not_speak_for(person, row.body)
    if why_not:
        return why_not
    return None if row.state == State.PLANNED else _("This is published. Change the published version, and say why.")


def why_not_publish(person: Any, row: Registered) -> str | None:
    """A plan is published once, under an edition in force; where the compact asks for a reason, with the reason."""
    why_not = why_not_speak_for(person, row.body)
    if why_not:
        return why_not
    if State.PUBLISHED not in MOVES[State(row.state)]:
        return _("This has already been published.")
    if judged_by(row) is None:
        return _("No edition of the agreement is in force today, so there is nothing to check this against.")
    lacking = lacking_reasons(row)
    return lacking[0].says if lacking else None


class Lacking:
    """A promise the plan would not keep, and the field of the reason the compact asks for."""

    def __init__(self, found: CoreFinding, field: str) -> None:
        self.found, self.field = found, field
        self.says = " ".join(_lacking(found, _noun(noun(found.promise.check.register, field))))


def _lacking(found: CoreFinding, reason: str) -> Iterator[str]:
    """What would not be kept, how it would be, and that a reason would do."""
    mend = remedy(found)
    yield from (says(found), mend)
    if reason not in mend:
        yield _("Or give %(reason)s.") % {"reason": reason}
    yield _("A reason is published with the notice.")


OTHER = "other"  # a reason that is none of the cases the agreement names


def cases_of(row: Registered, reason: str) -> list[str]:
    """The cases the agreement names for a reason, in the language spoken now."""
    edition = judged_by(row)
    return reason_cases(checker(edition), row.REGISTER, reason) if edition else []


def reason_cases(by: Checker, register: str, reason: str) -> list[str]:
    """The same, by the promises of an edition."""
    found = [
        said(case)
        for each in by.promises
        if each.check.register == register and each.check.unless and each.check.unless.reason == reason
        for case in each.check.unless.cases
    ]
    return list(dict.fromkeys(found))


def says_case(row: Registered, reason: str) -> str:
    """Which case of the agreement a reason is, or that it is none; empty where nobody chose."""
    return in_case(str(row.reason_cases.get(reason, "")), cases_of(row, reason))


def in_case(chosen: str, cases: Sequence[str]) -> str:
    """The same, of what was chosen among these cases."""
    if chosen == OTHER and cases:
        return _("It is another reason than those the agreement names.")
    if chosen.isdecimal() and int(chosen) < len(cases):
        return _("The agreement names this case: %(case)s.") % {"case": cases[int(chosen)]}
    return ""


def why_not_reason(row: Registered, names: Iterable[str]) -> str | None:
    """A reason is a sentence that explains something."""
    for name in names:
        text = str(getattr(row, name, "") or "")
        if text and not explains(text):
            return says_nothing(text)
    return None


def says_nothing(text: str) -> str:
    """What is asked of a reason that explains nothing."""
    return _("“%(text)s” explains nothing. Say why in a sentence, so that people understand it.") % {"text": text[:40]}


def broken(row: Registered) -> list[CoreFinding]:
    """What is at risk or not kept as a record stands, also where no reason would excuse it."""
    return [each for each in worked_out(row) if each.status in BROKEN]


def lacking_reasons(row: Registered) -> list[Lacking]:
    """The promises a plan would not keep where the compact allows that with a reason, and none is given."""
    found = [each for each in worked_out(row) if each.status in BROKEN and each.promise.check.unless]
    return [Lacking(each, each.promise.check.unless.reason) for each in found if each.promise.check.unless]


def why_not_amend(person: Any, row: Registered) -> str | None:
    """What is published is amended in public."""
    why_not = why_not_speak_for(person, row.body)
    if why_not:
        return why_not
    return None if row.state == State.PUBLISHED else _("Only something published can be changed this way.")


def why_not_withdraw(person: Any, row: Registered) -> str | None:
    """What is published can be withdrawn, once; it stays in the register."""
    why_not = why_not_speak_for(person, row.body)
    if why_not:
        return why_not
    return None if State.WITHDRAWN in MOVES[State(row.state)] else _("Only what is published can be withdrawn.")


def sees_held_back(person: Any, area: Area, body: Organisation) -> bool:
    """Who reads a finding before the body's time to reply has ended: the body, the officer and the chair."""
    if person is SET_UP or holds(person, area, RoleKind.OFFICER, RoleKind.CHAIR):
        return True
    return spoken_for(person, area).filter(pk=body.pk).exists()


def why_not_speak_on(person: Any, row: Registered, organisation: Organisation) -> str | None:
    """Who speaks for an organisation that a finding names may say what it has to say of it."""
    if organisation not in row.named():
        return _("This finding does not name %(name)s.") % {"name": organisation.name}
    return why_not_speak_for(person, organisation)


def why_not_say(person: Any, finding: Finding, row: Registered, organisation: Organisation) -> str | None:
    """As above; as long as a finding is held back only its body says something of it, which makes it public."""
    why_not = why_not_speak_on(person, row, organisation)
    if why_not:
        return why_not
    if row.state != State.PUBLISHED or finding.status == Status.NOT_APPLICABLE:
        return _("This record no longer counts for or against any promise.")
    if finding.is_held_back(row.area.today()) and organisation != row.body:
        return _("This finding is not public yet. %(body)s can reply first.") % {"body": row.body.name}
    return None


def said_no_more() -> str:
    """What was withdrawn stays withdrawn."""
    return _("This has already been withdrawn.")


def why_not_withdraw_judgement(person: Any, judgement: Judgement) -> str | None:
    """Who speaks for the organisation that judged may withdraw it, once."""
    return why_not_speak_for(person, judgement.organisation) or (said_no_more() if judgement.withdrawn else None)


def why_not_judge(person: Any, organisation: Organisation, ref: str, edition: Edition | None) -> str | None:
    """Who speaks for an organisation judges for it, and only promises of the edition in force."""
    why_not = why_not_speak_for(person, organisation)
    if why_not:
        return why_not
    commitment = edition.commitment(ref) if edition else None
    if commitment is None:
        return _("The edition in force has no promise %(ref)s.") % {"ref": ref}
    if commitment.verify is not Verify.JUDGED:
        return _("Records show whether promise %(ref)s is kept, so nobody needs to judge it.") % {"ref": ref}
    return None


def said_by(person: Any, row: Registered, finding: Finding) -> list[Organisation]:
    """The organisations for which a person may say something of a finding; none where they are not to know of it."""
    named = [row.body] if finding.is_held_back(row.area.today()) else row.named()
    return list(spoken_for(person, row.area).filter(pk__in=[each.pk for each in named]).order_by("name"))


def row_of(finding: Finding) -> Registered | None:
    """The record a finding is about."""
    register = registers().get(finding.register)
    rows = register._default_manager.select_related("area", "body", "edition") if register else None
    return rows.filter(area=finding.area_id, pk=finding.record).first() if rows is not None else None


def is_settled(area: Area) -> bool:
    """Whether what the new day changes in an area was seen to already."""
    return Settled.objects.filter(area=area, on=area.today(), version=__version__).exists()


def unsettled(area: Area) -> Iterator[Registered]:
    """The published records of which the new day says something else than is stored. They are only read, many at once:
    on most days few have changed, and nobody who answers waits for this."""
    today = area.today()
    is_new_version = not Settled.objects.filter(area=area, version=__version__).exists()
    for name, register in registers().items():
        kept = Finding.objects.filter(area=area, register=name)
        asked = kept if is_new_version else kept.unsettled()
        numbers = sorted(asked.values_list("record", flat=True).distinct())
        for some in (numbers[at : at + AT_ONCE] for at in range(0, len(numbers), AT_ONCE)):
            stored = {(each.record, each.ref, each.check_id): each for each in kept.filter(record__in=some)}
            rows = register._default_manager.filter(area=area, state=State.PUBLISHED, pk__in=some)
            found = rows.select_related("area", "body", "edition").defer("edition__text").order_by("pk")
            yield from (row for row in found if not _is_as_stored(row, stored, today))


def _is_as_stored(row: Registered, stored: Mapping[tuple[int, str, str], Finding], today: date) -> bool:
    found = worked_out(row, today)
    decides = deciding(found)
    for each in found:
        key = key_of(each)
        kept = stored.get((row.pk, *key))
        now = (str(each.status), each.deadline, key in decides, decides.get(key, False))
        if not kept or (kept.status, kept.deadline, kept.decides, kept.ours) != now:
            return False
    return True


class ToDo(NamedTuple):
    """What promises ask of one record by one day."""

    on: date | None  # None where nothing but a change of the plan mends it
    finding: Finding  # the first of them
    refs: tuple[str, ...]
    is_at_risk: bool

    @property
    def says(self) -> str:
        """Parks plan: promise 3.9 is due."""
        parts = {"title": self.finding.title, "refs": listed(self.refs)}
        count = len(self.refs)
        told = ngettext("%(title)s: promise %(refs)s is due", "%(title)s: promises %(refs)s are due", count)
        if self.is_at_risk:
            told = ngettext("%(title)s: promise %(refs)s is at risk", "%(title)s: promises %(refs)s are at risk", count)
        return told % parts


def to_do(findings: Iterable[Finding]) -> list[ToDo]:
    """Findings to come, those of one record and one day together, the first day first."""
    together: dict[tuple[Any, ...], list[Finding]] = {}
    for each in findings:
        together.setdefault((each.register, each.record, each.deadline, each.status), []).append(each)
    made = [
        ToDo(each[0].deadline, each[0], tuple(dict.fromkeys(one.ref for one in each)), each[0].status == Status.AT_RISK)
        for each in together.values()
    ]
    return sorted(made, key=lambda each: each.on or date.min)


def due(person: Any, area: Area, today: date) -> list[Due]:
    """The replies that are wanted and the promises to keep, of the bodies a person speaks for."""
    bodies = list(spoken_for(person, area).values_list("pk", flat=True))
    if not bodies:
        return []
    of_theirs = Finding.objects.filter(area=area, body__in=bodies)
    held = of_theirs.filter(status=Status.NOT_KEPT).held_back_on(today)
    found = [_reply_wanted(each) for each in held.select_related("area", "body").order_by("public_from", "pk")[:MOST]]
    coming = of_theirs.to_come(today + SIX_WEEKS)[:MOST]
    return found + [Due(each.on, f"{each.says}.", each.finding.get_absolute_url()) for each in to_do(coming)]


def _reply_wanted(finding: Finding) -> Due:
    parts = {"title": finding.title, "ref": finding.ref, "body": finding.body.name}
    told = _("%(body)s can reply before it is public: %(title)s, promise %(ref)s was not kept.") % parts
    assert finding.public_from is not None
    return Due(finding.public_from - timedelta(days=1), told, finding.say_href)
