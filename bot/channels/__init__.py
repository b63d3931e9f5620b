"""The channels: each adapter knows its wire format and nothing of orders."""
