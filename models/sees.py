"""Who sees which rows: for each thing, the read cell and what each scope means in SQL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true

from models.api_keys import ApiKey
from models.ask import Actor
from models.casework import Document, Task
from models.cells import Scope, scopes_of
from models.certificates import Certificate
from models.dossiers import Authorization, CoverRow, Dossier, DossierVersion
from models.enforcement import Case
from models.exports import WatchlistExport
from models.keys import Key
from models.licences import Licence, LicenceShare, LicenceStop, Movement, StopReport
from models.offline import OfflineCheck
from models.people import Interest, Role, User
from models.screening import Hit, Screening
from models.searches import Search
from models.stages import Stage
from models.states import StateTerms
from models.traders import Filing, Registration, Renewal, Trader
from models.watchlist import Entry

Rows = Callable[[Actor], ColumnElement[bool]]
HIDDEN_DRAFTS = (Stage.DRAFT, Stage.WITHDRAWN)


def _share_of(actor: Actor, licence_id: Any) -> ColumnElement[bool]:
    return exists().where(
        LicenceShare.licence_id == licence_id, LicenceShare.state_code == actor.state
    )


def _stop_of(actor: Actor, licence_id: Any) -> ColumnElement[bool]:
    return exists().where(
        LicenceStop.licence_id == licence_id, LicenceStop.state_code == actor.state
    )


def _asked_in(actor: Actor, dossier_id: Any) -> ColumnElement[bool]:
    other = Authorization.__table__.alias("asked")
    return exists(
        select(other.c.id).where(
            other.c.dossier_id == dossier_id, other.c.state_code == actor.state
        )
    )


def _licensed_route(actor: Actor, dossier_id: Any) -> ColumnElement[bool]:
    """States only on the route see the dossier after issue (rules 4.6)."""
    return exists().where(
        Licence.dossier_id == dossier_id,
        LicenceStop.licence_id == Licence.id,
        LicenceStop.state_code == actor.state,
    )


def _same_filing(actor: Actor) -> ColumnElement[bool]:
    """Another State's registration is shared where one application went to both."""
    twin = Registration.__table__.alias("twin")
    return exists(
        select(twin.c.id).where(
            twin.c.filing_id == Registration.filing_id,
            twin.c.state_code == actor.state,
            twin.c.stage.not_in(HIDDEN_DRAFTS),
        )
    )


def _covers_our_dossier(actor: Actor, trader_id: Any, state: Any) -> ColumnElement[bool]:
    """Or where it covers a party of a dossier that our State decides on."""
    return exists().where(
        CoverRow.trader_id == trader_id,
        CoverRow.state_code == state,
        CoverRow.version_id == DossierVersion.id,
        Authorization.dossier_id == DossierVersion.dossier_id,
        Authorization.state_code == actor.state,
    )


def _trader_in_state(actor: Actor, trader_id: Any) -> ColumnElement[bool]:
    ours = Registration.__table__.alias("ours")
    return or_(
        exists(
            select(ours.c.id).where(
                ours.c.trader_id == trader_id,
                ours.c.state_code == actor.state,
                ours.c.stage != Stage.DRAFT,
            )
        ),
        exists().where(
            CoverRow.trader_id == trader_id,
            CoverRow.version_id == DossierVersion.id,
            Authorization.dossier_id == DossierVersion.dossier_id,
            Authorization.state_code == actor.state,
        ),
        exists().where(Case.trader_id == trader_id, Case.state_code == actor.state),
        exists().where(Task.trader_id == trader_id, Task.state_code == actor.state),
    )


def _screened_for(actor: Actor) -> ColumnElement[bool]:
    """Screenings belong to the States that decide on what was screened."""
    return or_(
        and_(
            Screening.thing == Dossier.THING,
            exists().where(
                Authorization.dossier_id == Screening.thing_id,
                Authorization.state_code == actor.state,
            ),
        ),
        and_(
            Screening.thing == Filing.THING,
            exists().where(
                Registration.filing_id == Screening.thing_id,
                Registration.state_code == actor.state,
                Registration.stage.not_in(HIDDEN_DRAFTS),
            ),
        ),
        and_(
            Screening.thing == Renewal.THING,
            exists().where(Renewal.id == Screening.thing_id, Renewal.state_code == actor.state),
        ),
    )


