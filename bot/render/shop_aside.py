"""What a shop's group hears beside its orders: money, its week, lists to print, its catalogue.

Loaded with the first of it: most groups answer orders.
"""

from tournee.bot.conversation.catalogue.replies import CatalogueReply
from tournee.bot.conversation.shop.money_replies import ShopMoneyReply
from tournee.bot.conversation.shop.question_replies import QuestionReply
from tournee.bot.conversation.shop.short_replies import ShortReply
from tournee.bot.conversation.shop.week import WeekShown
from tournee.bot.conversation.worksheets import WorksheetReply
from tournee.bot.render import (
    catalogue,
    shop_money,
    shop_questions,
    shop_short,
    shop_week,
    worksheets,
)
from tournee.bot.render.voice import Rendered, Voice

Aside = ShopMoneyReply | WorksheetReply | QuestionReply | WeekShown | ShortReply | CatalogueReply


def words(reply: Aside, voice: Voice) -> Rendered:
    """Put a reply into words that is about no order's card."""
    if isinstance(reply, ShopMoneyReply):
        return shop_money.words(reply, voice)
    if isinstance(reply, WorksheetReply):
        return worksheets.words(reply, voice)
    if isinstance(reply, QuestionReply):
        return Rendered(text=shop_questions.words(reply, voice))
    if isinstance(reply, ShortReply):
        return Rendered(text=shop_short.words(reply, voice))
    if isinstance(reply, WeekShown):
        return Rendered(text=shop_week.words(reply, voice))
    return catalogue.words(reply, voice)
