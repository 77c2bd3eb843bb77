"""The whole set."""

from tests.core.drafting.documents.numbered import LETTERED, NATIONAL, ROMAN
from tests.core.drafting.documents.sentences import COVENANT, NEWSPAPER, PROSE, SCOTTISH, WELSH
from tests.core.drafting.documents.tables import COUNTED, NO_STOPS, NOISE, RULED, THEMES, TWO_COLUMNS, TYPED

PAPERS = [
    NATIONAL, ROMAN, LETTERED, SCOTTISH, WELSH, PROSE, COVENANT, NEWSPAPER,
    TWO_COLUMNS, NO_STOPS, RULED, THEMES, COUNTED, TYPED, NOISE,
]  # fmt: skip
