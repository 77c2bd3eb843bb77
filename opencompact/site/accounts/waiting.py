"""Files that wait for the rest of their form.

Beside the six files of a room: a form with a file, in which something else is wrong, comes back with its file. It waits
on the server, for the person who chose it and nobody else, for a day, and only a few at a time.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from opencompact.site import clock
from opencompact.site.accounts.actions import forget_files, let_file_wait
from opencompact.site.accounts.models import WAITS, WaitingFile

LARGEST = 10_000_000  # bytes of one file


def _key_of(name: str) -> str:
    return f"{name}_waiting"


def files_of(request: HttpRequest, name: str) -> MultiValueDict[str, Any]:
    """The files of a request; where none was chosen anew, the one that waits."""
    files: MultiValueDict[str, Any] = MultiValueDict()
    files.update(request.FILES)
    key = request.POST.get(_key_of(name), "")
    if name in files or not key or request.user.pk is None:
        return files
    since = clock.now() - WAITS
    found = WaitingFile.objects.filter(person=request.user.pk, key=key, made__gte=since).first()
    if found:
        files[name] = SimpleUploadedFile(found.name, bytes(found.content))
    return files


def keep_file(request: HttpRequest, form: forms.Form, name: str) -> None:
    """Let the file of a form that goes back wait, and say so at its field; one that is wrong itself does not wait."""
    upload = form.files.get(name)
    if upload is None or name in form.errors or not 0 < (upload.size or 0) <= LARGEST or request.user.pk is None:
        return
    key = request.POST.get(_key_of(name), "")
    if name in request.FILES or not WaitingFile.objects.filter(person=request.user.pk, key=key).exists():
        upload.seek(0)
        key = let_file_wait(name=str(upload.name), content=upload.read(), by=request.user).key
    form[name].help_text = _("“%(name)s” is still here. Choose a file only if you want another one.") % {
        "name": upload.name
    }
    data = QueryDict(mutable=True)
    data.update(form.data)
    data[_key_of(name)] = key
    form.data = data
    form.fields[_key_of(name)] = forms.CharField(widget=forms.HiddenInput, required=False)


def forget_file(request: HttpRequest, name: str) -> None:
    """The form was taken: its file need not wait any more."""
    key = request.POST.get(_key_of(name), "")
    if key and request.user.pk is not None:
        forget_files(by=request.user, key=key)
