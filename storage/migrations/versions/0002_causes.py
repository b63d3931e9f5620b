"""What led to a message, and whether it may have arrived twice"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("news") as batch_op:
        batch_op.add_column(sa.Column("cause", sa.String(), nullable=True))
    with op.batch_alter_table("outgoing_messages") as batch_op:
        batch_op.add_column(sa.Column("cause", sa.String(), nullable=True))
        batch_op.add_column(
            sa.Column("unsure", sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("outgoing_messages") as batch_op:
        batch_op.drop_column("unsure")
        batch_op.drop_column("cause")
    with op.batch_alter_table("news") as batch_op:
        batch_op.drop_column("cause")
