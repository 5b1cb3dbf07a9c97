"""`wifi:APP@ADDRESS[:PORT]`: the apps that are known, one line each."""

from typing import Final

from edge.sources.errors import SourceError
from edge.sources.scheme import MakeSimulated, Scheme, Source
from edge.sources.wifi import sensor_log, sensor_logger, wear_mocap
from edge.sources.wifi.source import App, WifiSource

APPS: Final[dict[str, App]] = {
    "wearmocap": wear_mocap.APP,
    "sensorlogger": sensor_logger.APP,
    "sensorlogger-iphone": sensor_logger.IPHONE,
    "sensorlogger-android": sensor_logger.ANDROID,
    "sensorlog": sensor_log.APP,
}


def _open(rest: str, simulated: MakeSimulated) -> Source:
    del simulated
    app, text = _app(rest)
    return WifiSource(app=app, place=app.place(text))


def _settle(rest: str) -> str:
    app, text = _app(rest)
    return f"{_name(rest)}@{app.place(text).text}"


def _app(rest: str) -> tuple[App, str]:
    app = APPS.get(_name(rest))
    if app is None:
        raise SourceError(
            f"'wifi:{rest}' names no app", remedy=f"use wifi:APP@ADDRESS with {', '.join(APPS)}"
        )
    return app, rest.partition("@")[2]


def _name(rest: str) -> str:
    return rest.partition("@")[0]


def _kept(rest: str) -> str:
    return f"wifi {_name(rest)}"


SCHEME: Final = Scheme(open=_open, settle=_settle, kept=_kept, told=_name)
