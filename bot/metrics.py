"""The figures of a process, as Prometheus reads them. No label names a person, a shop or a text."""

from prometheus_client import Counter, Gauge, Histogram

from tournee.catalog.model import Channel

_QUICK = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)

MESSAGES = Counter("tournee_messages", "Messages taken in", ["channel", "kind"])
MESSAGE_SECONDS = Histogram(
    "tournee_message_seconds", "From taking a message in to its commit", buckets=_QUICK
)
PARSE_SECONDS = Histogram("tournee_parse_seconds", "Reading one text", buckets=_QUICK)
SENT = Counter(
    "tournee_sent", "Messages that a channel took, by what they say", ["channel", "kind"]
)
FAILURES = Counter("tournee_send_failures", "Sends that failed", ["channel", "code"])
OUTBOX = Gauge("tournee_outbox_messages", "Messages that wait to be sent")
OUTBOX_AGE = Gauge("tournee_outbox_age_seconds", "Age of the message that waits longest")
NEWS_AGE = Gauge("tournee_news_age_seconds", "By how much the news due first is late")
ORDERS = Gauge("tournee_open_orders", "Orders that are not settled yet", ["state"])
REDIS = Gauge("tournee_redis_up", "1 while the configured Redis answers")


class Metrics:
    """Implements `bot.meter.Meter` for this process."""

    def parsed(self, seconds: float) -> None:
        PARSE_SECONDS.observe(seconds)

    def sent(self, channel: Channel, kind: str) -> None:
        SENT.labels(channel, kind).inc()

    def failed(self, channel: Channel, code: str) -> None:
        FAILURES.labels(channel, code).inc()
