"""How each command of the town hall is written, a line each."""

from tournee.bot.render.voice import Voice


def how_to(command: str, voice: Voice) -> str:
    match command:
        case "person":
            return voice.text("/person NAME: shows someone; /person NAME phone 06 …: corrects it")
        case "add_person":
            return voice.text("/resident NAME, PLACE, NUMBER, ADDRESS: adds someone")
        case "role":
            return voice.text("/role NAME driver: gives a role; resident takes it away")
        case "merge":
            return voice.text("/merge NAME and NAME: makes one person of two entries")
        case "bar":
            return voice.text("/block NAME: the bot takes no more orders from them")
        case "unbar":
            return voice.text("/unblock NAME: it does again")
        case "data":
            return voice.text("/data NAME: all that is held about someone")
        case "erase":
            return voice.text("/forget NAME: erases someone for good")
        case "order_for":
            return voice.text("/for NAME 2 baguettes: orders in someone's stead")
        case "invite":
            return voice.text("/invite NAME: sends them a link for Telegram by SMS")
        case "part":
            return voice.text("/endhelp NAME: nobody orders for them any more")
        case "alerts":
            return voice.text("/alerts: what this chat is told of, and when")
        case "announce":
            return voice.text("/announce TEXT: to all who agreed to announcements, after a preview")
        case "tell":
            return voice.text("/message friday TEXT: to all who ordered for that round")
        case "village":
            return voice.text("/village: name, places, shops, rounds and people, step by step")
    return ""
