"""The interpreter, the packages, and what is kept of compiled code."""

import importlib.util
import sys
from pathlib import Path
from typing import Final

import zmq

from edge.compiled import cache
from edge.doctor.finding import Finding, limited, missing, ok

NEEDED_MODULES: Final = {
    "numpy": "numpy",
    "scipy": "scipy",
    "numba": "numba",
    "zmq": "pyzmq",
    "msgpack": "msgpack",
    "mcap": "mcap",
    "bleak": "bleak",
    "bumble": "bumble",
    "nicegui": "nicegui",
    "onnxruntime": "onnxruntime",
    "cv2": "opencv-python-headless",
    "mediapipe": "mediapipe",
    "tslearn": "tslearn",
}
OWN: Final = ("edge", "models", "firmware_bridge", "calibration", "benchmarks")


def python_version() -> Finding:
    """Tell whether the interpreter is one that the locked packages exist for."""
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] in {(3, 11), (3, 12)}:
        return ok("Python", version)
    return missing("Python", f"{version}; install Python 3.11 or 3.12 and run make again")


def packages() -> Finding:
    """Tell which needed packages cannot be found."""
    absent = [
        package
        for module, package in NEEDED_MODULES.items()
        if importlib.util.find_spec(module) is None
    ]
    if absent:
        return missing("Packages", f"{', '.join(absent)}; run make setup")
    return ok("Packages", f"all {len(NEEDED_MODULES)} found")


def own_packages() -> Finding:
    """Tell whether another project's packages stand in the place of ours."""
    here = Path(__file__).parents[2]
    foreign = []
    for name in OWN:
        found = importlib.util.find_spec(name)
        if found is None or found.origin is None or Path(found.origin).parent != here / name:
            foreign.append(name)
    if foreign:
        return missing(
            "Own packages",
            f"{', '.join(foreign)} of another project come first; install Physio Edge in an "
            "environment of its own",
        )
    return ok("Own packages", str(here))


def compiled_code() -> Finding:
    """Tell whether compiled code can be kept, or every session prepares for a minute."""
    cache.install()
    folder = cache.folder_of(compiled_code)
    if folder is None:
        return limited(
            "Compiled code",
            "can be kept nowhere, so every session prepares for a minute; set NUMBA_CACHE_DIR to a "
            "folder that can be written",
        )
    return ok("Compiled code", f"is kept in {folder}")


def encryption() -> Finding:
    """Tell whether summaries can be encrypted for the therapist."""
    if zmq.has("curve"):
        return ok("CURVE", f"libzmq {zmq.zmq_version()}")
    return missing(
        "CURVE", "this libzmq was built without it; install the pyzmq wheel with make setup"
    )
