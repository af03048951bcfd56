"""Forms of signing in and up, of proving who one is, and of accounts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms.validators import StopValidation

from app.forms import (
    Form,
    PasswordField,
    RadioField,
    ReasonField,
    SelectField,
    StateField,
    TextField,
    VersionField,
)
from app.gate import GraveForm
from app.pages import say
from app.people.asked import NewAccount, SignUp
from models.particulars import Form as TraderForm
from models.people import STATE_ROLES, Role

NEW_PASSWORD_HINT = _l(
    "At least 15 characters; several words are easiest. Not your name, your firm or your State."
)


class SignInForm(Form):
    """Name and password."""

    login = TextField(_l("E-mail address"), missing=_l("Type your e-mail address"), limit=254)
    password = PasswordField(_l("Password"), missing=_l("Type your password"))


class ProveForm(Form):
    """The password again."""

    password = PasswordField(_l("Password"), missing=_l("Type your password"))


class EmptyForm(Form):
    """A single button, protected."""


class AddressField(TextField):
    """An e-mail address, small; it is the name of an account."""

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        self.data = (self.data or "").lower()
        name, at, domain = self.data.partition("@")
        whole = name and at and "." in domain.strip(".") and " " not in self.data
        if self.data and not (whole and "@" not in domain):
            raise StopValidation(gettext("Type an e-mail address like name@example.org"))


class _TwiceForm(Form):
    """A form that asks for a new password twice."""

    password: PasswordField
    again: PasswordField

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """The second must be the first, letter by letter."""
        if not super().validate(extra_validators):
            return False
        if self.password.data != self.again.data:
            self.again.errors = [gettext("The two passwords differ. Type the second one again")]
            return False
        return True


class SignUpForm(_TwiceForm):
    """A trader's first account (REG-16)."""

    form = RadioField(
        _l("What are you?"),
        choices=((TraderForm.FIRM, _l("A firm")), (TraderForm.PERSON, _l("A natural person"))),
        missing=_l("Choose firm or natural person"),
    )
    trader_name = TextField(
        _l("Name of the firm"),
        hint=_l("In full, as in the company register. A natural person leaves it empty."),
    )
    home_state = StateField(
        _l("State where you begin"),
        hint=_l("It numbers your record. You can apply to every State later."),
        missing=_l("Choose the State where you begin"),
    )
    person_name = TextField(_l("Your own name"), missing=_l("Type your own name"))
    login = AddressField(
        _l("E-mail address"),
        hint=_l("You sign in with it."),
        missing=_l("Type your e-mail address"),
        limit=254,
    )
    password = PasswordField(
        _l("Password"), hint=NEW_PASSWORD_HINT, missing=_l("Type a new password")
    )
    again = PasswordField(_l("Password again"), missing=_l("Type the same password again"))

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """A firm has a name of its own."""
        if not super().validate(extra_validators):
            return False
        if self.form.data == TraderForm.FIRM and not self.trader_name.data:
            self.trader_name.errors = [gettext("Type the name of the firm")]
            return False
        return True

    def value(self) -> SignUp:
        """What was said, whole."""
        form = TraderForm(self.form.data)
        person = self.person_name.data or ""
        return SignUp(
            form=form,
            trader_name=(self.trader_name.data or "") if form is TraderForm.FIRM else person,
            home_state=self.home_state.data or "",
            person_name=person,
            login=self.login.data or "",
            password=self.password.data or "",
        )


class OpenForm(_TwiceForm):
    """A one-time code and the first password."""

    code = TextField(
        _l("One-time code"),
        hint=_l("You got it from your administrator. It opens the account once."),
        missing=_l("Type the one-time code"),
        limit=64,
    )
    password = PasswordField(
        _l("New password"), hint=NEW_PASSWORD_HINT, missing=_l("Type a new password")
    )
    again = PasswordField(_l("New password again"), missing=_l("Type the same password again"))


class PasswordForm(_TwiceForm):
    """One's own password, changed."""

    current = PasswordField(_l("Password now"), missing=_l("Type the password you have now"))
    password = PasswordField(
        _l("New password"), hint=NEW_PASSWORD_HINT, missing=_l("Type a new password")
    )
    again = PasswordField(_l("New password again"), missing=_l("Type the same password again"))


def state_roles() -> list[tuple[str, str]]:
    """The roles of a State's officers, in words."""
    return [(str(role), say(f"role.{role}").capitalize()) for role in sorted(STATE_ROLES)]


class _NewForm(GraveForm):
    """What every new account has."""

    name = TextField(_l("Name"), missing=_l("Type the person’s name"))
    login = AddressField(
        _l("E-mail address"),
        hint=_l("The person signs in with it."),
        missing=_l("Type the person’s e-mail address"),
        limit=254,
    )
    post = TextField(
        _l("Post"), hint=_l("As others will read it, such as head of unit."), limit=120
    )


class CreateForm(_NewForm):
    """An officer's account."""

    role = SelectField(_l("Role"), choices=state_roles, missing=_l("Choose the role"))
    same_as = SelectField(
        _l("Has this person an account already?"),
        hint=_l("Two signatures must be two persons: say so if this is somebody’s second account."),
        none=_l("No, this person is new here"),
    )

    def value(self) -> NewAccount:
        """The account to make."""
        return NewAccount(
            name=self.name.data or "",
            login=self.login.data or "",
            role=Role(self.role.data),
            post=self.post.data or "",
            same_as=self.same_as.data or "",
        )


class InviteForm(_NewForm):
    """A further account of one's own firm."""

    role = RadioField(
        _l("May this person manage the accounts of the firm?"),
        choices=(
            (Role.APPLICANT_USER, _l("No: applies, answers and submits")),
            (Role.APPLICANT_ADMIN, _l("Yes: an administrator of the firm")),
        ),
        missing=_l("Choose what the person may do"),
    )

    def value(self) -> NewAccount:
        """The account to make."""
        return NewAccount(
            name=self.name.data or "",
            login=self.login.data or "",
            role=Role(self.role.data),
            post=self.post.data or "",
        )


class ChangeForm(GraveForm):
    """Another role or post."""

    role = SelectField(_l("Role"), choices=state_roles, missing=_l("Choose the role"))
    post = TextField(_l("Post"), limit=120)
    revision = VersionField()


class AccountActForm(GraveForm):
    """One act on an account, without a reason."""

    revision = VersionField()


class ReasonedForm(AccountActForm):
    """One act on an account, with its reason."""

    reason = ReasonField(_l("Reason"), missing=_l("Give the reason"), limit=1000)
