"""Several pieces of work, of which the first that ends ends the others."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from edge.bus.stop import Stop


async def first_of(*work: Coroutine[Any, Any, object]) -> None:
    """Do all `work` until the first of it is done, then end the rest cleanly; raise its error."""
    tasks = [asyncio.ensure_future(one) for one in work]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


async def stopped(stop: Stop) -> None:
    """Wait until it is time to stop."""
    loop = asyncio.get_running_loop()
    told = asyncio.Event()
    loop.add_reader(stop.fileno(), told.set)
    try:
        await told.wait()
    finally:
        loop.remove_reader(stop.fileno())
