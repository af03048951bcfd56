"""checks made without a network, and the task that their conflicts raise

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
BEFORE = "'hit_confirmed', 'off_route_check', 'recognise', 'revoke_licence', 'stop_reported'"
AFTER = "'hit_confirmed', 'off_route_check', 'offline_conflict', 'recognise', 'revoke_licence', 'stop_reported'"


def upgrade() -> None:
    op.create_table(
        "offline_checks",
        sa.Column("licence_id", ID, nullable=True),
        sa.Column("state_code", sa.String(length=2), nullable=False),
        sa.Column("asked_number", sa.String(length=64), nullable=False),
        sa.Column("verdict", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("list_age", sa.Integer(), nullable=True),
        sa.Column("checked_at", MOMENT, nullable=False),
        sa.Column("check_uid", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("declaration", sa.String(length=64), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("spoke_to", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("conflict", sa.String(length=16), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.CheckConstraint(
            "outcome IN ('checked', 'released', 'stopped')",
            name=op.f("ck_offline_checks_outcome_known"),
        ),
        sa.CheckConstraint(
            "conflict IN ('', 'not_valid', 'over', 'unknown')",
            name=op.f("ck_offline_checks_conflict_known"),
        ),
        sa.CheckConstraint(
            "conflict = '' OR outcome = 'released'",
            name=op.f("ck_offline_checks_only_releases_conflict"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_offline_checks_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["licence_id"], ["licences.id"], name=op.f("fk_offline_checks_licence_id_licences")
        ),
        sa.ForeignKeyConstraint(
            ["state_code"], ["states.code"], name=op.f("fk_offline_checks_state_code_states")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offline_checks")),
        sa.UniqueConstraint("uid", name=op.f("uq_offline_checks_uid")),
    )
    op.create_index("ix_offline_checks_licence_id", "offline_checks", ["licence_id", "outcome"])
    op.create_index(op.f("ix_offline_checks_state_code"), "offline_checks", ["state_code"])
    _kinds(AFTER)


def downgrade() -> None:
    _kinds(BEFORE)
    op.drop_table("offline_checks")


def _kinds(allowed: str) -> None:
    """Let a task be of these kinds."""
    with op.batch_alter_table("tasks") as batch:
        batch.drop_constraint(op.f("ck_tasks_kind_known"), type_="check")
        batch.create_check_constraint(op.f("ck_tasks_kind_known"), f"kind IN ({allowed})")
