"""letters, and certificates that take the place of others

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OF = ("registration_id", "licence_id", "authorization_id", "case_id")
ONE_THING = " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in OF) + " = 1"
LETTERS = (
    "('case_closed', 'case_notice', 'deregistered', 'dossier_refused', 'licence_revoked', "
    "'licence_suspended', 'licence_suspension_confirmed', 'licence_suspension_lifted', "
    "'registration_refused', 'registration_suspended', 'registration_suspension_confirmed', "
    "'registration_suspension_lifted', 'renewal_refused')"
)
CAUSES = "('key_withdrawn', 'lost', 'name_changed')"
CHECKS = {
    "letter_known": f"letter = '' OR letter IN {LETTERS}",
    "only_letters_of": "letter <> '' OR (authorization_id IS NULL AND case_id IS NULL)",
    "superseded_for_a_cause": "(supersedes_id IS NULL) = (reissue_cause = '')",
    "reissue_cause_known": f"reissue_cause = '' OR (letter = '' AND reissue_cause IN {CAUSES})",
}
REFERS = {"authorization_id": "authorizations", "case_id": "cases", "supersedes_id": "certificates"}
ONE = "ck_certificates_of_exactly_one_thing"


def upgrade() -> None:
    with op.batch_alter_table("certificates") as table:
        for name in REFERS:
            table.add_column(sa.Column(name, ID, nullable=True))
        table.add_column(
            sa.Column("letter", sa.String(length=40), nullable=False, server_default="")
        )
        table.add_column(
            sa.Column("reissue_cause", sa.String(length=16), nullable=False, server_default="")
        )
    with op.batch_alter_table("certificates") as table:
        for name in ("letter", "reissue_cause"):
            table.alter_column(name, server_default=None)
        for name, other in REFERS.items():
            table.create_foreign_key(op.f(f"fk_certificates_{name}_{other}"), other, [name], ["id"])
        table.drop_constraint(op.f(ONE), type_="check")
        table.create_check_constraint(op.f(ONE), ONE_THING)
        for name, condition in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_certificates_{name}"), condition)
        table.create_unique_constraint(op.f("uq_certificates_supersedes_id"), ["supersedes_id"])
        table.create_index(op.f("ix_certificates_authorization_id"), ["authorization_id"])
        table.create_index(op.f("ix_certificates_case_id"), ["case_id"])


def downgrade() -> None:
    """What only letters and reissues have is lost; where there are some, it is refused."""
    with op.batch_alter_table("certificates") as table:
        table.drop_index(op.f("ix_certificates_case_id"))
        table.drop_index(op.f("ix_certificates_authorization_id"))
        table.drop_constraint(op.f("uq_certificates_supersedes_id"), type_="unique")
        for name in (*CHECKS, "of_exactly_one_thing"):
            table.drop_constraint(op.f(f"ck_certificates_{name}"), type_="check")
        table.create_check_constraint(
            op.f(ONE), "(registration_id IS NULL) <> (licence_id IS NULL)"
        )
        for name, other in REFERS.items():
            table.drop_constraint(op.f(f"fk_certificates_{name}_{other}"), type_="foreignkey")
    with op.batch_alter_table("certificates") as table:
        for name in (*REFERS, "letter", "reissue_cause"):
            table.drop_column(name)
