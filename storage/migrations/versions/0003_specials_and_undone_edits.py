"""The day's specials, and which edit of the catalogue took back another"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("catalogue_edits") as batch_op:
        batch_op.add_column(sa.Column("undoes", sa.Integer(), nullable=True))
    with op.batch_alter_table("products") as batch_op:
        batch_op.add_column(sa.Column("sale_ends", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("products") as batch_op:
        batch_op.drop_column("sale_ends")
    with op.batch_alter_table("catalogue_edits") as batch_op:
        batch_op.drop_column("undoes")
