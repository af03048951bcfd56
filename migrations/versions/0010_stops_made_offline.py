"""stops that a device kept become reports

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REFERS = "fk_stop_reports_offline_check_id_offline_checks"
ONCE = "uq_stop_reports_offline_check_id"


def upgrade() -> None:
    with op.batch_alter_table("offline_checks") as table:
        table.add_column(sa.Column("goods", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("offline_checks") as table:
        table.alter_column("goods", server_default=None)
    with op.batch_alter_table("stop_reports") as table:
        table.add_column(sa.Column("offline_check_id", ID, nullable=True))
    with op.batch_alter_table("stop_reports") as table:
        table.create_foreign_key(op.f(REFERS), "offline_checks", ["offline_check_id"], ["id"])
        table.create_unique_constraint(op.f(ONCE), ["offline_check_id"])


def downgrade() -> None:
    """The reports stay; from which device they came is lost."""
    with op.batch_alter_table("stop_reports") as table:
        table.drop_constraint(op.f(ONCE), type_="unique")
        table.drop_constraint(op.f(REFERS), type_="foreignkey")
    with op.batch_alter_table("stop_reports") as table:
        table.drop_column("offline_check_id")
    with op.batch_alter_table("offline_checks") as table:
        table.drop_column("goods")
