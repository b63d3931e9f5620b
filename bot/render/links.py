"""What operators read about links to a channel."""

from tournee.bot.conversation import phone
from tournee.bot.conversation.events import LinkChanged
from tournee.bot.render.resident.lines import joined
from tournee.bot.render.voice import Voice


def link_text(change: LinkChanged, voice: Voice) -> str:
    kind, _, slug = change.subject.partition(":")
    if change.what == "unknown":
        return voice.text("I know no shop or person called “%(name)s”.", name=change.subject)
    if kind == "person" and change.what == "invited":
        return _person(change, slug, voice)
    shop = voice.village.shop_by_slug.get(slug)
    name = shop.name if shop else voice.text("The operators")
    if kind == "person":
        name = next((p.name for p in voice.village.people if p.slug == slug), slug)
    match change.what:
        case "invited":
            bot = voice.village.settings.telegram or ""
            return joined(
                [
                    voice.text("🔗 %(name)s: open this link and choose the group.", name=name),
                    f"https://t.me/{bot}?startgroup={change.code}",
                    voice.text("In a topic of a forum, write there instead:"),
                    f"/start@{bot} {change.code}",
                    voice.text("It works once, within seven days."),
                ]
            )
        case "bound":
            return voice.text("🔗 %(name)s: group linked by %(by)s.", name=name, by=change.by)
        case "apart":
            return voice.text("%(name)s: no group is linked.", name=name)
        case _:
            return voice.text("🔗 %(name)s: the group is no longer linked.", name=name)


def _person(change: LinkChanged, slug: str, voice: Voice) -> str:
    found = next((p.name for p in voice.village.people if p.slug == slug), slug)
    settings = voice.village.settings
    link = (
        voice.text("🔗 %(name)s: only they should open this link.", name=found),
        f"https://t.me/{settings.telegram}?start={change.code}",
    )
    code = voice.text(
        "Without Telegram: they write “CODE %(figures)s” to %(phone)s, by SMS or WhatsApp.",
        figures=change.figures,
        phone=phone.spoken(settings.phone or ""),
    )
    heading = voice.text("🔗 %(name)s: only they should have this.", name=found)
    return joined(
        [
            *(link if settings.telegram else (heading,)),
            code,
            voice.text("It works once, within seven days."),
        ]
    )
