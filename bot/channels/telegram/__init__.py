"""Telegram: one bot a village, by long polling or webhook."""

import os

os.environ.setdefault("PTB_TIMEDELTA", "true")  # the library's durations of its next version

from tournee.bot.channels.telegram.adapter import TelegramAdapter

__all__ = ["TelegramAdapter"]
