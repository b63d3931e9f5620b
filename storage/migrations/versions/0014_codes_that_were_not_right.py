"""How many wrong codes somebody typed within an hour"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "code_tries",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_code_tries_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", "channel", "address", name=op.f("pk_code_tries")),
    )


def downgrade() -> None:
    op.drop_table("code_tries")
