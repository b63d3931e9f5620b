"""What operators read of a driver who worries, can't finish, or misses a bag."""

from tournee.bot.conversation.driver_events import DriverAlert
from tournee.bot.render.resident.lines import joined
from tournee.bot.render.voice import Voice


def driver_alert(alert: DriverAlert, voice: Voice) -> str:
    who = ", ".join(part for part in (alert.name, alert.phone) if part)
    said = f"« {alert.text} »" if alert.text else ""
    match alert.what:
        case "worried":
            about = alert.about or voice.text("somebody on the round")
            heading = voice.text(
                "🚨 %(driver)s is worried about %(about)s.", driver=who, about=about
            )
            return joined([heading, said, voice.text("Please call at once.")])
        case "stopped":
            return _stopped(alert, who, said, voice)
        case "taken":
            return voice.text(
                "✅ %(other)s takes over from %(driver)s.", other=alert.about, driver=alert.name
            )
        case "two_trips":
            return _two_trips(alert, voice)
        case "waits":
            heading = voice.text("⏳ %(driver)s waits at a shop.", driver=who)
            return joined([" ".join(p for p in (heading, alert.about) if p), said])
        case "missing":
            heading = voice.text("👜 %(driver)s misses a bag.", driver=who)
            return joined([" ".join(p for p in (heading, alert.about) if p), said])


def _stopped(alert: DriverAlert, who: str, said: str, voice: Voice) -> str:
    heading = voice.plural(
        "🆘 %(driver)s can't finish the round: %(count)s stop is left.",
        "🆘 %(driver)s can't finish the round: %(count)s stops are left.",
        len(alert.doors),
        driver=who,
    )
    numbers = ", ".join(str(n) for n in alert.numbers)
    return joined(
        [
            heading,
            said,
            *(f"• {door}" for door in alert.doors),
            voice.text("Orders: %(numbers)s", numbers=numbers) if numbers else "",
        ]
    )


def _two_trips(alert: DriverAlert, voice: Voice) -> str:
    day = voice.weekday(alert.day) if alert.day else ""
    heading = voice.text(
        "📦 The round of %(day)s needs two trips: %(driver)s comes back to load for %(names)s.",
        day=day,
        driver=alert.name,
        names=", ".join(alert.doors),
    )
    if alert.ends is None:
        return heading
    ends = voice.text("It should be over about %(hour)s.", hour=voice.hour(alert.ends))
    return joined([heading, ends])
