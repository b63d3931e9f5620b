"""Numbers, weights, volumes, money and packs in running text."""
