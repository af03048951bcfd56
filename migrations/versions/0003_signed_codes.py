"""signed codes, status entries, published lists

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "signed_codes",
        sa.Column("certificate_id", ID, nullable=False),
        sa.Column("text", sa.String(length=800), nullable=False),
        sa.Column("kid", sa.String(length=16), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificates.id"],
            name=op.f("fk_signed_codes_certificate_id_certificates"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_codes")),
        sa.UniqueConstraint("certificate_id", name=op.f("uq_signed_codes_certificate_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_signed_codes_uid")),
    )
    op.create_index(op.f("ix_signed_codes_kid"), "signed_codes", ["kid"])
    op.create_table(
        "status_entries",
        sa.Column("certificate_id", ID, nullable=False),
        sa.Column("state_code", sa.String(length=2), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.CheckConstraint("entry >= 0", name=op.f("ck_status_entries_entry_from_nought")),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificates.id"],
            name=op.f("fk_status_entries_certificate_id_certificates"),
        ),
        sa.ForeignKeyConstraint(
            ["state_code"], ["states.code"], name=op.f("fk_status_entries_state_code_states")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_entries")),
        sa.UniqueConstraint(
            "state_code", "year", "entry", name=op.f("uq_status_entries_state_code_year_entry")
        ),
        sa.UniqueConstraint(
            "certificate_id",
            "state_code",
            name=op.f("uq_status_entries_certificate_id_state_code"),
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_status_entries_uid")),
    )
    op.create_table(
        "published_lists",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state_code", sa.String(length=2), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("said", sa.String(length=64), nullable=False),
        sa.Column("kid", sa.String(length=16), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.CheckConstraint(
            "kind IN ('crl', 'status', 'trust')", name=op.f("ck_published_lists_kind_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_lists")),
        sa.UniqueConstraint(
            "kind", "state_code", "year", name=op.f("uq_published_lists_kind_state_code_year")
        ),
    )


def downgrade() -> None:
    op.drop_table("published_lists")
    op.drop_table("status_entries")
    op.drop_table("signed_codes")
