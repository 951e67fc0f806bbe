"""An order may be merged into another one (T8), and is found by what it is about and where."""

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0001"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.add_column("orders", sa.Column("main_id", sa.Uuid(), nullable=True))
    op.add_column(
        "orders", sa.Column("followers", sa.Integer(), nullable=False, server_default="0")
    )
    near = ["district_id", "grid", "category", "submitted_at"]
    op.create_index("ix_orders_near", "orders", near, unique=False)
    op.create_index("ix_orders_main", "orders", ["district_id", "main_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_orders_main", table_name="orders")
    op.drop_index("ix_orders_near", table_name="orders")
    op.drop_column("orders", "followers")
    op.drop_column("orders", "main_id")
