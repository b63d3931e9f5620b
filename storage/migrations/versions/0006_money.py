"""Tabs, receipts, closings and deposits"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "closings",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("round", sa.String(length=64), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("shop", sa.String(length=64), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cash", sa.BigInteger(), nullable=False),
        sa.Column("cheques", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_closings_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "village", "round", "date", "shop", "place", name=op.f("pk_closings")
        ),
    )
    with op.batch_alter_table("closings") as batch_op:
        batch_op.create_index("ix_closings_at", ["village", "at"], unique=False)

    op.create_table(
        "receipt_numbers",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("shop", sa.String(length=64), nullable=False),
        sa.Column("issued", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_receipt_numbers_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", "shop", name=op.f("pk_receipt_numbers")),
    )
    op.create_table(
        "receipts",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("shop", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("order", sa.Integer(), nullable=True),
        sa.Column("resident", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("deposit", sa.BigInteger(), nullable=False),
        sa.Column("cash", sa.BigInteger(), nullable=False),
        sa.Column("cheque", sa.BigInteger(), nullable=False),
        sa.Column("on_tab", sa.BigInteger(), nullable=False),
        sa.Column("corrects", sa.Integer(), nullable=True),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_receipts_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", "shop", "number", name=op.f("pk_receipts")),
    )
    with op.batch_alter_table("receipts") as batch_op:
        batch_op.create_index("ix_receipts_at", ["village", "at"], unique=False)
        batch_op.create_index("ix_receipts_order", ["village", "order", "shop"], unique=False)
        batch_op.create_index("ix_receipts_resident", ["village", "resident", "at"], unique=False)

    op.create_table(
        "tab_limits",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("shop", sa.String(length=64), nullable=False),
        sa.Column("resident", sa.String(length=64), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_tab_limits_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", "shop", "resident", name=op.f("pk_tab_limits")),
    )
    with op.batch_alter_table("order_lines") as batch_op:
        batch_op.add_column(sa.Column("deposit", sa.BigInteger(), nullable=True))

    with op.batch_alter_table("products") as batch_op:
        batch_op.add_column(sa.Column("deposit", sa.BigInteger(), nullable=True))

    with op.batch_alter_table("shops") as batch_op:
        batch_op.add_column(sa.Column("tab_limit", sa.BigInteger(), nullable=True))

    with op.batch_alter_table("villages") as batch_op:
        batch_op.add_column(sa.Column("tab_limit", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("villages") as batch_op:
        batch_op.drop_column("tab_limit")

    with op.batch_alter_table("shops") as batch_op:
        batch_op.drop_column("tab_limit")

    with op.batch_alter_table("products") as batch_op:
        batch_op.drop_column("deposit")

    with op.batch_alter_table("order_lines") as batch_op:
        batch_op.drop_column("deposit")

    op.drop_table("tab_limits")
    with op.batch_alter_table("receipts") as batch_op:
        batch_op.drop_index("ix_receipts_resident")
        batch_op.drop_index("ix_receipts_order")
        batch_op.drop_index("ix_receipts_at")

    op.drop_table("receipts")
    op.drop_table("receipt_numbers")
    with op.batch_alter_table("closings") as batch_op:
        batch_op.drop_index("ix_closings_at")

    op.drop_table("closings")
