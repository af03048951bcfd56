"""the public parts of keys

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "keys",
        sa.Column("kid", sa.String(length=16), nullable=False),
        sa.Column("state_code", sa.String(length=2), nullable=True),
        sa.Column("use", sa.String(length=16), nullable=False),
        sa.Column("algorithm", sa.String(length=16), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("certificate", sa.LargeBinary(), nullable=True),
        sa.Column("back_end", sa.String(length=16), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=500), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(certificate IS NOT NULL) = (use IN ('root', 'seal', 'timestamp'))",
            name=op.f("ck_keys_certified_by_use"),
        ),
        sa.CheckConstraint(
            "(state_code IS NULL) = (use IN ('root', 'timestamp'))",
            name=op.f("ck_keys_of_state_or_regime"),
        ),
        sa.CheckConstraint(
            "back_end IN ('file', 'offline', 'pkcs11')", name=op.f("ck_keys_back_end_known")
        ),
        sa.CheckConstraint(
            "use IN ('root', 'seal', 'status', 'timestamp', 'token')",
            name=op.f("ck_keys_use_known"),
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)",
            name=op.f("ck_keys_withdrawn_with_reason"),
        ),
        sa.CheckConstraint("length(kid) = 16", name=op.f("ck_keys_kid_of_eight_bytes")),
        sa.CheckConstraint(
            "retired_at IS NULL OR retired_at >= valid_from",
            name=op.f("ck_keys_retired_in_its_window"),
        ),
        sa.CheckConstraint("valid_from < valid_until", name=op.f("ck_keys_window")),
        sa.ForeignKeyConstraint(
            ["state_code"], ["states.code"], name=op.f("fk_keys_state_code_states")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keys")),
        sa.UniqueConstraint("kid", name=op.f("uq_keys_kid")),
        sa.UniqueConstraint("uid", name=op.f("uq_keys_uid")),
    )
    with op.batch_alter_table("keys", schema=None) as batch_op:
        batch_op.create_index("ix_keys_state_code_use", ["state_code", "use"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("keys", schema=None) as batch_op:
        batch_op.drop_index("ix_keys_state_code_use")
    op.drop_table("keys")
