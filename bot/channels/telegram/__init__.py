"""Telegram: one bot a village, by long polling or webhook."""

from tournee.bot.channels.telegram.adapter import TelegramAdapter

__all__ = ["TelegramAdapter"]
