"""The tables of a village as its folder describes it, and of what was changed in it."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    false,
    func,
)
from sqlalchemy.orm import Mapped, mapped_column

from tournee.catalog.model import Channel, Keep, OnHolidays, PlaceKind, Role, Weekday
from tournee.catalog.quantity import Unit
from tournee.storage.base import (
    Amount,
    Base,
    Cents,
    InVillage,
    ListedRow,
    Moment,
    Slug,
    Texts,
    Word,
)


class VillageRow(Base):
    __tablename__ = "villages"

    village: Mapped[Slug] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    timezone: Mapped[str] = mapped_column(String(64))
    currency: Mapped[str] = mapped_column(String(3))
    locales: Mapped[Texts]
    phone: Mapped[str | None] = mapped_column(String(20), index=True)
    telegram: Mapped[str | None] = mapped_column(String(64), index=True)
    catalogue_version: Mapped[int] = mapped_column(default=0)
    holidays: Mapped[str | None] = mapped_column(String(16))
    quiet: Mapped[str | None] = mapped_column(String(11))
    """'21:00-08:00'; None is the usual."""
    tab_limit: Mapped[Cents | None]


class PlaceRow(ListedRow):
    __tablename__ = "places"

    slug: Mapped[Slug] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    aliases: Mapped[Texts]
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    kind: Mapped[PlaceKind | None] = mapped_column(Word(PlaceKind))


class ShopRow(ListedRow):
    __tablename__ = "shops"
    __table_args__ = (
        ForeignKeyConstraint(["village", "place"], ["places.village", "places.slug"]),
    )

    slug: Mapped[Slug] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    hours: Mapped[str] = mapped_column(Text)
    place: Mapped[Slug | None]
    phone: Mapped[str | None] = mapped_column(String(20))
    lead: Mapped[int | None]
    tab_limit: Mapped[Cents | None]


class ProductRow(ListedRow):
    __tablename__ = "products"
    __table_args__ = (ForeignKeyConstraint(["village", "shop"], ["shops.village", "shops.slug"]),)

    sku: Mapped[Slug] = mapped_column(primary_key=True)
    shop: Mapped[Slug]
    name: Mapped[str] = mapped_column(Text)
    aliases: Mapped[Texts]
    category: Mapped[str] = mapped_column(Text)
    price: Mapped[Cents]
    unit: Mapped[Unit] = mapped_column(Word(Unit))
    stock: Mapped[Amount | None]
    """What is left."""
    stock_listed: Mapped[Amount | None]
    """What the folder or an edit last said; sales since then took from `stock` alone."""
    age_restricted: Mapped[bool]
    vat: Mapped[Amount | None]
    allergens: Mapped[Texts]
    available: Mapped[bool]
    off_sale_until: Mapped[Moment | None]
    sale_ends: Mapped[Moment | None]
    weight: Mapped[Amount | None]
    lead: Mapped[int | None]
    keep: Mapped[Keep | None] = mapped_column(Word(Keep))
    crate: Mapped[Amount | None]
    deposit: Mapped[Cents | None]


class OptionRow(ListedRow):
    __tablename__ = "options"
    __table_args__ = (ForeignKeyConstraint(["village", "shop"], ["shops.village", "shops.slug"]),)

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    shop: Mapped[Slug]
    group: Mapped[str] = mapped_column(Text)
    code: Mapped[Slug]
    name: Mapped[str] = mapped_column(Text)
    aliases: Mapped[Texts]
    surcharge: Mapped[Cents]
    applies_to: Mapped[Texts]
    required: Mapped[bool]
    maximum: Mapped[int | None]


class RoundRow(ListedRow):
    __tablename__ = "rounds"

    slug: Mapped[Slug] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    days: Mapped[Texts]
    departs: Mapped[time]
    ends: Mapped[time]
    cutoff_at: Mapped[time]
    cutoff_weekday: Mapped[Weekday | None] = mapped_column(Word(Weekday))
    cutoff_days_before: Mapped[int]
    places: Mapped[Texts]
    capacity: Mapped[int | None]
    start: Mapped[Slug | None]
    crates: Mapped[int | None]
    on_holidays: Mapped[OnHolidays | None] = mapped_column(Word(OnHolidays))


class PersonRow(ListedRow):
    __tablename__ = "people"
    __table_args__ = (
        ForeignKeyConstraint(["village", "shop"], ["shops.village", "shops.slug"]),
        ForeignKeyConstraint(["village", "place"], ["places.village", "places.slug"]),
        Index(None, "village", "phone", unique=True),
        Index(None, "village", "whatsapp", unique=True),
        Index(None, "village", "telegram", unique=True),
    )

    slug: Mapped[Slug] = mapped_column(primary_key=True)
    role: Mapped[Role] = mapped_column(Word(Role))
    name: Mapped[str] = mapped_column(Text)
    shop: Mapped[Slug | None]
    phone: Mapped[str | None] = mapped_column(String(20))
    whatsapp: Mapped[str | None] = mapped_column(String(20))
    telegram: Mapped[int | None] = mapped_column(BigInteger)
    place: Mapped[Slug | None]
    address: Mapped[str | None] = mapped_column(Text)
    locale: Mapped[str | None] = mapped_column(String(16))
    note: Mapped[str | None] = mapped_column(Text)
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    hours: Mapped[str | None] = mapped_column(Text)
    barred: Mapped[bool] = mapped_column(default=False, server_default=false())


_PEOPLE = PersonRow.__table__.c
ADDRESS_COLUMNS: Mapping[Channel, ColumnElement[Any]] = {
    Channel.SMS: _PEOPLE.phone,
    Channel.WHATSAPP: func.coalesce(_PEOPLE.whatsapp, _PEOPLE.phone),
    Channel.TELEGRAM: _PEOPLE.telegram,
}
"""What a person writes from, by channel."""


class EditRow(InVillage, Base):
    """The history of the catalogue; `number` is its version after the edit."""

    __tablename__ = "catalogue_edits"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[Moment]
    by: Mapped[Slug]
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    undoes: Mapped[int | None]
    """The edit that this one took back."""
