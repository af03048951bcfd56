"""sealed documents and their archive copies

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
KEPT = "certificate_id, content, size, sha256, made_at, uid, recorded_at"


def upgrade() -> None:
    """What was issued unsealed is kept in the archive; the worker makes it anew, sealed."""
    op.create_table(
        "archive_copies",
        sa.Column("certificate_id", ID, nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.CheckConstraint(
            "level IN ('B-LT', 'B-LTA', 'PLAIN')", name=op.f("ck_archive_copies_level_known")
        ),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificates.id"],
            name=op.f("fk_archive_copies_certificate_id_certificates"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_copies")),
        sa.UniqueConstraint(
            "certificate_id",
            "level",
            "round",
            name=op.f("uq_archive_copies_certificate_id_level_round"),
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_archive_copies_uid")),
    )
    op.create_index(op.f("ix_archive_copies_sha256"), "archive_copies", ["sha256"])
    op.execute(
        f"INSERT INTO archive_copies (level, round, {KEPT})"  # noqa: S608  names of columns alone
        f" SELECT 'PLAIN', 0, {KEPT} FROM certificate_files ORDER BY id"
    )
    op.drop_table("certificate_files")
    _files(
        sa.Column("sealed_by", sa.String(length=16), nullable=False),
        sa.Column("stamped_at", MOMENT, nullable=False),
    )
    for name in ("sealed_by", "sha256"):
        op.create_index(op.f(f"ix_certificate_files_{name}"), "certificate_files", [name])


def downgrade() -> None:
    """What was sealed since is lost; what was issued before is as it was."""
    op.drop_table("certificate_files")
    _files()
    op.execute(
        f"INSERT INTO certificate_files (renderer, {KEPT})"  # noqa: S608  names of columns alone
        f" SELECT 'before it was sealed', {KEPT} FROM archive_copies"
        " WHERE level = 'PLAIN' ORDER BY id"
    )
    op.drop_table("archive_copies")


def _files(*more: sa.Column) -> None:
    op.create_table(
        "certificate_files",
        sa.Column("certificate_id", ID, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("renderer", sa.String(length=64), nullable=False),
        *more,
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificates.id"],
            name=op.f("fk_certificate_files_certificate_id_certificates"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_files")),
        sa.UniqueConstraint("certificate_id", name=op.f("uq_certificate_files_certificate_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_certificate_files_uid")),
    )
