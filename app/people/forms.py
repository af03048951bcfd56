"""Forms of signing in and of proving who one is."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.forms import Form, PasswordField, TextField


class SignInForm(Form):
    """Name and password."""

    login = TextField(_l("E-mail address"), missing=_l("Type your e-mail address"), limit=254)
    password = PasswordField(_l("Password"), missing=_l("Type your password"))


class ProveForm(Form):
    """The password again."""

    password = PasswordField(_l("Password"), missing=_l("Type your password"))


class EmptyForm(Form):
    """A single button, protected."""
