"""How requests to the Bot API travel: the library's interface on aiohttp.

The library's own way, by httpx, takes ten times the processor time for each message: its pool
looks at every connection twice a request (docs/adr: requests by aiohttp).
"""

from functools import cache
from ssl import SSLContext
from typing import Any, Final
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx
from aiohttp import (
    ClientError,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    FormData,
    TCPConnector,
)
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT_SECONDS: Final = 5.0


class Requests(BaseRequest):
    """Keeps so many connections to one Bot API server."""

    def __init__(self, api: str, *, connections: int, read_timeout: float) -> None:
        """`api` is the server's base URL; an answer may pause for `read_timeout` seconds."""
        self._connections = connections
        self._read_timeout = read_timeout
        self._proxy = proxy_to(api)
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return self._read_timeout

    async def initialize(self) -> None:
        if self._session is None:
            self._session = ClientSession(
                connector=TCPConnector(limit=self._connections, ssl=_ssl()),
                cookie_jar=DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(  # noqa: PLR0917 - the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - only reading can last
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - who sends has a limit
    ) -> tuple[int, bytes]:
        """Return status and body; raises TimedOut or NetworkError, which quote no URL."""
        if self._session is None:
            raise RuntimeError("not initialized")
        timeout = ClientTimeout(
            sock_read=_told(read_timeout, self._read_timeout),
            sock_connect=_told(connect_timeout, CONNECT_SECONDS),
        )
        try:
            async with self._session.request(
                method, url, data=_form(request_data), timeout=timeout, proxy=self._proxy
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except (ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from error


def proxy_to(url: str) -> str | None:
    """The proxy that the environment names for a URL."""
    parts = urlsplit(url)
    if proxy_bypass(parts.hostname or ""):
        return None
    proxies = getproxies()
    return proxies.get(parts.scheme) or proxies.get("all")


@cache  # some megabytes: one for all villages' bots
def _ssl() -> SSLContext:
    return httpx.create_ssl_context()


def _told(value: Any, default: float) -> float | None:
    return default if value is BaseRequest.DEFAULT_NONE else value


def _form(asked: RequestData | None) -> FormData | dict[str, str] | None:
    if asked is None:
        return None
    if not asked.contains_files:
        return asked.json_parameters
    form = FormData(asked.json_parameters)
    for name, (filename, content, kind) in asked.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form
