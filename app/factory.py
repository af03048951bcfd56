"""The roof: puts the rooms together, decides nothing."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask
from flask_babel import Babel
from flask_wtf import CSRFProtect
from sqlalchemy import select
from werkzeug.middleware.proxy_fix import ProxyFix

from app import commands, drafts, forms, gate, menu, pages
from app import pseudo as brackets
from app.authorizations import views_decide as authorizations_views
from app.certificates import views_documents as certificates_views
from app.customs import views as customs_views
from app.dossiers import views_draft as dossiers_views
from app.enforcement import views as enforcement_views
from app.frame import frame, list_notice
from app.keys import views as keys_views
from app.licences import views as licences_views
from app.offline import views as offline_views
from app.people import views_accounts as people_views
from app.programs import views as programs_views
from app.public import views as public_views
from app.published import views as published_views
from app.regime import views as regime_views
from app.registrations import views_suspensions as registrations_views
from app.screening import api as screening_api
from app.screening import line
from app.screening import pages as screening_views
from app.standing import regime
from app.traders import extract
from app.traders import views as traders_views
from app.trail import views as trail_views
from app.watchlist import views as watchlist_views
from app.work import NOBODY, open_house, reading
from app.work_list import views as work_list_views
from config import PROJECT, Config
from models.sheets import Sheet
from models.states import Regime, State

MOST_SENT = 12 * 1024 * 1024
"""Bytes of one request: a document of ten MiB and the form around it."""

AREAS = (
    authorizations_views.authorizations,
    certificates_views.certificates,
    customs_views.customs,
    dossiers_views.dossiers,
    enforcement_views.enforcement,
    keys_views.keys,
    licences_views.licences,
    offline_views.offline,
    people_views.people,
    programs_views.programs,
    public_views.public,
    published_views.published,
    regime_views.regime,
    registrations_views.registrations,
    screening_api.matching,
    screening_views.screening,
    traders_views.traders,
    trail_views.trail,
    watchlist_views.watchlist,
    work_list_views.work_list,
)


def create_app(config: Config, *, pseudo: bool = False) -> Flask:
    """Make the application of one installation; `pseudo` speaks the language of brackets."""
    app = Flask("sacr", root_path=str(PROJECT / "app"), template_folder=str(PROJECT / "templates"))
    app.config.update(
        SECRET_KEY=config.secret_key,
        MAX_CONTENT_LENGTH=MOST_SENT,
        MAX_FORM_MEMORY_SIZE=MOST_SENT,
        SESSION_COOKIE_NAME="__Host-sacr" if config.cookie_secure else "sacr",
        SESSION_COOKIE_SECURE=config.cookie_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_DEFAULT_LOCALE=config.languages[0],
    )
    app.extensions["sacr.config"] = config
    app.extensions[pages.STATES] = state_names
    app.extensions[public_views.REGIME] = whole_regime
    app.extensions[public_views.REGISTERED] = extract.counts
    app.context_processor(
        lambda: {"demonstration": frame().demonstration, "list_notice": list_notice()}
    )
    open_house(config.database_url)
    line.open_at(config.data_dir)
    if config.trusted_proxies:
        count = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign]
    Babel(app)
    if pseudo:
        brackets.init(app)
    CSRFProtect(app).exempt(screening_api.matching)  # programs show a key, never a cookie
    pages.init(app)
    forms.init(app)
    gate.init(app)
    menu.init(app)
    drafts.init(app, draw_draft)
    commands.init(app)
    for area in AREAS:
        app.register_blueprint(area)
    return app


def draw_draft(sheet: Sheet) -> bytes:
    """Draw a draft; what draws is heavy, and comes when the first is asked for."""
    from app.certificates.render import render  # noqa: PLC0415

    return render(sheet, "")


def state_names() -> Mapping[str, str]:
    """The names of the States of the register, by code."""
    with reading(NOBODY) as view:
        return dict(view.session.execute(select(State.code, State.name)).all())


def whole_regime() -> Regime:
    """Every State with its dated terms."""
    with reading(NOBODY) as view:
        return regime(view.session)
