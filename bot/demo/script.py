"""The market day that is played: who writes what when, told as scenes."""

from dataclasses import dataclass

from tournee.catalog.model import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Somebody of the sample village, and how they write."""

    name: str
    who: str
    colour: str
    channel: Channel
    sender: str
    chat: str | None = None

    @property
    def address(self) -> str:
        return self.chat or self.sender


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One message or tap, or, without a speaker, only the time that passes."""

    at: str
    """The village's time, ISO."""
    speaker: Speaker | None = None
    text: str = ""
    press: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    title: str
    steps: tuple[Step, ...]


JEANNE = Speaker(
    name="Jeanne Durand",
    who="81, an old mobile phone, SMS",
    colour="green",
    channel=Channel.SMS,
    sender="+33639980001",
)
SOPHIE = Speaker(
    name="Sophie Fontaine",
    who="Telegram",
    colour="bright_green",
    channel=Channel.TELEGRAM,
    sender="5005",
)
BAKERY = Speaker(
    name="Marie Morel",
    who="the bakery's group",
    colour="yellow",
    channel=Channel.TELEGRAM,
    sender="1001",
    chat="shop:boulangerie",
)
GROCERY = Speaker(
    name="Hélène Dupont",
    who="the grocer's group",
    colour="bright_yellow",
    channel=Channel.TELEGRAM,
    sender="1101",
    chat="shop:epicerie",
)
BUTCHER = Speaker(
    name="Bernard Vidal",
    who="the butcher's group",
    colour="orange3",
    channel=Channel.TELEGRAM,
    sender="1201",
    chat="shop:boucherie",
)
OPERATOR = Speaker(
    name="Claire Petit",
    who="town hall, the operators' chat",
    colour="magenta",
    channel=Channel.TELEGRAM,
    sender="9001",
    chat="operators",
)
DRIVER = Speaker(
    name="Karim Haddad",
    who="the driver",
    colour="cyan",
    channel=Channel.TELEGRAM,
    sender="9101",
)
SPEAKERS = (JEANNE, SOPHIE, BAKERY, GROCERY, BUTCHER, OPERATOR, DRIVER)

MONDAY, TUESDAY = "2026-11-23", "2026-11-24"

MARKET_DAY = (
    Scene(
        title="Monday morning. Jeanne writes what she needs. The shops answer.",
        steps=(
            Step(
                at=f"{MONDAY}T09:02",
                speaker=JEANNE,
                text="bonjour 2 bagettes et une demi livre de beurre demi sel pour mardi svp",
            ),
            Step(at=f"{MONDAY}T09:04", speaker=JEANNE, text="oui"),
            Step(at=f"{MONDAY}T09:06", speaker=BAKERY, press="accept"),
            Step(at=f"{MONDAY}T09:07", speaker=GROCERY, text="ok"),
        ),
    ),
    Scene(
        title="Sophie taps. One thing is not clear, so the bot asks one question.",
        steps=(
            Step(
                at=f"{MONDAY}T09:30",
                speaker=SOPHIE,
                text="Il me faudrait du beurre, 6 œufs, 300 g de jambon blanc et 3 croissants",
            ),
            Step(at=f"{MONDAY}T09:31", speaker=SOPHIE, press="choose:1"),
            Step(at=f"{MONDAY}T09:32", speaker=SOPHIE, press="confirm"),
        ),
    ),
    Scene(
        title="The bakery has no croissants left, and offers something else.",
        steps=(
            Step(at=f"{MONDAY}T09:33", speaker=BUTCHER, press="accept"),
            Step(at=f"{MONDAY}T09:34", speaker=GROCERY, press="accept"),
            Step(at=f"{MONDAY}T09:35", speaker=BAKERY, press="missing"),
            Step(at=f"{MONDAY}T09:36", speaker=BAKERY, press="line:croissant"),
            Step(at=f"{MONDAY}T09:37", speaker=BAKERY, press="substitute:pain-chocolat"),
            Step(at=f"{MONDAY}T09:39", speaker=SOPHIE, press="yes"),
        ),
    ),
    Scene(
        title="Jeanne changes her mind. A correction is a normal message.",
        steps=(
            Step(at=f"{MONDAY}T11:15", speaker=JEANNE, text="finalement 3 baguettes"),
            Step(at=f"{MONDAY}T11:20", speaker=BAKERY, press="accept"),
        ),
    ),
    Scene(
        title="18:00, the cut-off. Each shop gets its picking list, the driver the stops.",
        steps=(Step(at=f"{MONDAY}T18:00"),),
    ),
    Scene(
        title="Tuesday, 9:30. Karim drives the round.",
        steps=(
            Step(at=f"{TUESDAY}T09:30", speaker=DRIVER, press="depart"),
            Step(at=f"{TUESDAY}T09:50", speaker=DRIVER, press="delivered"),
            Step(at=f"{TUESDAY}T10:05", speaker=DRIVER, press="delivered"),
        ),
    ),
)
