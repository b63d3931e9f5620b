"""One line for each command about the catalogue."""

from tournee.bot.render.voice import Voice


def usage(key: str, voice: Voice) -> str:
    match key:
        case "shops":
            return voice.text("/shops: the shops and their goods")
        case "products":
            return voice.text("/products SHOP: the goods of a shop, page by page")
        case "product":
            return voice.text("/product NAME: its card; /product SHOP “NAME” 3.20 piece adds one")
        case "price":
            return voice.text("/price NAME 1.15; several lines change several")
        case "stock":
            return voice.text("/stock NAME 12: how much is left; or unlimited")
        case "off":
            return voice.text("/off NAME until thursday: off sale; /onsale NAME puts it back")
        case "on":
            return voice.text("/onsale NAME: on sale again")
        case "rename":
            return voice.text("/rename NAME: NEW NAME")
        case "alias":
            return voice.text("/alias NAME: what else people call it")
        case "unit":
            return voice.text("/unit NAME piece, kg or litre")
        case "category":
            return voice.text("/category NAME: CATEGORY")
        case "option":
            return voice.text("/option NAME: sliced 0.20; “- sliced” takes it away")
        case "allergens":
            return voice.text("/allergens NAME: gluten, milk")
        case "vat":
            return voice.text("/vat NAME 5.5")
        case "remove":
            return voice.text("/remove NAME: out of the catalogue")
        case "special":
            return voice.text("/special SHOP lasagne 8.50: for today only")
        case "hours":
            return voice.text("/hours SHOP closed from 2 to 9 December")
        case "phrases":
            return voice.text("/phrases: words of residents that name nothing yet")
        case "sheet":
            return voice.text("/catalogue SHOP: an Excel file of the goods, to edit and send back")
        case "leaflet":
            return voice.text("/leaflet: how to order and some prices, to print")
        case "poster":
            return voice.text("/poster: for the shops' windows, to print")
        case "undo":
            return voice.text("/undo: the last changes, each can be taken back")
        case _:
            return voice.text("/history: who changed what, and when; /history NAME for one")
