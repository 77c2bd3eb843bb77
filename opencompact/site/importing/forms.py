"""The file that is brought in."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from opencompact.core.exchange.gathering import Reading
from opencompact.core.exchange.reading import read
from opencompact.core.problems import Problem, Unusable
from opencompact.site.accounts.models import Organisation
from opencompact.site.importing.registers import KEPT

MOST = 20_000_000  # bytes
LONGEST_STEM = 50  # characters of a name: the file system counts bytes
ENDINGS = (".csv", ".xlsx", ".ods", ".json")


class ImportForm(forms.Form):
    """A register in a file. What is wrong with its cells is kept in ``problems``: there may be many."""

    register = forms.ChoiceField(
        label=_("Which register is it for?"), choices=[(name, each.title) for name, each in KEPT.items()],
        error_messages={"invalid_choice": _("Choose an option from the list")},
    )  # fmt: skip
    body = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Whose records are they?"), required=False,
        help_text=_("For records that don't name a body."), empty_label=_("As named in the file"),
        error_messages={"invalid_choice": _("Choose an option from the list")},
    )  # fmt: skip
    file = forms.FileField(
        label=_("File"), help_text=_("CSV, XLSX or JSON, up to 20 MB and 10,000 records."),
        error_messages={"required": _("Choose a file"), "empty": _("The file is empty. Choose another")},
        widget=forms.FileInput({"accept": ",".join(ENDINGS)}),
    )  # fmt: skip

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["body"].queryset = organisations  # type: ignore[attr-defined]
        self.problems: list[Problem] = []

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        upload: UploadedFile[Any] | None = told.get("file")
        if upload is None or "register" not in told:
            return told
        if (upload.size or 0) > MOST:
            raise ValidationError({"file": _("The file is larger than 20 MB. Split it")})
        ending = Path(upload.name or "").suffix.lower()
        if ending not in ENDINGS:
            raise ValidationError({"file": _("Choose a CSV, XLSX or JSON file")})
        told["reading"] = self._read(upload, told["register"])
        return told

    def _read(self, upload: UploadedFile[Any], register: str) -> Reading | None:
        """What the file holds; each cell that can't be read is a problem of its own."""
        name = Path(upload.name or "")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{name.stem[:LONGEST_STEM]}{name.suffix}"  # what is wrong is told by its name
            with path.open("wb") as kept:
                for chunk in upload.chunks():
                    kept.write(chunk)
            try:
                reading = read(path, register=register)
            except Unusable as fault:
                self.problems = fault.problems
                self.add_error(
                    "file", _("The file can’t be imported yet. The table on this page shows what to correct")
                )
                return None
        if not reading.registers.get(register):
            self.add_error("file", _("No records were found in the file"))
        return reading
