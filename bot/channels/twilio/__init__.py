"""SMS and WhatsApp by Twilio."""

from tournee.bot.channels.twilio.adapter import TwilioAdapter

__all__ = ["TwilioAdapter"]
