"""An OSRM server on the loopback that is as strict as the real one with its default settings."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from tournee.orders.planning.model import Point
from tournee.orders.planning.travel import line_km

_DEGREES = r"-?\d+\.\d+"
PATH = re.compile(rf"/table/v1/driving/({_DEGREES},{_DEGREES}(?:;{_DEGREES},{_DEGREES})*)")
MOST = 100
"""`--max-table-size`."""
KNOWN = {"annotations", "sources", "destinations"}


@dataclass
class StrictOsrm:
    url: str = ""
    sizes: list[int] = field(default_factory=list)
    """Points of each request that was answered."""
    refused: list[str] = field(default_factory=list)
    dies_after: int | None = None
    """Requests that it still answers."""

    def answer(self, target: str) -> tuple[int, dict[str, object]]:
        """Return status and body, as OSRM's table service words them."""
        parts = urlsplit(target)
        match = PATH.fullmatch(parts.path)
        query = parse_qs(parts.query, strict_parsing=True)
        if match is None or not set(query) <= KNOWN:
            return self._refuse("InvalidUrl")
        points = [tuple(map(float, pair.split(","))) for pair in match[1].split(";")]
        if any(abs(lon) > 180 or abs(lat) > 90 for lon, lat in points):
            return self._refuse("InvalidValue")
        if len(points) > MOST:
            return self._refuse("TooBig")
        if query.get("annotations") != ["duration,distance"]:
            return self._refuse("InvalidOptions")
        if self.dies_after is not None and len(self.sizes) >= self.dies_after:
            return 503, {}
        self.sizes.append(len(points))
        km = [[_km(one, other) for other in points] for one in points]
        durations = [[round(x * 90, 1) for x in row] for row in km]
        distances = [[round(x * 1300, 1) for x in row] for row in km]
        return 200, {"code": "Ok", "durations": durations, "distances": distances}

    def _refuse(self, code: str) -> tuple[int, dict[str, object]]:
        self.refused.append(code)
        return 400, {"code": code, "message": code}


def _km(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    return line_km(Point(one[1], one[0]), Point(other[1], other[0]))


@contextmanager
def serving(osrm: StrictOsrm) -> Iterator[StrictOsrm]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = osrm.answer(self.path)
            written = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(written)))
            self.end_headers()
            self.wfile.write(written)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    osrm.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield osrm
    finally:
        server.shutdown()
        server.server_close()
