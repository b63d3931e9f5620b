"""`tournee serve`: answers on every channel that the environment configures."""

import argparse

import uvicorn

from tournee.bot import logs
from tournee.bot.app import build
from tournee.bot.channels.adapter import configured
from tournee.bot.cli import CommandError
from tournee.bot.logs import log
from tournee.bot.service import Service
from tournee.bot.settings import Settings, SettingsError
from tournee.bot.wakeups import WakeUps
from tournee.bot.web import web
from tournee.storage.errors import StorageError
from tournee.storage.schema import open_migrated

GRACE_SECONDS = 20
"""For requests that are being answered when the signal to stop comes."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on")


def run(args: argparse.Namespace) -> int:
    """Serve until a signal says to stop; what was accepted is finished first."""
    try:
        settings = Settings.from_environment()
        engine = open_migrated(settings.database_url, settings.threads)
        adapters = configured(settings, engine)
    except (SettingsError, StorageError) as error:
        raise CommandError(str(error)) from error
    logs.configure()
    if not adapters:
        log.warning("no_channel", expected="TOURNEE_TELEGRAM_TOKEN or TOURNEE_TWILIO_ACCOUNT_SID")
    app = build(
        engine,
        {channel: a for a in adapters for channel in a.channels},
        nlu=settings.nlu,
        osrm_url=settings.osrm_url,
    )
    service = Service(
        app,
        wake_ups=WakeUps(settings.redis_url) if settings.redis_url else None,
        threads=settings.threads,
    )
    uvicorn.run(
        web(service, adapters),
        host=args.host,
        port=args.port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    return 0
