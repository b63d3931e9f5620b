"""Ordering for each other, announcements, what operators did in the reader's stead."""

from typing import assert_never

from tournee.bot.conversation.resident.replies.circle import (
    AnnouncementRead,
    AnnouncementsAsked,
    Barred,
    CircleReply,
    CircleShown,
    ConsentTaken,
    ForYou,
    HelpQuestion,
    HelpTold,
    InvitationRead,
    NumberAsked,
    RoundMessage,
)
from tournee.bot.render.resident.lines import (
    buttons,
    hours_of,
    joined,
    lines_text,
    listed,
    total_text,
)
from tournee.bot.render.voice import Button, Rendered, Voice


def words(reply: CircleReply, voice: Voice) -> Rendered:
    match reply:
        case HelpQuestion():
            return _question(reply, voice)
        case ForYou():
            return Rendered(text=_for_you(reply, voice))
        case HelpTold():
            return Rendered(text=_told(reply, voice))
        case CircleShown():
            return Rendered(text=_shown(reply, voice))
        case RoundMessage(day=day, text=text):
            heading = voice.text("Round of %(day)s:", day=voice.weekday(day))
            mark = "📣 " if voice.has_buttons else ""
            return Rendered(text=f"{mark}{heading}\n{text}")
        case NumberAsked(name=name):
            return Rendered(text=_number(name, voice))
        case AnnouncementRead() | AnnouncementsAsked() | ConsentTaken():
            return Rendered(text=_announcement(reply, voice))
        case Barred() | InvitationRead():
            return Rendered(text=_from_townhall(reply, voice))
        case _:
            assert_never(reply)


# --- for each other ------------------------------------------------------------------------------


def _question(reply: HelpQuestion, voice: Voice) -> Rendered:
    if reply.helps:
        asked = voice.text(
            "%(name)s would like you to order for them from the shops of %(village)s. You would"
            " only have to write to me “for %(name)s” with the list. Do you agree?",
            name=reply.name,
            village=voice.village.settings.name,
        )
    else:
        asked = voice.text(
            "%(name)s would like to order for you from the shops of %(village)s. You would be told"
            " of each order, and may end it at any time. Do you agree?",
            name=reply.name,
            village=voice.village.settings.name,
        )
    if voice.has_buttons:
        yes, no = Button(voice.text("Yes"), "yes"), Button(voice.text("No"), "no")
        return Rendered(text=asked, buttons=buttons(voice, yes, no))
    return Rendered(text=joined([asked, voice.text("Answer YES or NO.")]))


def _number(name: str, voice: Voice) -> str:
    if name:
        return voice.text(
            "I ask %(name)s first. What is their phone number? (NO to leave it)", name=name
        )
    return voice.text("I ask them first. What is their phone number? (NO to leave it)")


def _told(reply: HelpTold, voice: Voice) -> str:
    name = reply.name or voice.text("that person")
    match reply.what:
        case "asked":
            return voice.text("I have asked %(name)s and will tell you the answer.", name=name)
        case "agreed" if reply.helps:
            return voice.text(
                "It is agreed: you may order for %(name)s. Write for instance “for %(name)s, 2"
                " baguettes”. Both of you are told of each order.",
                name=name,
            )
        case "agreed":
            return voice.text(
                "It is agreed: %(name)s may order for you, and you are told of each order. To end"
                " it: “%(name)s can no longer order for me”.",
                name=name,
            )
        case "refused" if reply.mine:
            return voice.text("Very well, I tell %(name)s no.", name=name)
        case "refused":
            return voice.text("%(name)s would rather not. Nothing changes.", name=name)
        case "ended" if reply.helps:
            return voice.text("It is ended: you no longer order for %(name)s.", name=name)
        case "ended":
            return voice.text("It is ended: %(name)s no longer orders for you.", name=name)
        case "exists":
            return voice.text("That is agreed with %(name)s already.", name=name)
        case "unreachable":
            return voice.text("I cannot reach %(name)s there, so I cannot ask.", name=name)
        case "too_many":
            return voice.text(
                "You have asked several people who have not answered yet: please wait for them."
            )


def _shown(reply: CircleShown, voice: Voice) -> str:
    lines = []
    if reply.helped_by:
        lines.append(
            voice.text("May order for you: %(names)s.", names=listed(reply.helped_by, voice))
        )
    if reply.helps:
        lines.append(voice.text("You may order for: %(names)s.", names=listed(reply.helps, voice)))
    if reply.asked:
        lines.append(voice.text("Not answered yet: %(names)s.", names=listed(reply.asked, voice)))
    if not lines:
        lines.append(
            voice.text(
                "Nobody orders for you. To let someone: “Sophie can order for me”, with her number."
            )
        )
    return joined(lines)


def _for_you(reply: ForYou, voice: Voice) -> str:
    match reply.what:
        case "cancelled":
            return voice.text(
                "%(name)s has cancelled order %(number)s, which was for you.",
                name=reply.by,
                number=reply.number,
            )
        case "changed":
            heading = voice.text(
                "%(name)s has changed order %(number)s for you:", name=reply.by, number=reply.number
            )
        case "placed":
            heading = voice.text(
                "%(name)s has ordered for you, number %(number)s:",
                name=reply.by,
                number=reply.number,
            )
    when = ""
    if reply.round is not None:
        when = voice.text(
            "It comes on %(day)s %(hours)s.",
            day=voice.weekday(reply.round.date),
            hours=hours_of(reply.round, voice),
        )
    change = ""
    if reply.own:
        change = voice.text("Not what you want? Write me what to change, or CANCEL.")
    return joined(
        [heading, lines_text(reply.lines, voice), total_text(reply.total, voice), when, change]
    )


# --- from the town hall --------------------------------------------------------------------------


def _announcement(reply: AnnouncementRead | AnnouncementsAsked | ConsentTaken, voice: Voice) -> str:
    match reply:
        case AnnouncementRead(text=text):
            village = voice.village.settings.name
            heading = f"📣 {village}" if voice.has_buttons else village
            end = voice.text("No more of these: NO ANNOUNCEMENTS.")
            return f"{heading}\n{text}\n{end}"
        case AnnouncementsAsked():
            return voice.text(
                "May I also send you the announcements of %(village)s (markets, changes of rounds)?"
                " If so, write YES ANNOUNCEMENTS.",
                village=voice.village.settings.name,
            )
        case ConsentTaken(given=True):
            return voice.text("Noted: you will get the announcements. NO ANNOUNCEMENTS ends them.")
        case ConsentTaken():
            return voice.text("Noted: no announcements any more. Your orders go on as before.")


def _from_townhall(reply: Barred | InvitationRead, voice: Voice) -> str:
    match reply:
        case Barred(person=person):
            return voice.text(
                "I can't take your orders here any more. Please ask %(person)s: write PERSON.",
                person=person or voice.text("the team"),
            )
        case InvitationRead(by=by, code=code):
            bot = voice.village.settings.telegram or ""
            return voice.text(
                "%(by)s invites you to use Telegram with %(village)s: open %(link)s (once, within"
                " seven days). By SMS nothing changes.",
                by=by or voice.text("the team"),
                village=voice.village.settings.name,
                link=f"https://t.me/{bot}?start={code}",
            )
