"""Addresses as people sign with them."""

import pytest

from tournee.bot.conversation.resident.streets import address_in


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("bonjour 2 baguettes, Mme Roux 5 rue du moulin", "5 rue du moulin"),
        ("12 bis, avenue de la Gare 2 baguettes", "12 bis, avenue de la Gare"),
        ("Paul Roy rue des Lilas", "rue des Lilas"),
        ("3 chemin des Granges, 2 baguettes", "3 chemin des Granges"),
        ("2 baguettes sur la route du retour", ""),
        ("une place de plus", ""),
        ("2 baguettes", ""),
    ],
)
def test_an_address_is_read_from_a_message(text: str, address: str) -> None:
    assert address_in(text) == address
