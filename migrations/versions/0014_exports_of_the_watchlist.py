"""exports of the watchlist, asked by one senior officer and approved by another

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "watchlist_exports",
        sa.Column("state_code", sa.String(length=2), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("asked_person_id", ID, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_person_id", ID, nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.CheckConstraint(
            "stage IN ('AWAITING_COUNTERSIGN', 'DECIDED', 'REFUSED')",
            name=op.f("ck_watchlist_exports_stage_of_workflow"),
        ),
        sa.CheckConstraint(
            "decided_person_id IS NULL OR decided_person_id <> asked_person_id",
            name=op.f("ck_watchlist_exports_two_persons"),
        ),
        sa.CheckConstraint(
            "stage NOT IN ('DECIDED', 'REFUSED') OR"
            " (decided_at IS NOT NULL AND decided_person_id IS NOT NULL)",
            name=op.f("ck_watchlist_exports_decided_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_person_id"],
            ["persons.id"],
            name=op.f("fk_watchlist_exports_asked_person_id_persons"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_person_id"],
            ["persons.id"],
            name=op.f("fk_watchlist_exports_decided_person_id_persons"),
        ),
        sa.ForeignKeyConstraint(
            ["state_code"], ["states.code"], name=op.f("fk_watchlist_exports_state_code_states")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watchlist_exports")),
        sa.UniqueConstraint("uid", name=op.f("uq_watchlist_exports_uid")),
    )
    for name in ("stage", "state_code"):
        op.create_index(op.f(f"ix_watchlist_exports_{name}"), "watchlist_exports", [name])


def downgrade() -> None:
    op.drop_table("watchlist_exports")
