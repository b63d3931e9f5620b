"""The first tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "villages",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("locales", sa.JSON(), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("telegram", sa.String(length=64), nullable=True),
        sa.Column("catalogue_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("village", name=op.f("pk_villages")),
    )
    with op.batch_alter_table("villages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_villages_phone"), ["phone"], unique=False)
        batch_op.create_index(batch_op.f("ix_villages_telegram"), ["telegram"], unique=False)

    op.create_table(
        "audit_entries",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("acting_for", sa.String(length=64), nullable=True),
        sa.Column("what", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("shop", sa.String(length=64), nullable=True),
        sa.Column("sku", sa.String(length=64), nullable=True),
        sa.Column("round", sa.String(length=80), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_audit_entries_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", "id", name=op.f("pk_audit_entries")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entries_at", ["village", "at"], unique=False)
        batch_op.create_index("ix_audit_entries_number", ["village", "number"], unique=False)

    op.create_table(
        "bots",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=True),
        sa.Column("menus", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_bots_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", "channel", name=op.f("pk_bots")),
    )
    op.create_table(
        "catalogue_edits",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_catalogue_edits_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", "number", name=op.f("pk_catalogue_edits")),
    )
    op.create_table(
        "chats",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("topic", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("bound_by", sa.String(), nullable=False),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_chats_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", "channel", "chat", "topic", name=op.f("pk_chats")),
    )
    with op.batch_alter_table("chats", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_chats_village_channel_party"),
            ["village", "channel", "party"],
            unique=True,
        )

    op.create_table(
        "conversations",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("burst", sa.Integer(), nullable=False),
        sa.Column("last_message", sa.String(), nullable=True),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("blocked", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_conversations_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", "party", name=op.f("pk_conversations")),
    )
    op.create_table(
        "further_addresses",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_further_addresses_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", "channel", "address", name=op.f("pk_further_addresses")),
    )
    op.create_table(
        "inbound_messages",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_inbound_messages_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "village", "channel", "message_id", name=op.f("pk_inbound_messages")
        ),
    )
    op.create_table(
        "invitations",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_invitations_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", "code", name=op.f("pk_invitations")),
    )
    op.create_table(
        "ledger_transactions",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("shop", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_ledger_transactions_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", "key", name=op.f("pk_ledger_transactions")),
    )
    op.create_table(
        "news",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_news_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", "key", name=op.f("pk_news")),
    )
    with op.batch_alter_table("news", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_news_due_at"), ["due_at"], unique=False)

    op.create_table(
        "order_numbers",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("issued", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_order_numbers_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", name=op.f("pk_order_numbers")),
    )
    op.create_table(
        "orders",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("shop", sa.String(length=64), nullable=False),
        sa.Column("resident", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=True),
        sa.Column("beneficiary", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("round", sa.String(length=64), nullable=True),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("cutoff", sa.DateTime(timezone=True), nullable=True),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_orders_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", "number", "shop", name=op.f("pk_orders")),
    )
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.create_index("ix_orders_resident", ["village", "resident", "status"], unique=False)
        batch_op.create_index("ix_orders_round", ["village", "date", "round"], unique=False)
        batch_op.create_index("ix_orders_shop", ["village", "shop", "status"], unique=False)
        batch_op.create_index("ix_orders_status", ["village", "status"], unique=False)

    op.create_table(
        "places",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_places_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", "slug", name=op.f("pk_places")),
    )
    op.create_table(
        "round_dates",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("round", sa.String(length=64), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("departed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_round_dates_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", "round", "date", name=op.f("pk_round_dates")),
    )
    op.create_table(
        "rounds",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("departs", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("cutoff_at", sa.Time(), nullable=False),
        sa.Column("cutoff_weekday", sa.String(length=32), nullable=True),
        sa.Column("cutoff_days_before", sa.Integer(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("start", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_rounds_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", "slug", name=op.f("pk_rounds")),
    )
    op.create_table(
        "taught_phrases",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("phrase", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_taught_phrases_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", "person", "phrase", name=op.f("pk_taught_phrases")),
    )
    op.create_table(
        "ledger_entries",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account", sa.String(length=200), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["village", "key"],
            ["ledger_transactions.village", "ledger_transactions.key"],
            name=op.f("fk_ledger_entries_village_key_ledger_transactions"),
        ),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_ledger_entries_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", "key", "position", name=op.f("pk_ledger_entries")),
    )
    with op.batch_alter_table("ledger_entries", schema=None) as batch_op:
        batch_op.create_index("ix_ledger_entries_account", ["village", "account"], unique=False)

    op.create_table(
        "order_lines",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("shop", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sku", sa.String(length=64), nullable=False),
        sa.Column("qty", sa.BigInteger(), nullable=True),
        sa.Column("count", sa.BigInteger(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("ceiling", sa.BigInteger(), nullable=False),
        sa.Column("weighed", sa.Boolean(), nullable=False),
        sa.Column("vat", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("substitute", sa.String(length=64), nullable=True),
        sa.Column("weight", sa.BigInteger(), nullable=True),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["village", "number", "shop"],
            ["orders.village", "orders.number", "orders.shop"],
            name=op.f("fk_order_lines_village_number_shop_orders"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_order_lines_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "village", "number", "shop", "position", name=op.f("pk_order_lines")
        ),
    )
    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.create_index("ix_order_lines_sku", ["village", "sku"], unique=False)

    op.create_table(
        "outgoing_messages",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("buttons", sa.String(), nullable=False),
        sa.Column("card", sa.String(), nullable=True),
        sa.Column("order", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["village", "party"],
            ["conversations.village", "conversations.party"],
            name=op.f("fk_outgoing_messages_village_party_conversations"),
        ),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_outgoing_messages_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", "party", "number", name=op.f("pk_outgoing_messages")),
    )
    with op.batch_alter_table("outgoing_messages", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outgoing_messages_status_due_at"), ["status", "due_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_outgoing_messages_village_mark"), ["village", "mark"], unique=False
        )

    op.create_table(
        "shops",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(
            ["village", "place"],
            ["places.village", "places.slug"],
            name=op.f("fk_shops_village_place_places"),
        ),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_shops_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", "slug", name=op.f("pk_shops")),
    )
    op.create_table(
        "options",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("shop", sa.String(length=64), nullable=False),
        sa.Column("group", sa.Text(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("surcharge", sa.BigInteger(), nullable=False),
        sa.Column("applies_to", sa.JSON(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("maximum", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["village", "shop"],
            ["shops.village", "shops.slug"],
            name=op.f("fk_options_village_shop_shops"),
        ),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_options_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", "key", name=op.f("pk_options")),
    )
    op.create_table(
        "people",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("shop", sa.String(length=64), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("whatsapp", sa.String(length=20), nullable=True),
        sa.Column("telegram", sa.BigInteger(), nullable=True),
        sa.Column("place", sa.String(length=64), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("locale", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["village", "place"],
            ["places.village", "places.slug"],
            name=op.f("fk_people_village_place_places"),
        ),
        sa.ForeignKeyConstraint(
            ["village", "shop"],
            ["shops.village", "shops.slug"],
            name=op.f("fk_people_village_shop_shops"),
        ),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_people_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", "slug", name=op.f("pk_people")),
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_people_village_phone"), ["village", "phone"], unique=True
        )
        batch_op.create_index(
            batch_op.f("ix_people_village_telegram"), ["village", "telegram"], unique=True
        )
        batch_op.create_index(
            batch_op.f("ix_people_village_whatsapp"), ["village", "whatsapp"], unique=True
        )

    op.create_table(
        "products",
        sa.Column("village", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(length=64), nullable=False),
        sa.Column("shop", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("stock", sa.BigInteger(), nullable=True),
        sa.Column("stock_listed", sa.BigInteger(), nullable=True),
        sa.Column("age_restricted", sa.Boolean(), nullable=False),
        sa.Column("vat", sa.BigInteger(), nullable=True),
        sa.Column("allergens", sa.JSON(), nullable=False),
        sa.Column("available", sa.Boolean(), nullable=False),
        sa.Column("off_sale_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("weight", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["village", "shop"],
            ["shops.village", "shops.slug"],
            name=op.f("fk_products_village_shop_shops"),
        ),
        sa.ForeignKeyConstraint(
            ["village"],
            ["villages.village"],
            name=op.f("fk_products_village_villages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("village", "sku", name=op.f("pk_products")),
    )


def downgrade() -> None:
    op.drop_table("products")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_village_whatsapp"))
        batch_op.drop_index(batch_op.f("ix_people_village_telegram"))
        batch_op.drop_index(batch_op.f("ix_people_village_phone"))

    op.drop_table("people")
    op.drop_table("options")
    op.drop_table("shops")
    with op.batch_alter_table("outgoing_messages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outgoing_messages_village_mark"))
        batch_op.drop_index(batch_op.f("ix_outgoing_messages_status_due_at"))

    op.drop_table("outgoing_messages")
    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.drop_index("ix_order_lines_sku")

    op.drop_table("order_lines")
    with op.batch_alter_table("ledger_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_ledger_entries_account")

    op.drop_table("ledger_entries")
    op.drop_table("taught_phrases")
    op.drop_table("rounds")
    op.drop_table("round_dates")
    op.drop_table("places")
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_index("ix_orders_status")
        batch_op.drop_index("ix_orders_shop")
        batch_op.drop_index("ix_orders_round")
        batch_op.drop_index("ix_orders_resident")

    op.drop_table("orders")
    op.drop_table("order_numbers")
    with op.batch_alter_table("news", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_news_due_at"))

    op.drop_table("news")
    op.drop_table("ledger_transactions")
    op.drop_table("invitations")
    op.drop_table("inbound_messages")
    op.drop_table("further_addresses")
    op.drop_table("conversations")
    with op.batch_alter_table("chats", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chats_village_channel_party"))

    op.drop_table("chats")
    op.drop_table("catalogue_edits")
    op.drop_table("bots")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entries_number")
        batch_op.drop_index("ix_audit_entries_at")

    op.drop_table("audit_entries")
    with op.batch_alter_table("villages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_villages_telegram"))
        batch_op.drop_index(batch_op.f("ix_villages_phone"))

    op.drop_table("villages")
