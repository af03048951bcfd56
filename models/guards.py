"""What the database itself refuses: changed records, deleted rows, a ledger below zero.

`install` writes every trigger for SQLite or PostgreSQL and may be run again at any time; each
migration ends with it, because Alembic's batch mode recreates tables on SQLite and drops theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, MetaData, inspect, text

APPEND_ONLY = frozenset(
    {
        "answers",
        "archive_copies",
        "assessments",
        "audit_entries",
        "border_checks",
        "certificate_files",
        "certificates",
        "cover_rows",
        "dispositions",
        "documents",
        "dossier_versions",
        "entry_versions",
        "installation",
        "licence_conditions",
        "licence_shares",
        "licence_stops",
        "likenesses",
        "list_entries",
        "list_fetches",
        "list_settings",
        "list_versions",
        "looks",
        "making_failures",
        "movements",
        "nationalities",
        "note_releases",
        "notes",
        "offline_checks",
        "outside_acceptances",
        "parties",
        "proposals",
        "questions",
        "refused_acts",
        "registration_terms",
        "signatures",
        "signed_codes",
        "state_terms",
        "status_entries",
        "stop_reports",
    }
)
"""Rows that are added and never changed."""

FILLED_ONCE = {
    "api_keys": ("withdrawn_at", "withdrawn_reason"),
    "embargoes": ("valid_until",),
    "invitations": ("used_at",),
    "keys": ("retired_at", "withdrawn_at", "withdrawn_reason"),
    "screenings": ("answered_at", "lists", "threshold", "matcher", "answer_digest"),
    "searches": ("answered_at", "answers", "answer_digest", "found"),
    "suspensions": (
        "confirmed_at",
        "confirmed_by_id",
        "confirmed_person_id",
        "lifted_at",
        "lifted_by_id",
        "lifted_person_id",
        "lift_reason",
    ),
}
"""Rows that change only by filling what was empty; every other column stays."""

FROZEN_COLUMNS = {
    "hits": (
        "screening_id",
        "list_entry_id",
        "entry_id",
        "source",
        "entry_reference",
        "entry_digest",
        "features_digest",
        "reasons",
        "run_id",
        "replaces_id",
    ),
    "licence_lines": ("licence_id", "no", "goods_class", "description", "quantity", "unit"),
    "licences": (
        "number",
        "check_code",
        "dossier_id",
        "version_id",
        "trader_id",
        "lead_state",
        "issued_at",
        "valid_from",
        "valid_until",
        "destination",
    ),
    "screening_runs": (
        "kind",
        "cause",
        "started_at",
        "lists_before",
        "entries",
        "threshold",
        "matcher",
        "last_id",
    ),
    "users": ("demonstration", "person_id"),
    "watchlist_exports": ("asked_at", "asked_person_id", "purpose", "state_code"),
}
"""Columns that never change although others of their row do."""

MAY_BE_DELETED = frozenset({"leases", "list_fetches", "rate_counts", "sign_ins", "alembic_version"})

LEDGER_SUM = (
    "(SELECT COALESCE(SUM(CASE WHEN contra THEN -quantity ELSE quantity END), 0)"
    " FROM movements WHERE line_id = NEW.id AND consumes)"
)
PASSAGE_SUM = (
    "(SELECT COALESCE(SUM(CASE WHEN contra THEN -quantity ELSE quantity END), 0)"
    " FROM movements WHERE exit_id = NEW.exit_id AND state_code = NEW.state_code"
    " AND direction = NEW.direction AND NOT consumes)"
)
SUBMITTED_FILING = "OLD.submitted_at IS NOT NULL"
NOT_A_DEMONSTRATION = (
    "NEW.demonstration AND NOT EXISTS (SELECT 1 FROM installation WHERE demonstration)"
)


def install(connection: Connection, metadata: MetaData) -> None:
    """Write every guard anew; idempotent.

    A table or column that an older revision does not have yet is passed over.
    """
    script = _postgresql if connection.dialect.name == "postgresql" else _sqlite
    columns = {
        table: {column["name"] for column in found}
        for (_, table), found in inspect(connection).get_multi_columns().items()
    }
    present = [
        row
        for row in _refusals(metadata)
        if row[0] in columns
        and (not row[1].startswith(OF) or row[1].removeprefix(OF) in columns[row[0]])
    ]
    for statement in script(present):
        connection.execute(text(statement.replace(":", "\\:")))


Refused = tuple[str, str, str, str]
OF = "UPDATE OF "


def _refusals(metadata: MetaData) -> Iterator[Refused]:
    """(table, event, condition, message) of every refusal, the same for both databases."""
    for table in sorted(metadata.tables):
        if table not in MAY_BE_DELETED:
            yield table, "DELETE", "", f"{table}: rows are never deleted"
        if table in APPEND_ONLY:
            yield table, "UPDATE", "", f"{table}: rows are added, never changed"
        if table in FILLED_ONCE:
            for name in metadata.tables[table].columns.keys():  # noqa: SIM118  not a dict
                fill = name in FILLED_ONCE[table]
                empty = "OLD.{0} IS NOT NULL AND OLD.{0} <> '' AND " if fill else ""
                if fill and name != "lift_reason":
                    empty = "OLD.{0} IS NOT NULL AND "
                changed = "OLD.{0} IS DISTINCT FROM NEW.{0}"
                yield (
                    table,
                    f"UPDATE OF {name}",
                    (empty + changed).format(name),
                    f"{table}.{name}: filled once",
                )
        for name in FROZEN_COLUMNS.get(table, ()):
            yield (
                table,
                f"UPDATE OF {name}",
                f"OLD.{name} IS DISTINCT FROM NEW.{name}",
                f"{table}.{name}: never changed",
            )
    yield "filings", "UPDATE", SUBMITTED_FILING, "filings: frozen once submitted"
    yield (
        "licence_lines",
        "UPDATE OF used",
        f"NEW.used <> {LEDGER_SUM}",
        "licence_lines.used: kept from the ledger only",
    )
    yield (
        "passages",
        "UPDATE OF moved",
        f"NEW.moved <> {PASSAGE_SUM}",
        "passages.moved: kept from the ledger only",
    )
    yield (
        "users",
        "INSERT",
        NOT_A_DEMONSTRATION,
        "users: demonstration accounts need a demonstration database",
    )


def _name(table: str, event: str) -> str:
    """The trigger's name; short enough for PostgreSQL's 63 characters."""
    return f"guard_{table}_{event.lower().replace('update of ', 'of_').replace(' ', '_')}"[:63]


LEDGER = (
    (
        "movements_consume",
        "NEW.consumes AND NOT NEW.contra",
        "UPDATE licence_lines SET used = used + NEW.quantity WHERE id = NEW.line_id;",
    ),
    (
        "movements_give_back",
        "NEW.consumes AND NEW.contra",
        "UPDATE licence_lines SET used = used - NEW.quantity WHERE id = NEW.line_id;",
    ),
    (
        "movements_pass",
        "NOT NEW.consumes AND NOT NEW.contra",
        "INSERT INTO passages (exit_id, state_code, direction, moved, allowed)"
        " SELECT NEW.exit_id, NEW.state_code, NEW.direction, NEW.quantity, e.quantity"
        " FROM movements e WHERE e.id = NEW.exit_id"
        " ON CONFLICT (exit_id, state_code, direction)"
        " DO UPDATE SET moved = passages.moved + excluded.moved;",
    ),
    (
        "movements_unpass",
        "NOT NEW.consumes AND NEW.contra",
        "UPDATE passages SET moved = moved - NEW.quantity WHERE exit_id = NEW.exit_id"
        " AND state_code = NEW.state_code AND direction = NEW.direction;",
    ),
    (
        "movements_close_exit",
        "NEW.consumes AND NEW.contra",
        "UPDATE passages SET allowed = 0 WHERE exit_id = NEW.reverses_id;",
    ),
)
"""What a new movement does: trigger name, when, and the statement; the CHECKs then decide."""


def _sqlite(refusals: Sequence[Refused]) -> Iterator[str]:
    for table, event, condition, message in refusals:
        name = _name(table, event)
        when = f" WHEN {condition}" if condition else ""
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield (
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW{when}"
            f" BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
    for name, condition, statement in LEDGER:
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield (
            f"CREATE TRIGGER {name} AFTER INSERT ON movements FOR EACH ROW WHEN {condition}"
            f" BEGIN {statement} END"
        )


def _postgresql(refusals: Sequence[Refused]) -> Iterator[str]:
    for table, event, condition, message in refusals:
        name = _name(table, event)
        check = f"IF {condition} THEN" if condition else "IF true THEN"
        give = "OLD" if event == "DELETE" else "NEW"
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" {check} RAISE EXCEPTION '{message}' USING ERRCODE = '23000';"
            f" END IF; RETURN {give}; END $$"
        )
        yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
        yield (
            f"CREATE TRIGGER {name} BEFORE {event} ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
    for name, condition, statement in LEDGER:
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF {condition} THEN {statement} END IF; RETURN NULL; END $$"
        )
        yield f"DROP TRIGGER IF EXISTS {name} ON movements"
        yield (
            f"CREATE TRIGGER {name} AFTER INSERT ON movements"
            f" FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
