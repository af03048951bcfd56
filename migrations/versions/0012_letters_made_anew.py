"""letters can be made anew too

Revision ID: 0012
Revises: 0011
"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KNOWN = "ck_certificates_reissue_cause_known"
KEEP = "ck_certificates_letters_keep_names"
CAUSES = "('key_withdrawn', 'lost', 'name_changed')"


def upgrade() -> None:
    with op.batch_alter_table("certificates") as table:
        table.drop_constraint(op.f(KNOWN), type_="check")
        table.create_check_constraint(
            op.f(KNOWN), f"reissue_cause = '' OR reissue_cause IN {CAUSES}"
        )
        table.create_check_constraint(op.f(KEEP), "letter = '' OR reissue_cause <> 'name_changed'")


def downgrade() -> None:
    """Refused where a letter was made anew."""
    with op.batch_alter_table("certificates") as table:
        table.drop_constraint(op.f(KEEP), type_="check")
        table.drop_constraint(op.f(KNOWN), type_="check")
        table.create_check_constraint(
            op.f(KNOWN), f"reissue_cause = '' OR (letter = '' AND reissue_cause IN {CAUSES})"
        )
