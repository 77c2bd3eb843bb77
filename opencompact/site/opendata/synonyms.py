"""Words that mean the same to somebody who searches, in English and in Welsh. Titles stay as people wrote them; it is
the question that grows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MOST_ALIKE = 24  # words one word of a question may stand for
WORD = re.compile(r"\d+(?:\.\w+)+|\w+")  # a clause such as 4.P4 is one word

# What a question is made of beside what it asks about. Where a question has nothing else, it is searched as it is.
LEFT_ASIDE = frozenset(
    """
    a about all an and any are at be been before being between by can could did do does for from get give gives had has
    have how i if in is it its just me must my need no not of on one's or our s shall should so t than that the their
    them there they this to us want was we were what when where which who whom whose why will with would you your
    am ar ac bod beth cael dod ei ein eich eu fy gan mae na oes o pa pryd pwy rhaid sut sy sydd un y yn yr
    """.split()  # a table of words is read more easily than a list of strings
)

_ALIKE = """
end ends ended ending stop stops stopped stopping terminate terminated termination withdraw withdrawn cancel cancelled
    cut cuts cutting reduce reduced reduction lose losing lost ben terfynu torri toriad toriadau lleihau
funding fund funds funded grant grants money cyllid cyllido ariannu arian grantiau
notice rhybudd hysbysiad warning
period cyfnod
pay pays paying paid payment payments invoice invoices taliad taliadau talu anfoneb anfonebau
late overdue delay delayed delays prompt promptly hwyr oedi
consultation consultations consult consulted consulting ymgynghoriad ymgynghoriadau ymgynghori survey surveys
respond response responses reply replies answer answers ymateb ymatebion ateb
complain complaint complaints dispute disputes disagreement disagreements grievance ombudsman cwyn cwyno cwynion
    anghydfod
library libraries llyfrgell llyfrgelloedd
minutes cofnodion
meeting meetings cyfarfod cyfarfodydd
volunteer volunteers volunteering gwirfoddoli gwirfoddolwr gwirfoddolwyr
sign signs signed signing signatory signatories join joining llofnodi llofnod llofnodwyr ymuno
promise promises promised commitment commitments undertaking undertakings addewid addewidion ymrwymiad ymrwymiadau
council councils cyngor cynghorau
health iechyd
police heddlu
training hyfforddiant
champion champions hyrwyddwr hyrwyddwyr
agreement compact covenant accord charter cytundeb compactau
group groups grwp grwpiau
charity charities elusen elusennau
housing homes tai
transport bus buses trafnidiaeth bysiau
flood floods flooding llifogydd
park parks parc parciau
school schools ysgol ysgolion
feedback adborth
contract contracts contractau contract
overheads overhead gorbenion
area areas ardal ardaloedd
one 1 un
two 2 dau dwy
three 3 tri tair
four 4 pedwar pedair
five 5 pump
six 6 chwe chwech
seven 7
eight 8
nine 9
ten 10 deg
eleven 11
twelve 12 deuddeg
weeks week wythnos wythnosau
months month mis misoedd
days day diwrnod diwrnodau dyddiau
"""


def plain(text: str) -> str:
    """A word without capitals and accents, as both databases compare it."""
    split = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in split if not unicodedata.combining(char))


def _table(rows: Iterable[str]) -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for row in rows:
        words = tuple(row.split())
        for word in words:
            table[word] = words
    return table


ALIKE = _table(re.sub(r"\n +", " ", _ALIKE).strip().splitlines())


def question_words(text: str, most: int) -> list[str]:
    """The words a question is about."""
    words = WORD.findall(text)[:most]
    return [word for word in words if plain(word) not in LEFT_ASIDE] or words


def alternatives(word: str) -> tuple[str, ...]:
    """The word itself, then what others call the same."""
    others = ALIKE.get(plain(word), ())
    return (word, *(other for other in others if other != plain(word)))[:MOST_ALIKE]
