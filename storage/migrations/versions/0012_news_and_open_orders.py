"""News of one party in order, and orders by their state alone"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_news_waiting", "news", ["village", "party", "due_at", "key"])
    op.create_index("ix_orders_state", "orders", ["status"])


def downgrade() -> None:
    op.drop_index("ix_orders_state", table_name="orders")
    op.drop_index("ix_news_waiting", table_name="news")
