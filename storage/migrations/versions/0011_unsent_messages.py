"""What waits to be sent is found by itself, however much was sent"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLE = "outgoing_messages"
UNSENT = sa.text("status IN ('pending', 'sending')")
ON_A_CARD = sa.text("card IS NOT NULL")
PARTIAL = (
    ("ix_outgoing_messages_due", ["due_at", "village", "party"], UNSENT),
    ("ix_outgoing_messages_waiting", ["village", "party", "number"], UNSENT),
    ("ix_outgoing_messages_card", ["village", "party", "card", "number"], ON_A_CARD),
)


def upgrade() -> None:
    for name, columns, where in PARTIAL:
        op.create_index(name, TABLE, columns, postgresql_where=where, sqlite_where=where)
    op.drop_index("ix_outgoing_messages_status_due_at", table_name=TABLE)


def downgrade() -> None:
    op.create_index("ix_outgoing_messages_status_due_at", TABLE, ["status", "due_at"])
    for name, _, _ in reversed(PARTIAL):
        op.drop_index(name, table_name=TABLE)
