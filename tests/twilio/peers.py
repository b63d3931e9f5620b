"""Checks recorded requests and answers against Twilio's own OpenAPI description.

    python tests/twilio/peers.py FOLDER_OF_DESCRIPTIONS RECORDING

Runs in an environment of its own (`make test-peers`): the rest of the tests does without
openapi-core. The recording is what the fake Twilio wrote while the whole suite ran. Refusals are
not in the description; the requests that they answer are checked nevertheless, but those that a
test made to be refused.
"""

import base64
import json
import sys
from pathlib import Path
from typing import Any

from openapi_core import OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest, MockResponse

SPECS = {
    "/2010-04-01": ("twilio_api_v2010.json", "https://api.twilio.com", ("Messages.json",)),
    "/v1": ("twilio_content_v1.json", "https://content.twilio.com", ("/v1/Content",)),
}
REFUSED = 400


def main(folder: Path, recording: Path) -> int:
    specs = {prefix: load(folder / name, ends) for prefix, (name, _, ends) in SPECS.items()}
    lines = [json.loads(line) for line in recording.read_text("utf-8").splitlines()]
    faults = [fault for line in lines for fault in check(line, specs)]
    for fault in sorted(set(faults)):
        print(fault, file=sys.stderr)
    answers = sum(line["status"] < REFUSED for line in lines)
    print(f"{len(lines)} requests and {answers} answers checked, {len(faults)} faults")
    return int(bool(faults) or not lines)


def load(path: Path, ends: tuple[str, ...]) -> OpenAPI:
    """Load the paths in use: all of them would take half a minute."""
    spec = json.loads(path.read_text("utf-8"))
    spec["paths"] = {name: told for name, told in spec["paths"].items() if name.endswith(ends)}
    return OpenAPI.from_dict(spec)


def check(line: dict[str, Any], specs: dict[str, OpenAPI]) -> list[str]:
    """Return what is wrong with one request and its answer."""
    prefix = next(prefix for prefix in SPECS if line["path"].startswith(prefix))
    api, request = specs[prefix], _request(line, SPECS[prefix][1])
    faults = []
    try:
        api.validate_request(request)
    except OpenAPIError as error:
        faults.append(f"{line['method']} {line['path']}: request: {_why(error)}")
    if line["status"] < REFUSED and line["json"]:
        answer = MockResponse(
            data=line["answer"].encode(),
            status_code=line["status"],
            content_type="application/json",
        )
        try:
            api.validate_response(request, answer)
        except OpenAPIError as error:
            faults.append(f"{line['method']} {line['path']}: answer: {_why(error)}")
    return faults


def _request(line: dict[str, Any], host: str) -> MockRequest:
    path, _, query = line["path"].partition("?")
    arguments = dict(pair.partition("=")[::2] for pair in query.split("&")) if query else {}
    known = base64.b64encode(b"AC:token").decode()
    return MockRequest(
        host_url=host,
        method=line["method"].lower(),
        path=path,
        args=arguments,
        headers={"Authorization": f"Basic {known}"},
        data=line["body"].encode() or None,
        content_type=line["type"],
    )


def _why(error: OpenAPIError) -> str:
    """The innermost reasons: what schema validation says, where it is that."""
    inner = getattr(error.__cause__ or error, "schema_errors", None)
    said = [f"{list(e.absolute_path)} {e.message}" for e in inner or ()]
    return "; ".join(said) or str(error)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
