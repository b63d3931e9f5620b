"""Rounds, standing orders, substitutes, waiting"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "standing_orders",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("resident", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("ceiling", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=True),
        sa.Column("beneficiary", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("skipped", sa.JSON(), nullable=False),
        sa.Column("last", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_standing_orders_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", "resident", "number", name=op.f("pk_standing_orders")),
    )
    op.create_table(
        "substitute_wishes",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("resident", sa.String(length=64), nullable=False),
        sa.Column("sku", sa.String(length=64), nullable=False),
        sa.Column("substitute", sa.String(length=64), nullable=True),
        sa.Column("said", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_substitute_wishes_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", "resident", "sku", name=op.f("pk_substitute_wishes")),
    )
    op.create_table(
        "waiting",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("round", sa.String(length=64), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("resident", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_waiting_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", "round", "date", "resident", name=op.f("pk_waiting")),
    )
    with op.batch_alter_table("waiting") as batch_op:
        batch_op.create_index(
            "ix_waiting_since", ["village", "round", "date", "since"], unique=False
        )

    with op.batch_alter_table("orders") as batch_op:
        batch_op.add_column(sa.Column("crates", sa.BigInteger(), nullable=True))

    with op.batch_alter_table("places") as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=32), nullable=True))

    with op.batch_alter_table("products") as batch_op:
        batch_op.add_column(sa.Column("lead", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("keep", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("crate", sa.BigInteger(), nullable=True))

    with op.batch_alter_table("round_dates") as batch_op:
        batch_op.add_column(sa.Column("added_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("departs_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("cutoff_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("moved_to", sa.Date(), nullable=True))

    with op.batch_alter_table("rounds") as batch_op:
        batch_op.add_column(sa.Column("crates", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("on_holidays", sa.String(length=32), nullable=True))

    with op.batch_alter_table("shops") as batch_op:
        batch_op.add_column(sa.Column("lead", sa.Integer(), nullable=True))

    with op.batch_alter_table("villages") as batch_op:
        batch_op.add_column(sa.Column("holidays", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("quiet", sa.String(length=11), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("villages") as batch_op:
        batch_op.drop_column("quiet")
        batch_op.drop_column("holidays")

    with op.batch_alter_table("shops") as batch_op:
        batch_op.drop_column("lead")

    with op.batch_alter_table("rounds") as batch_op:
        batch_op.drop_column("on_holidays")
        batch_op.drop_column("crates")

    with op.batch_alter_table("round_dates") as batch_op:
        batch_op.drop_column("moved_to")
        batch_op.drop_column("cutoff_at")
        batch_op.drop_column("ends_at")
        batch_op.drop_column("departs_at")
        batch_op.drop_column("added_at")

    with op.batch_alter_table("products") as batch_op:
        batch_op.drop_column("crate")
        batch_op.drop_column("keep")
        batch_op.drop_column("lead")

    with op.batch_alter_table("places") as batch_op:
        batch_op.drop_column("kind")

    with op.batch_alter_table("orders") as batch_op:
        batch_op.drop_column("crates")

    with op.batch_alter_table("waiting") as batch_op:
        batch_op.drop_index("ix_waiting_since")

    op.drop_table("waiting")
    op.drop_table("substitute_wishes")
    op.drop_table("standing_orders")
