"""status references stand with the code of each certificate, not with the share of a licence

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ONCE = "uq_licence_shares_status_reference"


def upgrade() -> None:
    with op.batch_alter_table("licence_shares") as table:
        table.drop_constraint(op.f(ONCE), type_="unique")
        table.drop_column("status_reference")


def downgrade() -> None:
    """Each share gets a new one: nothing was ever published under the old."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    drawn = "(lower(hex(randomblob(16))))" if on_sqlite else "gen_random_uuid()"
    with op.batch_alter_table("licence_shares", recreate="auto") as table:
        table.add_column(
            sa.Column("status_reference", sa.Uuid(), nullable=False, server_default=sa.text(drawn)),
        )
        table.create_unique_constraint(op.f(ONCE), ["status_reference"])
    with op.batch_alter_table("licence_shares") as table:
        table.alter_column("status_reference", server_default=None)
