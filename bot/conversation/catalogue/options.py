"""Options of a product by message: '/option gateau : bougies 0,50', '- bougies', 'groupe: taille'.

What a product can have follows from rules that may hold for a whole category. A price that is set,
or an option that is taken away, is that of the rule: it holds wherever the rule does. A new option
is the product's own.
"""

import re
from dataclasses import replace
from decimal import Decimal

from tournee.bot.conversation.catalogue import values, words
from tournee.bot.conversation.catalogue.naming import slug
from tournee.bot.conversation.catalogue.replies import BadValue, LineFault, NoOption
from tournee.bot.conversation.catalogue.state import Verb
from tournee.catalog.edits import Change, diff, trimmed
from tournee.catalog.model import Option, OptionRule, Product, Village
from tournee.catalog.options import CATEGORY
from tournee.catalog.quantity import Money
from tournee.nlu.words.tokens import fold

_GROUP = re.compile(r"[;,]?\s*([^\W\d]+)\s*:\s*([^,;:]+)\s*$")
Made = tuple[Change, ...] | LineFault


def option_changes(text: str, product: Product, village: Village) -> Made:
    """Return what a list of options, added, priced or taken away, comes to."""
    text, group = _without_group(text)
    told = [part.strip() for part in text.split(",") if part.strip()]
    # a decimal comma parts no options
    parts = re.split(r",(?!\d)", text) if told else []
    after = village
    for part in (p.strip() for p in parts if p.strip()):
        made = _one(part, group, product, after)
        if not isinstance(made, Village):
            return made
        after = made
    if not parts:
        return BadValue(verb=Verb.OPTION, text=text, product=product)
    return trimmed(diff(village, after))


def _without_group(text: str) -> tuple[str, str]:
    match = _GROUP.search(text)
    if match is not None and words.field_names().get(fold(match[1])) == "group":
        return text[: match.start()].strip(), match[2].strip()
    return text.strip(), ""


def _one(part: str, group: str, product: Product, village: Village) -> Village | LineFault:
    if part.startswith("-"):
        return _taken_away(part.lstrip("- "), product, village)
    priced = values.last_price(part)
    name = (priced.before if priced else part).strip(' "«»“”:=')
    if not name or not any(map(str.isalpha, name)):
        return BadValue(verb=Verb.OPTION, text=part, product=product)
    amount = Money(
        amount=priced.amount if priced else Decimal(0), currency=village.settings.currency
    )
    mine = [rule for rule in village.option_rules if _goes_with(rule, product)]
    known = [rule for rule in mine if fold(name) in _names(rule)]
    if known:
        return _repriced(village, known, amount)
    groups = [rule.group for rule in mine if not rule.required]
    rule = OptionRule(
        shop=product.shop,
        group=group or (groups[0] if groups else "options"),
        option=Option(code=_code(name, mine), name=name, surcharge=amount),
        applies_to=(product.sku,),
    )
    return replace(village, option_rules=(*village.option_rules, rule))


def _repriced(village: Village, known: list[OptionRule], amount: Money) -> Village:
    rules = tuple(
        replace(rule, option=replace(rule.option, surcharge=amount)) if rule in known else rule
        for rule in village.option_rules
    )
    return replace(village, option_rules=rules)


def _taken_away(name: str, product: Product, village: Village) -> Village | LineFault:
    gone = [
        rule
        for rule in village.option_rules
        if _goes_with(rule, product) and fold(name) in _names(rule)
    ]
    if not gone:
        return NoOption(text=name, product=product)
    return replace(village, option_rules=tuple(r for r in village.option_rules if r not in gone))


def _goes_with(rule: OptionRule, product: Product) -> bool:
    targets = {product.sku, CATEGORY + product.category}
    return rule.shop == product.shop and bool(targets & set(rule.applies_to))


def _names(rule: OptionRule) -> set[str]:
    return {rule.option.code, fold(rule.option.name), *map(fold, rule.option.aliases)}


def _code(name: str, rules: list[OptionRule]) -> str:
    return slug(name, {rule.option.code for rule in rules})
