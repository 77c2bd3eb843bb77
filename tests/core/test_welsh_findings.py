"""Findings in Welsh: the whole sentence of every case, and what would put it right."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from opencompact.core.words import speaking
from tests.small import (
    COSTS,
    FEEDBACK,
    HOLIDAYS,
    IMPACT,
    IN_WRITING,
    LENGTH,
    METHODS,
    NOTICE,
    PAID,
    RATIONALE,
    TERM,
    day,
    found,
)

PAID_IN = {
    "kind": "deadline",
    "register": "payments",
    "after": "claimed",
    "event": "paid",
    "within": "10 working days",
}
AGENDA = {
    "kind": "min_period",
    "register": "meetings",
    "from": "agenda_sent",
    "to": "held",
    "at_least": "5 working days",
}
PURPOSE = {"kind": "recorded", "register": "consultations", "field": "purpose", "applies": {"written": "true"}}
PLAN_FIRST = {
    "kind": "in_order",
    "register": "changes",
    "first": "improvement_plan",
    "then": "decided",
    "applies": {"problem": "given"},
}
EQUALITY = {"kind": "in_order", "register": "proposals", "first": "equality_assessed", "then": "decided"}


def change(given: str | None, effect: str | None, **more: object) -> dict[str, object]:
    return {"id": "C1", "notice_given": day(given), "takes_effect": day(effect), **more}


def asked(opens: str | None, closes: str | None, **more: object) -> dict[str, object]:
    return {"id": "K1", "opens": day(opens), "closes": day(closes), **more}


SAID = [
    (
        NOTICE,
        change(None, "2027-03-31"),
        "2026-11-21",
        "Ni roddwyd rhybudd. Ar gyfer 31 Mawrth 2027, y dyddiad olaf yw 31 Rhagfyr 2026.",
        "Rhowch rybudd erbyn 31 Rhagfyr 2026.",
    ),
    (
        NOTICE,
        change(None, "2027-03-31"),
        "2027-01-05",
        "Ni roddwyd rhybudd. Ar gyfer 31 Mawrth 2027 roedd ei angen erbyn 31 Rhagfyr 2026.",
        "Rhowch rybudd nawr. Symudwch y diwedd i 5 Ebrill 2027 neu'n hwyrach.",
    ),
    (
        NOTICE,
        change("2027-01-10", "2027-03-31"),
        "2027-01-09",
        "Bwriedir rhoi rhybudd ar 10 Ionawr 2027, ar gyfer 31 Mawrth 2027. Tri mis o rybudd: "
        "byddai'n rhedeg tan 10 Ebrill 2027, 10 diwrnod yn brin.",
        "Symudwch y diwedd i 10 Ebrill 2027 neu'n hwyrach.",
    ),
    (
        NOTICE,
        change("2027-01-10", "2027-03-31", exceptional="llifogydd"),
        "2027-02-01",
        "Rhoddwyd rhybudd ar 10 Ionawr 2027 ar gyfer 31 Mawrth 2027. Tri mis o rybudd: mae'n "
        "rhedeg tan 10 Ebrill 2027, 10 diwrnod yn brin. Cyhoeddwyd y rheswm: “llifogydd”.",
        "",
    ),
    (
        NOTICE,
        change("2027-01-10", "2027-03-31"),
        "2027-05-01",
        "Rhoddwyd rhybudd ar 10 Ionawr 2027 a daeth y newid i rym ar 31 Mawrth 2027. Tri mis o "
        "rybudd: byddai wedi rhedeg tan 10 Ebrill 2027, 10 diwrnod yn brin.",
        "Mae'n rhy hwyr i newid y dyddiadau: cytunwch gyda'ch gilydd beth fyddai'n unioni'r "
        "sefyllfa. Neu cofnodwch yr amgylchiadau eithriadol.",
    ),
    (
        NOTICE,
        change("2027-01-10", None),
        "2027-05-01",
        "Nid yw hyn yn berthnasol: ni phennwyd dyddiad eto ar gyfer y newid.",
        "",
    ),
    (
        NOTICE,
        {"id": "C1"},
        "2027-05-01",
        "Ni ellir dweud: nid yw'r data'n dangos y dyddiad y rhoddwyd rhybudd a'r dyddiad y daw i rym.",
        "Cofnodwch y dyddiad y rhoddwyd rhybudd a'r dyddiad y daw i rym.",
    ),
    (
        LENGTH,
        asked("2026-08-03", "2026-09-14"),
        "2026-08-01",
        "Bwriedir i'r ymgynghoriad redeg o 3 Awst 2026 tan 14 Medi 2026: 42 diwrnod; addewir 84.",
        "Cadwch ef ar agor tan 26 Hydref 2026 neu'n hwyrach.",
    ),
    (
        LENGTH,
        asked("2026-08-03", "2026-10-26"),
        "2026-11-01",
        "Bu'r ymgynghoriad ar agor am 84 diwrnod, o 3 Awst 2026 tan 26 Hydref 2026; addawyd 84.",
        "",
    ),
    (
        TERM,
        {"id": "A1", "starts": date(2026, 4, 1), "ends": date(2027, 3, 31)},
        "2026-11-21",
        "Mae'r dyfarniad yn rhedeg o 1 Ebrill 2026 tan 31 Mawrth 2027. Yr addewid yw tair blynedd, tan 31 Mawrth 2029.",
        "Gadewch i'r dyfarniad redeg tan 31 Mawrth 2029 neu'n hwyrach.",
    ),
    (
        FEEDBACK,
        asked(None, "2026-01-05", feedback_published=date(2026, 3, 31)),
        "2026-11-21",
        "Cyhoeddwyd adborth ar 31 Mawrth 2026, un diwrnod ar ôl y terfyn amser, 30 Mawrth 2026.",
        "Mae hyn wedi'i wneud: dywedwch pam roedd yn hwyr, a beth fydd yn wahanol y tro nesaf.",
    ),
    (
        FEEDBACK,
        asked(None, "2026-01-05", feedback_published=None),
        "2026-04-10",
        "Disgwylid adborth erbyn 30 Mawrth 2026. Mae 11 diwrnod yn hwyr.",
        "Cyhoeddwch adborth nawr, a dywedwch pam mae'n hwyr.",
    ),
    (
        FEEDBACK,
        asked(None, None, feedback_published=None),
        "2026-04-10",
        "Nid yw hyn yn berthnasol: ni phennwyd dyddiad cau eto ar gyfer yr ymgynghoriad.",
        "",
    ),
    (
        PAID,
        {"id": "P1", "due": date(2026, 12, 1), "paid": None},
        "2026-11-21",
        "Disgwylir y taliad ar 1 Rhagfyr 2026.",
        "Talwch ef erbyn 1 Rhagfyr 2026.",
    ),
    (
        PAID,
        {"id": "P1", "due": None, "paid": None},
        "2026-11-21",
        "Nid yw hyn yn berthnasol: ni phennwyd dyddiad ar gyfer y taliad.",
        "",
    ),
    (
        PAID,
        {"id": "P1", "due": date(2026, 5, 1), "paid": date(2026, 5, 4)},
        "2026-11-21",
        "Gwnaed y taliad ar 4 Mai 2026, tri diwrnod ar ôl y dyddiad disgwyliedig.",
        "Mae hyn wedi'i wneud: dywedwch pam roedd yn hwyr, a beth fydd yn wahanol y tro nesaf.",
    ),
    (
        PAID_IN,
        {"id": "P1", "claimed": date(2026, 12, 21), "paid": None},
        "2026-12-22",
        "Rhaid talu hawliad 21 Rhagfyr 2026 erbyn 7 Ionawr 2027.",
        "Talwch ef erbyn 7 Ionawr 2027.",
    ),
    (
        IMPACT,
        {"id": "C1", "impact_assessed": date(2026, 5, 4), "decided": date(2026, 5, 1)},
        "2026-11-21",
        "Penderfynwyd ar y newid ar 1 Mai 2026, tri diwrnod cyn asesu ei effaith.",
        "Edrychwch eto ar y penderfyniad yng ngoleuni hyn, a dywedwch pam y daeth yn rhy gynnar. Neu"
        " cofnodwch yr amgylchiadau eithriadol.",
    ),
    (
        IMPACT,
        {"id": "C1", "impact_assessed": date(2026, 5, 1), "decided": date(2026, 5, 4)},
        "2026-11-21",
        "Aseswyd yr effaith ar 1 Mai 2026, cyn y penderfyniad ar 4 Mai 2026.",
        "",
    ),
    (
        IMPACT,
        {"id": "C1", "impact_assessed": None, "decided": date(2026, 12, 1)},
        "2026-11-21",
        "Nid aseswyd yr effaith. Bydd y newid yn cael ei benderfynu ar 1 Rhagfyr 2026.",
        "Aseswch yr effaith erbyn 1 Rhagfyr 2026.",
    ),
    (
        IMPACT,
        {"id": "C1", "impact_assessed": None, "decided": date(2026, 11, 1)},
        "2026-11-21",
        "Penderfynwyd ar y newid ar 1 Tachwedd 2026 heb asesiad effaith.",
        "Aseswch yr effaith nawr, ac edrychwch eto ar yr hyn a benderfynwyd. Neu cofnodwch yr amgylchiadau eithriadol.",
    ),
    (
        HOLIDAYS,
        asked("2026-08-03", "2026-10-26"),
        "2026-08-01",
        "Cynhelir yr ymgynghoriad o 3 Awst 2026 tan 26 Hydref 2026, gan gynnwys August (29 diwrnod).",
        "Cadwch ef ar agor tan 24 Tachwedd 2026 neu'n hwyrach i wneud iawn am hynny. Neu cofnodwch y"
        " rheswm dros fod ar agor yn ystod cyfnod cau.",
    ),
    (
        HOLIDAYS,
        asked("2026-09-03", "2026-10-26"),
        "2026-08-01",
        "Cynhelir yr ymgynghoriad o 3 Medi 2026 tan 26 Hydref 2026, gan osgoi cyfnodau caeedig.",
        "",
    ),
    (
        HOLIDAYS,
        asked("2026-08-03", "2026-12-26"),
        "2026-08-01",
        "Cynhelir yr ymgynghoriad o 3 Awst 2026 tan 26 Rhagfyr 2026, gan gynnwys August (29 diwrnod) a "
        "Christmas (7 diwrnod). Mae'n hirach i wneud iawn am hyn.",
        "",
    ),
    (
        HOLIDAYS,
        asked("2026-08-03", "2026-10-26", holiday_reason="llifogydd"),
        "2026-08-01",
        "Cynhelir yr ymgynghoriad o 3 Awst 2026 tan 26 Hydref 2026, gan gynnwys August (29 diwrnod). "
        "Cyhoeddwyd y rheswm: “llifogydd”.",
        "",
    ),
    (
        COSTS,
        {"id": "A1", "amount": Decimal(81000), "full_cost": Decimal("90000.50")},
        "2026-11-21",
        "Y swm: £81,000; y gost lawn: £90,000.50; addawyd o leiaf 100% o hyn.",
        "Edrychwch eto ar y swm gyda'r ochr arall.",
    ),
    (
        COSTS,
        {"id": "A1", "amount": Decimal(81000), "full_cost": None},
        "2026-11-21",
        "Ni ellir dweud: nid yw'r data'n dangos y gost lawn.",
        "Cofnodwch y gost lawn.",
    ),
    (
        AGENDA,
        {"id": "M1", "agenda_sent": date(2026, 5, 1), "held": date(2026, 5, 6)},
        "2026-11-21",
        "Anfonwyd yr agenda ar 1 Mai 2026 ac yna cynhaliwyd y cyfarfod ar 6 Mai 2026; mae 5 diwrnod "
        "gwaith o 1 Mai 2026 yn para tan 11 Mai 2026.",
        "Mae'n rhy hwyr i newid y dyddiadau: cytunwch gyda'ch gilydd beth fyddai'n unioni'r sefyllfa.",
    ),
    (
        RATIONALE,
        {"id": "C1", "rationale": None, "takes_effect": date(2026, 12, 1)},
        "2026-11-21",
        "Ni chofnodwyd rhesymau dros y penderfyniad; mae angen hyn erbyn 1 Rhagfyr 2026.",
        "Cofnodwch y rhesymau dros y penderfyniad erbyn 1 Rhagfyr 2026.",
    ),
    (
        RATIONALE,
        {"id": "C1", "rationale": "llifogydd", "takes_effect": None},
        "2026-11-21",
        "Cofnodwyd y rhesymau dros y penderfyniad.",
        "",
    ),
    (
        RATIONALE,
        {"id": "C1", "rationale": None, "takes_effect": None},
        "2026-11-21",
        "Ni chofnodwyd rhesymau dros y penderfyniad; ni phennwyd dyddiad eto ar gyfer y newid.",
        "Cofnodwch y rhesymau dros y penderfyniad.",
    ),
    (
        IN_WRITING,
        {"id": "C1", "in_writing": False},
        "2026-11-21",
        "Ni roddwyd rhybudd ysgrifenedig.",
        "Rhowch rybudd ysgrifenedig.",
    ),
    (
        METHODS,
        {"id": "K1", "methods": ("online",)},
        "2026-11-21",
        "Y ffyrdd o gymryd rhan: 1 ar y rhestr, addawyd o leiaf 2.",
        "Ychwanegwch at y ffyrdd o gymryd rhan nes bod o leiaf 2.",
    ),
    (
        PURPOSE,
        {"id": "K1", "purpose": None, "written": False},
        "2026-11-21",
        "Nid yw hyn yn berthnasol (a yw'n ymgynghoriad ysgrifenedig: na).",
        "",
    ),
    (PURPOSE, {"id": "K1", "purpose": "llifogydd"}, "2026-11-21", "Nodwyd y diben.", ""),
    (PURPOSE, {"id": "K1", "purpose": "llifogydd", "written": True}, "2026-11-21", "Nodwyd y diben.", ""),
    (
        PLAN_FIRST,
        {"id": "C1", "problem": None, "improvement_plan": None, "decided": None},
        "2026-11-21",
        "Nid yw hyn yn berthnasol: ni chofnodwyd y broblem y tu ôl iddo.",
        "",
    ),
    (
        EQUALITY,
        {"id": "Q1", "equality_assessed": date(2026, 5, 6), "decided": date(2026, 5, 5)},
        "2026-11-21",
        "Gwnaed y penderfyniad un diwrnod cyn asesu'r effaith ar gydraddoldeb.",
        "Edrychwch eto ar y penderfyniad yng ngoleuni hyn, a dywedwch pam y daeth yn rhy gynnar.",
    ),
]


@pytest.mark.parametrize(("check", "record", "as_of", "says", "remedy"), SAID)
def test_findings_speak_welsh(check, record, as_of, says, remedy):
    verify = "recorded" if check["kind"] in ("recorded", "count_at_least") else "computed"
    with speaking("cy"):
        finding = found(check, record, as_of, verify=verify)
    assert (finding["says"], finding["remedy"]) == (says, remedy)
