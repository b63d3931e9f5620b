"""Pictures and files that go with messages"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outgoing_messages") as batch_op:
        batch_op.add_column(sa.Column("attachment", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("outgoing_messages") as batch_op:
        batch_op.drop_column("attachment")
