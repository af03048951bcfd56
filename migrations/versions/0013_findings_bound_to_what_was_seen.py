"""findings bound to what was seen, with evidence and the day of the next look

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
DIGESTS = ("party_digest", "entry_digest", "features_digest")
CHECKS = {
    "expiry_whole": "(expires_on IS NULL) = (expires_at IS NULL)",
    "true_without_end": "outcome <> 'true' OR expires_on IS NULL",
    "carried_is_false": "carried_from_id IS NULL OR outcome = 'false'",
}


def upgrade() -> None:
    """Every finding there is was made on the hit as it stands: a hit's digests never change."""
    with op.batch_alter_table("dispositions") as batch:
        for name in DIGESTS:
            batch.add_column(sa.Column(name, sa.String(length=64), nullable=True))
        batch.add_column(sa.Column("evidence", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("document_id", ID, nullable=True))
        batch.add_column(sa.Column("expires_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("expires_at", MOMENT, nullable=True))
        batch.add_column(sa.Column("carried_from_id", ID, nullable=True))
    _unguard()
    op.execute(
        "UPDATE dispositions SET"
        " entry_digest = (SELECT entry_digest FROM hits WHERE hits.id = hit_id),"
        " features_digest = (SELECT features_digest FROM hits WHERE hits.id = hit_id),"
        " party_digest = (SELECT subject_digest FROM hits JOIN screenings"
        " ON screenings.id = hits.screening_id WHERE hits.id = hit_id)"
    )
    with op.batch_alter_table("dispositions") as batch:
        for name in DIGESTS:
            batch.alter_column(name, existing_type=sa.String(length=64), nullable=False)
        batch.alter_column("evidence", existing_type=sa.Text(), server_default=None)
        batch.create_foreign_key(
            op.f("fk_dispositions_document_id_documents"), "documents", ["document_id"], ["id"]
        )
        batch.create_foreign_key(
            op.f("fk_dispositions_carried_from_id_dispositions"),
            "dispositions",
            ["carried_from_id"],
            ["id"],
        )
        for name, check in CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_dispositions_{name}"), check)
    for name in ("party_digest", "carried_from_id"):
        op.create_index(op.f(f"ix_dispositions_{name}"), "dispositions", [name])


def downgrade() -> None:
    """Findings stay; what they were bound to, their evidence and their days are lost."""
    for name in ("party_digest", "carried_from_id"):
        op.drop_index(op.f(f"ix_dispositions_{name}"), "dispositions")
    with op.batch_alter_table("dispositions") as batch:
        for name in CHECKS:
            batch.drop_constraint(op.f(f"ck_dispositions_{name}"), type_="check")
        for name in ("document_id_documents", "carried_from_id_dispositions"):
            batch.drop_constraint(op.f(f"fk_dispositions_{name}"), type_="foreignkey")
        for name in (
            *DIGESTS,
            "evidence",
            "document_id",
            "expires_on",
            "expires_at",
            "carried_from_id",
        ):
            batch.drop_column(name)


def _unguard() -> None:
    """Findings are never changed: their guard is written anew once this is done."""
    on = " ON dispositions" if op.get_bind().dialect.name == "postgresql" else ""
    op.execute(f"DROP TRIGGER IF EXISTS guard_dispositions_update{on}")
