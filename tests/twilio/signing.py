"""Twilio's request signature, written from its description alone.

https://www.twilio.com/docs/usage/security: the URL, then each field's name and value in the order
of the names, through HMAC-SHA1 with the auth token, in base 64.
"""

import base64
import hashlib
import hmac


def sign(token: str, url: str, form: dict[str, str]) -> str:
    told = url + "".join(name + form[name] for name in sorted(form))
    digest = hmac.new(token.encode(), told.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()
