"""What stands for the parts of an address in the demonstration, by how the address begins; the longest counts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.signing import Signer

from opencompact.core.checks.records import Record
from opencompact.core.exchange.gathering import Reading
from opencompact.site.accounts.actions import ask_to_follow, give_role
from opencompact.site.accounts.models import Following, Organisation, Role, RoleKind
from opencompact.site.advice.actions import advise, refer_proposal
from opencompact.site.advice.models import Recommendation, Referral, ReferralState
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.actions import open_area
from opencompact.site.areas.models import Area
from opencompact.site.champions.models import Champion
from opencompact.site.consultations.actions import plan, publish
from opencompact.site.consultations.models import Consultation, Phase
from opencompact.site.drafting.models import Comment, Draft
from opencompact.site.feedback.actions import LINKS, write_point
from opencompact.site.feedback.models import Point
from opencompact.site.findings.models import Finding, Judgement, Statement
from opencompact.site.group.models import Membership
from opencompact.site.importing.actions import keep_reading
from opencompact.site.meetings.models import AgendaItem, Decision, Meeting, Paper, Task
from opencompact.site.reading.models import Coding, Redaction, Sample, SampleItem, Suggested
from opencompact.site.record.models import Entry
from opencompact.site.resources.models import Contribution, Post
from opencompact.site.responses.actions import (
    add_equality_questions,
    add_question,
    enter_many,
    publish_questions,
)
from opencompact.site.responses.models import Given, Reply, Response, Way
from opencompact.site.rules import ANYBODY, SET_UP
from opencompact.site.signatories.models import Signatory, Wish, WishState
from opencompact.site.signatories.rules import key_of
from opencompact.site.training.models import Event, Session
from tests.people import FIRST_DAY, TODAY

AREA = "areas/<slug:area>/"
SLUG = "wellbridge"
NOW = "wellbridge-2025"  # its edition in force


def known() -> dict[str, dict[str, object]]:
    """An example of everything."""
    return {
        "": {"area": SLUG, "provider_id": "own", "pk": 1, "left": "wellbridge-2019", "right": "bristol-2012"},
        "record/": {"n": Entry.objects.order_by("-n")[0].n, "rest": "0/000.p/1"},
        "api/v1/": {
            "rest": "nothing", "area": SLUG, "id": "wellbridge-2025", "number": 1, "n": 1, "edition": "wellbridge-2025",
        },
        f"{AREA}commitments/": {"ref": "3.1"},
        f"{AREA}commitments/<path:ref>/judge/": {"ref": "1.1"},
        f"{AREA}findings/": {"pk": _first(Finding)},
        f"{AREA}statements/": {"pk": _first(Statement)},
        f"{AREA}judgements/": {"pk": _first(Judgement)},
        f"{AREA}ask/": {"kind": "consultation"},
        f"{AREA}editions/": {"id": "wellbridge-2025", "ref": "3.1"},
        f"{AREA}data/": {"name": "signatories"},
        f"{AREA}data/<slug:name>.zip": {"name": "wellbridge-open-data"},
        **_people(),
        **_signing(),
        **_drafting(),
        **_meeting(),
        **_other(),
        **_advice(),
        **_answering(),
        **_reading(),
        **_consulting(),
        **_feedback(),
        f"{AREA}import/": {"register": "consultations", "pk": _batch()},
        f"{AREA}<slug:register>/": {"register": "consultations", "ending": "csv"},
    }  # fmt: skip


def _people() -> dict[str, dict[str, object]]:
    area = Area.objects.get(slug=SLUG)
    ask_to_follow(area=area, email="follower@wellbridge.example", language="en", by=ANYBODY)
    hall = Organisation.objects.get(area=area, slug="larkmoor-village-hall")
    return {
        f"{AREA}follow/": {"key": Following.objects.get(email="follower@wellbridge.example").key},
        f"{AREA}people/": {"pk": Role.objects.get(area=area, kind="reader").pk},
        f"{AREA}organisations/": {"slug": hall.slug, "pk": Role.objects.get(area=area, organisation=hall).pk},
    }


def _signing() -> dict[str, dict[str, object]]:
    wish = Wish.objects.get(state=WishState.CONFIRMED)
    hall = Signatory.objects.get(organisation__slug="larkmoor-village-hall")
    late = Signatory.objects.get(organisation__slug="tidewater-college")  # has not signed again yet
    return {
        f"{AREA}signatories/": {"pk": hall.pk},
        f"{AREA}signatories/<int:pk>/sign-again/": {"pk": late.pk, "key": key_of(late, Edition.objects.get(pk=NOW))},
        f"{AREA}signatories/requests/": {"pk": wish.pk},
        f"{AREA}sign/": {"key": wish.key, "step": "contact"},
        f"{AREA}champions/": {"pk": Champion.objects.get(signatory=hall).pk},
        f"{AREA}champions/name/": {"pk": hall.pk},
    }


def _drafting() -> dict[str, dict[str, object]]:
    draft = Draft.objects.get(edition_id="wellbridge-2028")
    comment = Comment.objects.get(draft=draft)
    return {
        f"{AREA}drafts/": {
            "pk": draft.pk,
            "number": 1,
            "comment": comment.pk,
            "ref": "3.1",
            "id": "length",
            "theme": "3",
        }
    }


def _meeting() -> dict[str, dict[str, object]]:
    meeting = Meeting.objects.get(title="Compact Group, autumn 2026")
    decided = Decision.objects.filter(meeting__group__area__slug=SLUG)[0]
    paper = Paper.objects.order_by("pk").first()
    return {
        f"{AREA}group/members/": {"pk": Membership.objects.filter(group__area__slug=SLUG)[0].pk},
        f"{AREA}meetings/": {
            "pk": meeting.pk, "item": AgendaItem.objects.filter(meeting=meeting)[0].pk, "part": decided.pk,
            "paper": paper.pk if paper else 1,
        },
        f"{AREA}meetings/actions/": {"pk": Task.objects.get(done=None).pk},
    }  # fmt: skip


def _other() -> dict[str, dict[str, object]]:
    here: dict[str, Any] = {"area__slug": SLUG}
    return {
        f"{AREA}resources/": {"pk": Contribution.objects.filter(**here, organisation__slug="wellbridge-council")[0].pk},
        f"{AREA}resources/posts/": {"pk": Post.objects.filter(**here)[0].pk},
        f"{AREA}training/": {"pk": Session.objects.not_told(Area.objects.get(slug=SLUG), TODAY)[0].pk},
        f"{AREA}training/practices/": {"slug": "larkmoor-village-hall"},
        f"{AREA}events/": {"pk": Event.objects.filter(**here).order_by("-on")[0].pk},
    }


def _answering() -> dict[str, dict[str, object]]:
    """A consultation that is open, with a question and an answer that came in on paper."""
    area = Area.objects.get(slug=SLUG)
    body = Organisation.objects.get(area=area, slug="wellbridge-council")
    row = plan(
        body=body, title="Lamps on the quay path", by=SET_UP, purpose="Where lamps come first", opens=TODAY,
        closes=TODAY + timedelta(days=20), short_reason="The grant ends in spring", questions_from=TODAY,
        holiday_reason="The grant ends in spring",
    )  # fmt: skip
    publish(consultation=row, by=SET_UP)
    question = add_question(consultation=row, kind="text", text="Where is it too dark?", by=SET_UP)
    add_equality_questions(consultation=row, by=SET_UP)
    publish_questions(consultation=row, by=SET_UP)
    reply = Reply((Given(question, text="By the steps"),))
    [entered] = enter_many(consultation=row, way=Way.PAPER, replies=[reply], by=SET_UP)
    here = f"{AREA}consultations/<int:pk>/"
    return {
        f"{here}answer/": {"pk": row.pk, "step": "who"},
        f"{here}questions/": {"pk": row.pk, "question": question.pk, "kind": "one"},
        f"{here}responses/": {"pk": row.pk, "response": entered.pk, "file": 1},
    }


def _advice() -> dict[str, dict[str, object]]:
    """A proposal for each step; and an area that has no group yet, where the same officer may form one."""
    officer = Role.objects.filter(area__slug=SLUG, kind=RoleKind.OFFICER)[0].person
    place = open_area(slug="newfield", name="Newfield", by=SET_UP)
    give_role(area=place, email=officer.email, kind=RoleKind.OFFICER, since=FIRST_DAY, by=SET_UP)
    waits = Referral.objects.in_state(ReferralState.REFERRED)[0]
    said = {"title": "A shared van", "about": "One van.", "asked": "Who drives?", "stage": "idea", "decide_by": TODAY}
    advised = refer_proposal(group=waits.group, body=waits.body, by=officer, **said)
    advise(referral=advised, advice="Begin with one.", on=waits.area.today(), by=officer)
    return {
        f"{AREA}group/form/": {"area": place.slug},
        f"{AREA}advice/": {"pk": _first(Referral)},
        f"{AREA}advice/<int:pk>/agenda/": {"pk": waits.pk},
        f"{AREA}advice/<int:pk>/advise/": {"pk": waits.pk},
        f"{AREA}advice/<int:pk>/answer/": {"pk": advised.pk},
        f"{AREA}recommendations/": {"pk": _first(Recommendation)},
    }


def _reading() -> dict[str, dict[str, object]]:
    """Of the consultation whose answers are coded; where none is, addresses that lead nowhere."""
    coding = Coding.objects.select_related("answer__question").order_by("pk").first()
    question = coding.answer.question if coding else None
    row = {
        "pk": question.consultation_id if question else _first(Consultation),
        "question": question.pk if question else 1,
    }
    parts: dict[str, object] = {
        "answer": coding.answer_id if coding else 1, "response": coding.answer.response_id if coding else 1,
        "code": coding.code_id if coding else 1, "redaction": _first(Redaction), "group": _first(Suggested),
        "sample": _first(Sample), "item": _first(SampleItem),
    }  # fmt: skip
    here = f"{AREA}consultations/<int:pk>/"
    return {f"{here}reading/": {**row, **parts}, f"{here}results": {**row}}


def _consulting() -> dict[str, dict[str, object]]:
    """A private plan, a notice that is open, and one that was answered elsewhere and has closed."""
    area = Area.objects.get(slug=SLUG)
    council, today = Organisation.objects.get(area=area, slug="wellbridge-council"), area.today()
    said: dict[str, Any] = {
        "body": council, "purpose": "To hear what is wanted", "short_reason": "The law sets the days",
        "holiday_reason": "The law sets the days",
        "opens": today - timedelta(90), "announced": today - timedelta(120),
    }  # fmt: skip
    made = plan(title="Lamps", closes=today + timedelta(9), **said, by=SET_UP)
    notice = plan(title="Benches", closes=today + timedelta(9), questions_from=today, **said, by=SET_UP)
    closed = plan(title="Paths", closes=today - timedelta(9), elsewhere="https://example.org/paths", **said, by=SET_UP)
    for each in (notice, closed):
        publish(consultation=each, by=SET_UP)
    one = f"{AREA}consultations/<int:pk>/"
    private: dict[str, dict[str, object]] = {f"{one}{end}": {"pk": made.pk} for end in ("edit/", "publish/", "drop/")}
    return {
        f"{AREA}consultations/": {"pk": notice.pk, "part": "purpose"},
        **private,
        f"{one}feedback-elsewhere/": {"pk": closed.pk},
    }


def _feedback() -> dict[str, dict[str, object]]:
    """A consultation that has closed, with a point still to write, and one whose promise is still to be done."""
    area = Area.objects.get(slug=SLUG)
    closed = Consultation.objects.of(area).in_phase(Phase.AWAITING, TODAY).order_by("pk")[0]
    officer = Role.objects.filter(area=area, kind="officer")[0].person
    written = write_point(consultation=closed, said="Warn us by telephone", by=officer)
    promised = Point.objects.promised(area).to_do()[0]
    response = Response.objects.filter(wants_news=True).order_by("pk")[0]
    place = f"{AREA}consultations/<int:pk>/feedback/"
    return {
        place: {"pk": promised.consultation_id},
        f"{place}write/": {"pk": closed.pk},
        f"{place}points/": {"pk": closed.pk, "point": written.pk},
        f"{place}points/<int:point>/done/": {"pk": promised.consultation_id, "point": promised.pk},
        f"{place}stop/": {"pk": response.consultation_id, "key": Signer(salt=LINKS).sign(str(response.pk))},
    }


def _batch() -> int:
    """A file that was read and waits to be taken in."""
    area = Area.objects.get(slug=SLUG)
    editor = Role.objects.filter(area=area, kind="editor", organisation__slug="wellbridge-council")[0].person
    row: Record = {"id": "WC-1", "title": "Allotments", "body": "Wellbridge Council", "opens": date(2026, 1, 5)}
    reading = Reading({"consultations": [row]}, {"consultations": ["log.csv:2"]}, [], [])
    return keep_reading(area=area, register="consultations", reading=reading, file="log.csv", by=editor).pk


def _first(model: Any) -> int:
    found = model.objects.order_by("pk").first()
    return found.pk if found else 1
