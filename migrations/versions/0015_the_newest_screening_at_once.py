"""the newest screening of a case is found by its index alone

Revision ID: 0015
Revises: 0014
"""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BEFORE = ["thing", "thing_id", "version"]


def upgrade() -> None:
    op.drop_index("ix_screenings_thing", "screenings")
    op.create_index("ix_screenings_thing", "screenings", [*BEFORE, "asked_at"])


def downgrade() -> None:
    op.drop_index("ix_screenings_thing", "screenings")
    op.create_index("ix_screenings_thing", "screenings", BEFORE)
