"""runs that look again, and what each hit is known by through the versions of a list

Revision ID: 0009
Revises: 0008
"""

import hashlib
import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
BEFORE = "'hit_confirmed', 'off_route_check', 'offline_conflict', 'recognise', 'revoke_licence', 'stop_reported'"
AFTER = "'hit_confirmed', 'new_hit', 'off_route_check', 'offline_conflict', 'recognise', 'revoke_licence', 'stop_reported', 'suspension_proposed'"
CURRENT = "replaced_at IS NULL AND gone_at IS NULL"
NAME_CODES = ("name_same", "name_like", "name_different")


def upgrade() -> None:
    """Every hit there is gets what it is known by, from the entry as it was found."""
    op.create_table(
        "screening_runs",
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("cause", sa.String(length=8), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("lists_before", sa.Text(), nullable=False),
        sa.Column("lists", sa.Text(), nullable=False),
        sa.Column("entries", sa.Text(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("matcher", sa.String(length=255), nullable=False),
        sa.Column("last_id", ID, nullable=False),
        sa.Column("position", ID, nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("names", "found", "changed", "gone", "missed", "astray", "faults")
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.CheckConstraint("kind IN ('delta', 'full')", name=op.f("ck_screening_runs_kind_known")),
        sa.CheckConstraint(
            "cause IN ('first', 'lists', 'matcher', 'night')",
            name=op.f("ck_screening_runs_cause_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_runs")),
        sa.UniqueConstraint("uid", name=op.f("uq_screening_runs_uid")),
    )
    op.create_index(
        "uq_screening_runs_one_open",
        "screening_runs",
        ["kind"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "covered_entries",
        sa.Column("entry_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_covered_entries_entry_id_entries")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_covered_entries")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_covered_entries_entry_id")),
    )
    with op.batch_alter_table("hits") as batch:
        for name, length in KNOWN_BY:
            batch.add_column(sa.Column(name, sa.String(length=length), nullable=True))
        batch.add_column(sa.Column("run_id", ID, nullable=True))
        batch.add_column(sa.Column("replaces_id", ID, nullable=True))
        batch.add_column(sa.Column("replaced_at", MOMENT, nullable=True))
        batch.add_column(sa.Column("gone_at", MOMENT, nullable=True))
        batch.add_column(sa.Column("gone_why", sa.String(length=16), nullable=True))
    _know_hits()
    with op.batch_alter_table("hits") as batch:
        for name, length in KNOWN_BY:
            batch.alter_column(name, existing_type=sa.String(length=length), nullable=False)
        batch.create_foreign_key(
            op.f("fk_hits_run_id_screening_runs"), "screening_runs", ["run_id"], ["id"]
        )
        batch.create_check_constraint(
            op.f("ck_hits_gone_has_why"), "(gone_at IS NULL) = (gone_why IS NULL)"
        )
        batch.create_check_constraint(
            op.f("ck_hits_why_known"), "gone_why IN ('parted', 'removed')"
        )
        batch.drop_constraint(op.f("uq_hits_screening_id_list_entry_id_entry_id"), type_="unique")
    op.create_index(op.f("ix_hits_entry_reference"), "hits", ["entry_reference"])
    op.create_index(op.f("ix_hits_run_id"), "hits", ["run_id"])
    op.create_index(
        "uq_hits_one_current",
        "hits",
        ["screening_id", "source", "entry_reference"],
        unique=True,
        sqlite_where=sa.text(CURRENT),
        postgresql_where=sa.text(CURRENT),
    )
    _kinds(AFTER)


def downgrade() -> None:
    """Hits that runs found stay; what they are known by is lost. Tasks of the new kinds stop it."""
    _kinds(BEFORE)
    if op.get_bind().dialect.name == "postgresql":  # a guard holds on to its column
        for name in ("run_id", "replaces_id", *(name for name, _ in KNOWN_BY)):
            op.execute(f"DROP TRIGGER IF EXISTS guard_hits_of_{name} ON hits")
    for name in ("uq_hits_one_current", op.f("ix_hits_run_id"), op.f("ix_hits_entry_reference")):
        op.drop_index(name, "hits")
    with op.batch_alter_table("hits") as batch:
        batch.drop_constraint(op.f("ck_hits_why_known"), type_="check")
        batch.drop_constraint(op.f("ck_hits_gone_has_why"), type_="check")
        batch.drop_constraint(op.f("fk_hits_run_id_screening_runs"), type_="foreignkey")
        for name in ("run_id", "replaces_id", "replaced_at", "gone_at", "gone_why"):
            batch.drop_column(name)
        for name, _ in KNOWN_BY:
            batch.drop_column(name)
        batch.create_unique_constraint(
            op.f("uq_hits_screening_id_list_entry_id_entry_id"),
            ["screening_id", "list_entry_id", "entry_id"],
        )
    op.drop_table("covered_entries")
    op.drop_table("screening_runs")


KNOWN_BY = (
    ("source", 32),
    ("entry_reference", 64),
    ("entry_digest", 64),
    ("features_digest", 64),
)


def _know_hits() -> None:
    bind = op.get_bind()
    rows = bind.execute(
        sa.text(
            "SELECT h.id, h.reasons, v.source, l.reference, l.facts AS listed,"
            " e.number, COALESCE(ev.facts, e.facts) AS watched"
            " FROM hits h"
            " LEFT JOIN list_entries l ON l.id = h.list_entry_id"
            " LEFT JOIN list_versions v ON v.id = l.list_version_id"
            " LEFT JOIN entries e ON e.id = h.entry_id"
            " LEFT JOIN entry_versions ev ON ev.entry_id = e.id AND ev.number = h.entry_version"
        )
    ).mappings()
    for row in rows.all():
        facts = row["listed"] or json.dumps(json.loads(row["watched"])["subject"])
        bind.execute(
            sa.text(
                "UPDATE hits SET source = :source, entry_reference = :reference, entry_digest = :entry,"
                " features_digest = :features WHERE id = :id"
            ),
            {
                "id": row["id"],
                "source": row["source"] or "watchlist",
                "reference": row["reference"] or row["number"],
                "entry": _digest(_said(_without(json.loads(facts)))),
                "features": _features(json.loads(row["reasons"])),
            },
        )


def _features(reasons: list[dict[str, Any]]) -> str:
    names = next(
        (
            [reason["facts"].get("party", ""), reason["facts"].get("listed", "")]
            for reason in reasons
            if reason["code"] in NAME_CODES
        ),
        [],
    )
    codes = sorted({reason["code"] for reason in reasons})
    return _digest({"codes": codes, "names": names})


def _digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _without(facts: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in facts.items() if key != "data_id"}


def _said(value: Any) -> Any:
    """A value without its empty parts."""
    if isinstance(value, dict):
        return {key: kept for key, item in value.items() if (kept := _said(item))}
    if isinstance(value, list):
        return [_said(item) for item in value]
    return value


def _kinds(allowed: str) -> None:
    """Let a task be of these kinds."""
    with op.batch_alter_table("tasks") as batch:
        batch.drop_constraint(op.f("ck_tasks_kind_known"), type_="check")
        batch.create_check_constraint(op.f("ck_tasks_kind_known"), f"kind IN ({allowed})")
