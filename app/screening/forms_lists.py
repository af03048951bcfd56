"""The form that finds entries of a public list."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from app.forms import Form, TextField
from app.screening.readers.shared import REFERENCE_LIMIT

MOST = 200


class FindEntryForm(Form):
    """Words that an entry holds, and where the page begins."""

    words = TextField(
        _l("Find in this list"),
        limit=MOST,
        hint=_l("Words of a name, a number or a remark as they are written. All must be there."),
    )
    after = HiddenField(filters=[lambda text: (text or "")[:REFERENCE_LIMIT]])
