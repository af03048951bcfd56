"""lists as sources: what an entry says by its digest, how each list is kept, every fetch

Revision ID: 0007
Revises: 0006
"""

import hashlib
import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
AT_ONCE = 500


def upgrade() -> None:
    op.add_column("list_entries", sa.Column("digest", sa.String(length=64), nullable=True))
    _fill()
    with op.batch_alter_table("list_entries") as batch:
        batch.alter_column("digest", existing_type=sa.String(length=64), nullable=False)
    op.create_index("ix_list_entries_reference", "list_entries", ["reference", "list_version_id"])
    op.create_table(
        "list_settings",
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("form", sa.String(length=16), nullable=False),
        sa.Column("addresses", sa.Text(), nullable=False),
        sa.Column("every_hours", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.CheckConstraint("every_hours >= 0", name=op.f("ck_list_settings_not_backwards")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_settings")),
        sa.UniqueConstraint("uid", name=op.f("uq_list_settings_uid")),
    )
    op.create_index(op.f("ix_list_settings_source"), "list_settings", ["source"])
    op.create_table(
        "list_fetches",
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("outcome", sa.String(length=64), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("list_version_id", ID, nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["list_version_id"],
            ["list_versions.id"],
            name=op.f("fk_list_fetches_list_version_id_list_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_fetches")),
    )
    for name in ("list_version_id", "source"):
        op.create_index(op.f(f"ix_list_fetches_{name}"), "list_fetches", [name])


def downgrade() -> None:
    op.drop_table("list_fetches")
    op.drop_table("list_settings")
    op.drop_index("ix_list_entries_reference", "list_entries")
    with op.batch_alter_table("list_entries") as batch:
        batch.drop_column("digest")


def _fill() -> None:
    """Tell the digest of every entry there is; nobody else may change them."""
    on = op.get_bind()
    if on.dialect.name == "postgresql":
        op.execute("ALTER TABLE list_entries DISABLE TRIGGER USER")
    else:
        op.execute("DROP TRIGGER IF EXISTS guard_list_entries_update")
    entries = sa.table("list_entries", sa.column("id"), sa.column("facts"), sa.column("digest"))
    last = 0
    while rows := on.execute(
        sa.select(entries.c.id, entries.c.facts)
        .where(entries.c.id > last)
        .order_by(entries.c.id)
        .limit(AT_ONCE)
    ).all():
        last = rows[-1].id
        on.execute(
            sa.update(entries)
            .where(entries.c.id == sa.bindparam("key"))
            .values(digest=sa.bindparam("told")),
            [{"key": row.id, "told": _digest(json.loads(row.facts))} for row in rows],
        )
    if on.dialect.name == "postgresql":
        op.execute("ALTER TABLE list_entries ENABLE TRIGGER USER")


def _digest(facts: dict[str, Any]) -> str:
    """As entries are digested at the time of this revision."""
    said = _said({key: value for key, value in facts.items() if key != "data_id"})
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _said(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: kept for key, item in value.items() if (kept := _said(item))}
    if isinstance(value, list):
        return [_said(item) for item in value]
    return value
