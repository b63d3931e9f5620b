"""The allergens that have to be declared (regulation EU 1169/2011, annex II), by their codes."""

from tournee.bot.render.voice import Voice


def allergen(code: str, voice: Voice) -> str:
    """Return its name in the reader's language; a code that is not of the list, as it is."""
    names = {
        "gluten": voice.text("gluten"),
        "crustaceans": voice.text("crustaceans"),
        "eggs": voice.text("eggs"),
        "fish": voice.text("fish"),
        "peanuts": voice.text("peanuts"),
        "soybeans": voice.text("soya"),
        "milk": voice.text("milk"),
        "nuts": voice.text("nuts"),
        "celery": voice.text("celery"),
        "mustard": voice.text("mustard"),
        "sesame": voice.text("sesame"),
        "sulphites": voice.text("sulphites"),
        "lupin": voice.text("lupin"),
        "molluscs": voice.text("molluscs"),
    }
    return names.get(code, code)