def _documents_of(actor: Actor) -> ColumnElement[bool]:
    return or_(
        Document.state_code == actor.state,
        and_(
            Document.thing == Filing.THING,
            exists().where(
                Registration.filing_id == Document.thing_id,
                Registration.state_code == actor.state,
                Registration.stage.not_in(HIDDEN_DRAFTS),
            ),
        ),
        and_(
            Document.thing == Registration.THING,
            exists().where(
                Registration.id == Document.thing_id, Registration.state_code == actor.state
            ),
        ),
        and_(Document.thing == Dossier.THING, _asked_in(actor, Document.thing_id)),
        and_(
            Document.thing == Case.THING,
            exists().where(Case.id == Document.thing_id, Case.state_code == actor.state),
        ),
    )


def _reads_letters(actor: Actor) -> ColumnElement[bool]:
    """A State's letters are for its own casework: customs read certificates only."""
    machines = (Role.CUSTOMS_OFFICER, Role.API_CUSTOMS)
    return Certificate.letter == "" if actor.role in machines else true()


def _published() -> ColumnElement[bool]:
    return Entry.stage.in_((Stage.ACTIVE, Stage.REVOKED_DATED))


SEES: dict[type[Any], tuple[tuple[str, str], dict[Scope, Rows]]] = {
    Trader: (
        ("registration", "read"),
        {
            Scope.OWN_ORG: lambda a: Trader.id == a.trader_id,
            Scope.OWN_STATE: lambda a: _trader_in_state(a, Trader.id),
        },
    ),
    Filing: (
        ("registration", "read"),
        {
            Scope.OWN_ORG: lambda a: Filing.trader_id == a.trader_id,
            Scope.OWN_STATE: lambda a: exists().where(
                Registration.filing_id == Filing.id,
                Registration.state_code == a.state,
                Registration.stage.not_in(HIDDEN_DRAFTS),
            ),
        },
    ),
    Registration: (
        ("registration", "read"),
        {
            Scope.OWN_ORG: lambda a: Registration.trader_id == a.trader_id,
            Scope.OWN_STATE: lambda a: and_(
                Registration.state_code == a.state, Registration.number.is_not(None)
            ),
            Scope.SHARED_STATE: lambda a: and_(
                Registration.number.is_not(None),
                or_(
                    _same_filing(a),
                    _covers_our_dossier(a, Registration.trader_id, Registration.state_code),
                ),
            ),
        },
    ),
    Renewal: (
        ("registration", "read"),
        {
            Scope.OWN_ORG: lambda a: Renewal.trader_id == a.trader_id,
            Scope.OWN_STATE: lambda a: Renewal.state_code == a.state,
        },
    ),
    Dossier: (
        ("application", "read"),
        {
            Scope.OWN_ORG: lambda a: Dossier.trader_id == a.trader_id,
            Scope.OWN_STATE: lambda a: _asked_in(a, Dossier.id),
            Scope.SHARED_STATE: lambda a: _licensed_route(a, Dossier.id),
        },
    ),
    Authorization: (
        ("application", "read"),
        {
            Scope.OWN_ORG: lambda a: exists().where(
                Dossier.id == Authorization.dossier_id, Dossier.trader_id == a.trader_id
            ),
            Scope.OWN_STATE: lambda a: _asked_in(a, Authorization.dossier_id),
        },
    ),
    Licence: (
        ("licence", "read"),
        {
            Scope.OWN_ORG: lambda a: Licence.trader_id == a.trader_id,
            Scope.OWN_STATE: lambda a: _share_of(a, Licence.id),
            Scope.SHARED_STATE: lambda a: _stop_of(a, Licence.id),
        },
    ),
    Movement: (
        ("write_off", "read"),
        {
            Scope.OWN_ORG: lambda a: exists().where(
                Licence.id == Movement.licence_id, Licence.trader_id == a.trader_id
            ),
            Scope.OWN_STATE: lambda a: or_(
                Movement.state_code == a.state,
                _share_of(a, Movement.licence_id),
                _stop_of(a, Movement.licence_id),
            ),
        },
    ),
    Certificate: (
        ("certificate", "download"),
        {
            Scope.OWN_ORG: lambda a: Certificate.trader_id == a.trader_id,
            Scope.OWN_STATE: lambda a: or_(
                and_(Certificate.state_code == a.state, _reads_letters(a)),
                and_(Certificate.letter == "", _share_of(a, Certificate.licence_id)),
            ),
            Scope.SHARED_STATE: lambda a: and_(
                Certificate.letter == "", _stop_of(a, Certificate.licence_id)
            ),
        },
    ),
    Case: (
        ("enforcement_case", "read"),
        {
            Scope.OWN_ORG: lambda a: and_(Case.trader_id == a.trader_id, Case.visible_to_trader),
            Scope.OWN_STATE: lambda a: Case.state_code == a.state,
            Scope.SHARED_STATE: lambda a: exists().where(
                Task.about == Case.THING, Task.about_id == Case.id, Task.state_code == a.state
            ),
        },
    ),
    Entry: (
        ("watchlist", "read"),
        {
            Scope.OWN_STATE: lambda a: Entry.state_code == a.state,
            Scope.SHARED_STATE: lambda a: _published(),  # noqa: ARG005
        },
    ),
    WatchlistExport: (
        ("watchlist", "export"),
        {Scope.OWN_STATE: lambda a: WatchlistExport.state_code == a.state},
    ),
    Task: (("task", "read"), {Scope.OWN_STATE: lambda a: Task.state_code == a.state}),
    StopReport: (
        ("stop_report", "read"),
        {
            Scope.OWN_STATE: lambda a: StopReport.state_code == a.state,
            Scope.SHARED_STATE: lambda a: _share_of(a, StopReport.licence_id),
        },
    ),
    OfflineCheck: (
        ("offline_check", "read"),
        {
            Scope.OWN_STATE: lambda a: OfflineCheck.state_code == a.state,
            Scope.SHARED_STATE: lambda a: _share_of(a, OfflineCheck.licence_id),
        },
    ),
    Screening: (("screening_hit", "read"), {Scope.OWN_STATE: _screened_for}),
    Hit: (
        ("screening_hit", "read"),
        {
            Scope.OWN_STATE: lambda a: exists(
                select(Screening.id).where(Screening.id == Hit.screening_id, _screened_for(a))
            )
        },
    ),
    Document: (
        ("document", "read"),
        {
            Scope.OWN_ORG: lambda a: Document.trader_id == a.trader_id,
            Scope.OWN_STATE: _documents_of,
        },
    ),
    User: (
        ("user_account", "read"),
        {
            Scope.OWN_ORG: lambda a: and_(
                User.trader_id == a.trader_id,
                true() if a.role is Role.APPLICANT_ADMIN else User.id == a.user_id,
            ),
            Scope.OWN_STATE: lambda a: User.state_code == a.state,
        },
    ),
    Interest: (
        ("interest", "read"),
        {Scope.OWN_STATE: lambda a: Interest.state_code == a.state},
    ),
    StateTerms: (
        ("state_configuration", "read_terms"),
        {Scope.OWN_STATE: lambda a: StateTerms.state_code == a.state},
    ),
    Search: (
        ("search", "read"),
        {
            Scope.OWN_STATE: lambda a: and_(
                Search.state_code == a.state,
                true() if a.role is Role.AUDITOR else Search.by_id == a.user_id,
            )
        },
    ),
    ApiKey: (
        ("api_key", "read"),
        {
            Scope.OWN_STATE: lambda a: and_(
                ApiKey.state_code == a.state,
                true()
                if a.role in (Role.AUDITOR, Role.NATIONAL_ADMIN)
                else ApiKey.user_id == a.user_id,
            )
        },
    ),
    Key: (("key", "list"), {Scope.SHARED_STATE: lambda _: true()}),
}


def visible(thing: type[Any], actor: Actor) -> ColumnElement[bool]:
    """The rows of a thing that an actor may see; no cell, no row."""
    if actor.role is Role.SYSTEM:
        return true()
    (resource, verb), rows = SEES[thing]
    allowed = scopes_of(actor.role, resource, verb)
    found = [condition(actor) for scope, condition in rows.items() if scope in allowed]
    return or_(*found) if found else false()
