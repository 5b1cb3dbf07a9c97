"""The catalogue: exported networks, loaded by name, checked, and run by ONNX Runtime alone.

A network is two files in `models/zoo`: NAME.onnx, and NAME.json, its card, which holds the hash of
the first. No PyTorch is needed, or imported.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import ArrayLike

from models.inference.card import ZOO, Card
from models.inference.errors import CatalogError
from models.inference.frame import Single
from models.inference.quiet_runtime import onnxruntime

SELECT: Final = "select"
EXPLAIN: Final = "explain"
CPU: Final = "CPUExecutionProvider"


def names(zoo: Path = ZOO) -> list[str]:
    """Return the names of the networks that have a card."""
    return sorted(path.stem for path in zoo.glob("*.json"))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Network:
    """An exported network that scores prepared inputs, and explains its scores.

    What is prepared, and how, is a matter of its family: `models.inference.siamese`,
    `models.inference.fault_localizer`, `models.inference.low_back`.

    Attributes:
        card: what is known about it.
        session: ONNX Runtime's.
    """

    card: Card
    session: Any

    @classmethod
    def load(cls, name: str, *, threads: int = 1, provider: str = CPU, zoo: Path = ZOO) -> Self:
        """Return the network of that name, ready to run.

        Args:
            name: in the catalogue.
            threads: that one call may use.
            provider: what runs it, by ONNX Runtime's name.
            zoo: folder of the catalogue.

        Raises:
            CatalogError: there is none of that name, it is of another family, a file is missing,
                truncated or not the one that the card speaks of, its inputs are not those of the
                card, or the provider is not here.
        """
        if name not in names(zoo):
            known = ", ".join(names(zoo)) or "none"
            raise CatalogError(
                f"there is no network {name!r} in the catalogue", remedy=f"known are {known}"
            )
        card = Card.read(zoo / f"{name}.json")
        content = _content(zoo / f"{name}.onnx", card)
        return cls(card=card, session=_session(content, card, threads, provider))

    def predict(self, inputs: Sequence[Single]) -> Single:
        """Return the scores (B, K) of prepared inputs, (B, …) each.

        Raises:
            CatalogError: an input does not fit, or is not finite.
        """
        feeds = self._feeds(inputs)
        if self.explains:
            count = int(self.card.outputs[0].shape[1])
            feeds |= {SELECT: np.zeros(count, np.float32), EXPLAIN: np.array(False)}
        scores: Single = self._run(["scores"], feeds)[0]
        return scores

    def gradients(
        self, inputs: Sequence[Single], select: ArrayLike
    ) -> tuple[Single, tuple[Single, ...]]:
        """Return the scores (B, K), and the gradients of ⟨select, scores⟩, one per input.

        Raises:
            CatalogError: an input does not fit, or the network was exported without gradients.
        """
        if not self.explains:
            raise CatalogError(f"{self.card.name} was exported without gradients")
        chosen = np.asarray(select, np.float32)
        count = self.card.outputs[0].shape[1]
        if chosen.shape != (count,) or not np.isfinite(chosen).all():
            raise CatalogError(
                f"select has shape {chosen.shape}", remedy=f"give {count} finite numbers"
            )
        feeds = self._feeds(inputs) | {SELECT: chosen, EXPLAIN: np.array(True)}
        scores, *gradients = self._run([port.name for port in self.card.outputs], feeds)
        return scores, tuple(gradients)

    @property
    def explains(self) -> bool:
        """Whether it holds its own gradients."""
        return any(port.name == EXPLAIN for port in self.card.inputs)

    def _run(self, outputs: list[str], feeds: dict[str, Single]) -> list[Single]:
        try:
            results: list[Single] = self.session.run(outputs, feeds)
        except Exception as error:
            shapes = ", ".join(f"{name} {array.shape}" for name, array in feeds.items())
            raise CatalogError(
                f"{self.card.name} does not take inputs of these shapes: {shapes}",
                remedy="prepare them",
            ) from error
        return results

    def _feeds(self, inputs: Sequence[Single]) -> dict[str, Single]:
        ports = [port for port in self.card.inputs if port.name not in (SELECT, EXPLAIN)]
        if len(inputs) != len(ports):
            raise CatalogError(f"{self.card.name} takes {len(ports)} inputs, not {len(inputs)}")
        feeds: dict[str, Single] = {}
        for port, value in zip(ports, inputs, strict=True):
            array = np.asarray(value, np.float32)
            if not _fits(array.shape, port.shape):
                wanted = " × ".join(map(str, port.shape))
                raise CatalogError(f"{port.name} has shape {array.shape}", remedy=f"give {wanted}")
            if not np.isfinite(array).all():
                raise CatalogError(f"{port.name} holds NaN or infinite values")
            feeds[port.name] = array
        # Dimensions of one name are equal; rows of figures need not be as many as masks.
        lengths = {(port.shape[0], len(feeds[port.name])) for port in ports}
        if len(lengths) > len({port.shape[0] for port in ports}):
            raise CatalogError("the inputs differ in how many pairs they hold")
        return feeds


def digest(content: bytes) -> str:
    """Return the SHA-256 by which a card knows its file."""
    return hashlib.sha256(content).hexdigest()


def _content(path: Path, card: Card) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CatalogError(f"{path} cannot be read: {error.strerror or error}") from error
    if digest(content) != card.sha256:
        raise CatalogError(
            f"{path} is not the file that its card speaks of (truncated, or another one)",
            remedy="fetch it again or export it anew",
        )
    return content


def _session(content: bytes, card: Card, threads: int, provider: str) -> Any:
    if provider not in onnxruntime.get_available_providers():
        raise CatalogError(f"{provider} is not part of the ONNX Runtime that is installed here")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    if card.bends is None and card.infant is None:
        # The export has simplified the graph; doing it again would take a quarter of the loading
        # time. Planning which buffers could be shared takes four fifths, and makes no run faster.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        options.enable_mem_reuse = False
    # A thread that waits by spinning takes a core from the rest of the pipeline.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(content, options, providers=[provider])
    except Exception as error:
        raise CatalogError(f"{card.name} cannot be loaded by ONNX Runtime: {error}") from error
    if session.get_providers()[0] != provider:
        raise CatalogError(f"{provider} does not start here; ONNX Runtime would use the processor")
    have = [port.name for port in session.get_inputs()]
    want = [port.name for port in card.inputs]
    if have != want or [p.name for p in session.get_outputs()] != [p.name for p in card.outputs]:
        raise CatalogError(
            f"{card.name} has inputs {', '.join(have)} where its card says {', '.join(want)}, or "
            "other outputs",
            remedy="export it anew",
        )
    return session


def _fits(shape: tuple[int, ...], wanted: tuple[str | int, ...]) -> bool:
    return len(shape) == len(wanted) and all(
        size == want if isinstance(want, int) else size > 0
        for size, want in zip(shape, wanted, strict=True)
    )
