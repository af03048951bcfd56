"""searches and their keys, and the digest of what a screening found

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
PURPOSES = "purpose IN ('application', 'assistance', 'border', 'enforcement', 'review')"


def upgrade() -> None:
    op.create_table(
        "api_keys",
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("state_code", sa.String(length=2), nullable=False),
        sa.Column("scope", sa.String(length=16), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("case_ref", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hint", sa.String(length=12), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=500), nullable=True),
        *_thing(),
        sa.CheckConstraint("scope IN ('match')", name=op.f("ck_api_keys_scope_known")),
        sa.CheckConstraint(PURPOSES, name=op.f("ck_api_keys_purpose_known")),
        sa.CheckConstraint("expires_at > made_at", name=op.f("ck_api_keys_ends_later")),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)",
            name=op.f("ck_api_keys_withdrawn_has_reason"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_api_keys_user_id_users")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_api_keys_person_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["state_code"], ["states.code"], name=op.f("fk_api_keys_state_code_states")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_keys_digest")),
        sa.UniqueConstraint("uid", name=op.f("uq_api_keys_uid")),
    )
    for column in ("state_code", "user_id"):
        op.create_index(op.f(f"ix_api_keys_{column}"), "api_keys", [column])
    op.create_table(
        "searches",
        sa.Column("state_code", sa.String(length=2), nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("api_key_id", ID, nullable=True),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("case_ref", sa.String(length=120), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("asked_digest", sa.String(length=64), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answers", sa.Text(), nullable=True),
        sa.Column("answer_digest", sa.String(length=64), nullable=True),
        sa.Column("found", sa.Integer(), nullable=True),
        *_thing(),
        sa.CheckConstraint(PURPOSES, name=op.f("ck_searches_purpose_known")),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answer_digest IS NULL)",
            name=op.f("ck_searches_answered_has_digest"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_searches_by_id_users")),
        sa.ForeignKeyConstraint(
            ["api_key_id"], ["api_keys.id"], name=op.f("fk_searches_api_key_id_api_keys")
        ),
        sa.ForeignKeyConstraint(
            ["state_code"], ["states.code"], name=op.f("fk_searches_state_code_states")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_searches")),
        sa.UniqueConstraint("uid", name=op.f("uq_searches_uid")),
    )
    op.create_index("ix_searches_state_code", "searches", ["state_code", "id"])
    op.create_index("ix_searches_by_id", "searches", ["by_id", "id"])
    op.create_index(op.f("ix_searches_api_key_id"), "searches", ["api_key_id"])
    _unguard()
    with op.batch_alter_table("screenings") as batch:
        batch.add_column(sa.Column("answer_digest", sa.String(length=64), nullable=True))
        batch.alter_column(
            "matcher", existing_type=sa.String(length=64), type_=sa.String(length=255)
        )


def downgrade() -> None:
    """Keys and the record of searches are lost; long names of matchers are cut."""
    _unguard()
    op.execute("UPDATE screenings SET matcher = substr(matcher, 1, 64) WHERE length(matcher) > 64")
    with op.batch_alter_table("screenings") as batch:
        batch.alter_column(
            "matcher", existing_type=sa.String(length=255), type_=sa.String(length=64)
        )
        batch.drop_column("answer_digest")
    op.drop_table("searches")
    op.drop_table("api_keys")


def _unguard() -> None:
    """A guarded column cannot change or go; every guard is written anew at the end."""
    table = " ON screenings" if op.get_bind().dialect.name == "postgresql" else ""
    for column in ("answer_digest", "matcher"):
        op.execute(f"DROP TRIGGER IF EXISTS guard_screenings_of_{column}{table}")


def _thing() -> list[sa.Column]:
    return [
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("id", ID, nullable=False),
    ]
