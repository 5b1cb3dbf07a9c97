"""`make fuzz [N=1000000] [SEED=1]`: cases for every reader and decoder, going on where it ended.

What breaks a reader is kept in `build/fuzz`, with what happened.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.fuzz.runner import Failure, Fuzz, bounded_memory

FOLDER: Final = Path("build") / "fuzz"
SAVE_EVERY: Final = 1000


def main() -> None:
    """Run the cases that are still to be run; exit with 1 where one broke a reader."""
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("cases", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    state = FOLDER / f"seed-{given.seed}.json"
    done = json.loads(state.read_text(encoding="utf-8")) if state.is_file() else {}
    first, failed = int(done.get("cases", 0)), int(done.get("failed", 0))
    with tempfile.TemporaryDirectory() as folder, bounded_memory():
        fuzz = Fuzz(given.seed, Path(folder))
        fuzz.check_seeds()
        for case in range(first, given.cases):
            failure = fuzz.run(case)
            if failure is not None:
                failed += 1
                _keep(failure, given.seed)
            if (case + 1) % SAVE_EVERY == 0 or case + 1 == given.cases:
                state.write_text(
                    json.dumps({"cases": case + 1, "failed": failed}), encoding="utf-8"
                )
                print(f"\r{case + 1} of {given.cases} cases, {failed} failed", end="", flush=True)
    print(f"\n{max(first, given.cases)} cases with seed {given.seed}, {failed} failed ({FOLDER})")
    sys.exit(1 if failed else 0)


def _keep(failure: Failure, seed: int) -> None:
    name = f"{failure.target.replace(' ', '-')}-{seed}-{failure.case}"
    (FOLDER / f"{name}.bin").write_bytes(failure.data)
    (FOLDER / f"{name}.txt").write_text(failure.trace, encoding="utf-8")
    print(f"\n{failure.target}, case {failure.case}: {failure.trace.splitlines()[-1]}")


if __name__ == "__main__":
    main()
