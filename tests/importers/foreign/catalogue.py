"""All recordings of other apps that are read, by a name for the test."""

from collections.abc import Callable
from typing import Final

from edge.core.arrays import Floats
from tests.importers.foreign.loggers import (
    acti_graph,
    acti_graph_imu,
    axivity,
    cwa,
    empatica,
    gene_activ,
    gt3x,
)
from tests.importers.foreign.phones import (
    andro_sensor,
    android,
    apple_watch,
    exported,
    iphone,
    phyphox,
    physics_toolbox,
    pushed,
    sensor_log,
    sensor_log_motion,
    standardised_watch,
    toolbox_minutes,
)
from tests.importers.foreign.sensors import (
    bangle,
    dot_fusion,
    dot_rates,
    meta_base,
    movesense,
    mtw,
    polar,
    wit_motion,
    wit_packets,
)
from tests.importers.foreign.writing import Files, Foreign

_AXES: Final = "Accelerometer X,Accelerometer Y,Accelerometer Z"


def _bangle(unit: str, write: Callable[[Floats], Files]) -> Foreign:
    title = "Bangle.js accellog"
    return Foreign(
        format=title, write=write, unit=unit, points_down=True, gyro=False, accel_off=0.1
    )


def _gt3x(kind: int) -> Foreign:
    return Foreign(format="ActiGraph gt3x", write=gt3x(kind), gyro=False, accel_off=0.05)


FOREIGN: Final[dict[str, Foreign]] = {
    "SensorLog": Foreign(format="SensorLog", write=sensor_log, points_down=True),
    "SensorLog, motion": Foreign(format="SensorLog", write=sensor_log_motion, points_down=True),
    **{
        f"phyphox {name}": Foreign(format="phyphox", write=phyphox(separator, comma), unit="m/s²")
        for name, separator, comma in (
            ("comma, point", ",", "."),
            ("semicolon, point", ";", "."),
            ("tab, point", "\t", "."),
            ("semicolon, comma", ";", ","),
            ("tab, comma", "\t", ","),
        )
    },
    "Android": Foreign(format="Sensor Logger", write=android, unit="m/s²"),
    "iPhone": Foreign(format="Sensor Logger", write=iphone, unit="m/s²", points_down=True),
    "Apple Watch": Foreign(format="Sensor Logger", write=apple_watch, points_down=True),
    "standardised": Foreign(format="Sensor Logger", write=standardised_watch, unit="m/s²"),
    "pushed": Foreign(format="Sensor Logger", write=pushed, points_down=True),
    "exported": Foreign(format="Sensor Logger", write=exported, unit="m/s²"),
    "Physics Toolbox": Foreign(format="Physics Toolbox", write=physics_toolbox),
    "Physics Toolbox, minutes": Foreign(
        format="Physics Toolbox", write=toolbox_minutes, accel_off=0.3, gyro_off=0.15
    ),
    "AndroSensor": Foreign(format="AndroSensor", write=andro_sensor, unit="m/s²"),
    "Polar": Foreign(format="Polar Sensor Logger", write=polar, unit="mg"),
    **{
        f"WitMotion {layout}": Foreign(format="WitMotion", write=wit_motion(layout))
        for layout in ("chip", "seconds", "device", "loose", "split", "blanks")
    },
    "WitMotion packets": Foreign(format="WitMotion", write=wit_packets, gyro_off=0.04),
    "Movesense": Foreign(format="Movesense", write=movesense, unit="m/s²"),
    "MetaBase": Foreign(format="MetaBase", write=meta_base, accel_off=0.1),
    "DOT, rates": Foreign(format="Movella DOT", write=dot_rates, unit="m/s²"),
    "DOT, fusion": Foreign(format="Movella DOT", write=dot_fusion, unit="m/s²", gyro_off=0.06),
    "MTw": Foreign(format="Xsens MTw", write=mtw, unit="m/s²"),
    "Bangle, counts": _bangle("1/8192 g", bangle(8192.0, ".0f")),
    "Bangle, g": _bangle("g", bangle(1.0, ".4f")),
    "ActiGraph, day first": Foreign(
        format="ActiGraph",
        write=acti_graph("%d/%m/%Y %H:%M:%S.%f", f"Timestamp,{_AXES}"),
        gyro=False,
    ),
    "ActiGraph, IMU": Foreign(format="ActiGraph", write=acti_graph_imu),
    "ActiGraph, no times": Foreign(
        format="ActiGraph",
        write=acti_graph("", _AXES),
        gyro=False,
    ),
    "ActiGraph, month first": Foreign(
        format="ActiGraph", write=acti_graph("%m/%d/%Y %H:%M:%S.%f", ""), gyro=False
    ),
    "gt3x, 12 bits": _gt3x(0),
    "gt3x, 16 bits": _gt3x(26),
    "AX3": Foreign(format="Axivity", write=axivity(gyro=False), gyro=False),
    "AX6": Foreign(format="Axivity", write=axivity(gyro=True)),
    "AX3, CWA": Foreign(format="Axivity CWA", write=cwa(gyro=False), gyro=False, accel_off=0.1),
    "AX6, CWA": Foreign(format="Axivity CWA", write=cwa(gyro=True)),
    "Empatica": Foreign(
        format="Empatica", write=empatica, unit="1/64 g", gyro=False, accel_off=0.1
    ),
    "GENEActiv": Foreign(format="GENEActiv", write=gene_activ, gyro=False),
}
"""All that is read, by a name for the test."""
