"""Two people who were made one, for a day"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "joined_people",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("gone", sa.String(length=64), nullable=False),
        sa.Column("kept", sa.String(length=64), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_joined_people_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", "number", name=op.f("pk_joined_people")),
    )


def downgrade() -> None:
    op.drop_table("joined_people")
