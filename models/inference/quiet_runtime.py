"""ONNX Runtime without its telemetry: import it from here, never by itself.

From version 1.29 on its official builds tell their makers over the network about the process, every
session and every error, and keep an identifier of the device, unless this variable is set before
they start (their Privacy.md). Nothing leaves a patient's machine.
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime

__all__ = ["onnxruntime"]
