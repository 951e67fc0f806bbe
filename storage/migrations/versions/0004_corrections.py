"""What staff say of a class is kept to learn from, without order or person (model.md C11, 12)."""

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "corrections",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("before", sa.String(length=8), nullable=False),
        sa.Column("after", sa.String(length=8), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_corrections")),
    )
    op.create_index(op.f("ix_corrections_day"), "corrections", ["day"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_corrections_day"), table_name="corrections")
    op.drop_table("corrections")
