"""Files that people send: what kind they really are, by their first bytes, and how large."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any, NamedTuple

import filetype
import wtforms
from flask_babel import gettext
from werkzeug.datastructures import FileStorage
from wtforms.validators import StopValidation

from app import texts, widgets
from models.casework import DOCUMENT_LIMIT

ENDINGS = {
    "application/pdf": ("pdf",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
}
"""What is taken, and the endings each may have."""


class Upload(NamedTuple):
    """A file as received: its own name without folders, its kind by its bytes, the bytes."""

    name: str
    media_type: str
    content: bytes


class FileField(wtforms.FileField):
    """One file: PDF, PNG or JPEG, not larger than `limit` bytes; an `Upload`, or None."""

    widget = widgets.File()
    data: Any

    def __init__(
        self,
        label: Any,
        *,
        missing: Any = None,
        limit: int = DOCUMENT_LIMIT,
        hint: Any = "",
        **more: Any,
    ) -> None:
        super().__init__(label, description=hint, **more)
        self.missing = missing
        self.limit = limit
        self.sent: FileStorage | None = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        found = valuelist[0] if valuelist else None
        self.sent = found if isinstance(found, FileStorage) and found.filename else None
        self.data = None

    def pre_validate(self, _form: wtforms.form.BaseForm) -> None:
        if self.sent is None:
            if self.missing:
                raise StopValidation(str(self.missing))
            return
        name = safe_name(self.sent.filename or "")
        content = self.sent.stream.read(self.limit + 1)
        if len(content) > self.limit:
            raise StopValidation(
                gettext(
                    "The file is larger than %(limit)s MB. Send a smaller one",
                    limit=self.limit // (1024 * 1024),
                )
            )
        if not content:
            raise StopValidation(gettext("The file is empty. Choose it again"))
        media_type = kind_of(content)
        if media_type is None:
            raise StopValidation(gettext("Send a PDF, PNG or JPEG file"))
        if ending(name) not in ENDINGS[media_type]:
            raise StopValidation(
                gettext("The file’s name and its content are of different kinds. Send the original")
            )
        self.data = Upload(name, media_type, content)


def kind_of(content: bytes) -> str | None:
    """The media type that the first bytes show, if it is one that the register takes.

    >>> kind_of(b"%PDF-1.7 ...")
    'application/pdf'
    >>> kind_of(b"MZ\\x90") is None
    True
    """
    found = filetype.guess_mime(content)
    return found if found in ENDINGS else None


def ending(name: str) -> str:
    """The ending of a file's name, in small letters and without the dot."""
    return PurePosixPath(name).suffix.lower().lstrip(".")


def safe_name(filename: str) -> str:
    """The last part of a file's name, without hidden characters, at most 120 letters long.

    >>> safe_name("C:\\\\papers\\\\..\\\\contract.pdf"), safe_name("../../etc/pass\\x00wd.pdf")
    ('contract.pdf', 'passwd.pdf')
    """
    last = re.split(r"[/\\]", texts.tidy(filename))[-1]
    shown = re.sub(r'[<>:"|?*]', "_", texts.visible(last)).strip(". ")
    stem, dot, end = shown.rpartition(".")
    return f"{stem[:110]}{dot}{end[:9]}" if dot else shown[:120]
