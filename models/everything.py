"""Imports every module that maps a table, so that `Base.metadata` is whole."""

from models import (  # noqa: F401
    api_keys,
    audit,
    casework,
    certificates,
    codes,
    dossiers,
    enforcement,
    exports,
    keys,
    licences,
    likeness,
    list_sources,
    machinery,
    numbers,
    offline,
    people,
    proposals,
    screening,
    screening_runs,
    searches,
    states,
    traders,
    watchlist,
)
from models.base import Base

metadata = Base.metadata
