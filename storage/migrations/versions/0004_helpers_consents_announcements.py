"""Who may order for whom, who agreed to announcements, a note for the driver"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "helper_links",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("helper", sa.String(length=64), nullable=False),
        sa.Column("helped", sa.String(length=64), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_helper_links_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", "helper", "helped", name=op.f("pk_helper_links")),
    )
    op.create_table(
        "consents",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_consents_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", "person", "purpose", name=op.f("pk_consents")),
    )
    op.create_table(
        "announcements",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_announcements_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", "number", name=op.f("pk_announcements")),
    )
    with op.batch_alter_table("people") as batch_op:
        batch_op.add_column(sa.Column("note", sa.Text(), nullable=True))
        batch_op.add_column(
            sa.Column("barred", sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("people") as batch_op:
        batch_op.drop_column("barred")
        batch_op.drop_column("note")
    op.drop_table("announcements")
    op.drop_table("consents")
    op.drop_table("helper_links")
