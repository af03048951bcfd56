"""The public check of a document by its own file."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.certificates.inspecting import LARGEST
from app.forms import FileField, Form


class FileForm(Form):
    """The document itself."""

    file = FileField(
        _l("PDF file"),
        missing=_l("Choose the PDF file of the document"),
        hint=_l("As it was issued: not printed, scanned or saved anew."),
        limit=LARGEST,
    )
