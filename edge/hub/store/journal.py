"""The journal of erasures: a file outside the database, so that no backup brings anybody back.

It names nobody: a line holds a random number and a keyed hash, by which a patient of a restored
backup is known as erased. Lines are only added.
"""

import json
import uuid
from datetime import UTC, datetime
from pathlib import Path

from edge.hub.errors import HubError
from edge.hub.secret import Keys
from edge.machine.durable import append_line, replace_durably


class Journal:
    """The journal in a file.

    Args:
        path: of the file.
        keys: of the hub.
    """

    def __init__(self, path: Path, keys: Keys) -> None:
        self.path = path
        self._keys = keys

    def begin(self) -> None:
        """Make the empty journal of a new hub; one that is there stays."""
        if not self.path.exists():
            replace_durably(self.path, b"")

    def add(self, patient_id: uuid.UUID) -> None:
        """Note that a patient is erased; once this returns it outlives a loss of power."""
        hidden = self._keys.pseudonym(patient_id.bytes)
        if hidden in self._hidden():
            return
        now = datetime.now(UTC).isoformat(timespec="seconds")
        line = json.dumps({"erasure": str(uuid.uuid4()), "patient": hidden, "at": now})
        append_line(self.path, line.encode())

    def holds(self, patient_id: uuid.UUID) -> bool:
        """Tell whether a patient was erased.

        Raises:
            HubError: the journal is missing or cannot be read, so that nobody knows.
        """
        return self._keys.pseudonym(patient_id.bytes) in self._hidden()

    def _hidden(self) -> frozenset[str]:
        try:
            lines = self.path.read_bytes().splitlines()
        except FileNotFoundError as error:
            raise HubError(
                f"there is no journal of erasures {self.path}",
                remedy="put it there: without it a backup would bring erased patients back",
                cause="no_journal",
            ) from error
        hidden = set()
        for number, line in enumerate(lines, start=1):
            try:
                hidden.add(str(json.loads(line)["patient"]))
            except (ValueError, KeyError, TypeError) as error:
                raise HubError(
                    f"line {number} of {self.path} cannot be read",
                    remedy="take the file from its copy, or the line out of it where the erasure "
                    "is asked for again",
                    cause="bad_journal",
                ) from error
        return frozenset(hidden)
