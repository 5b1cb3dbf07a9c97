"""The `page` process of a screening."""

from functools import partial

from edge.bus.stop import Stop
from edge.core.messages.screening import ScreeningAnswer, ScreeningCommand
from edge.page.bending.model import BendModel
from edge.page.bending.session import BendSession
from edge.processes.screening_options import ScreeningOptions
from edge.processes.served_session import serve_live
from edge.runtime.context import SessionContext
from edge.runtime.service import ServicePorts


def serve_page(context: SessionContext, ports: ServicePorts, stop: Stop) -> None:
    """Serve the screening's page."""
    options: ScreeningOptions = context.options
    model = BendModel(code=options.code, language=options.language)
    serve_live(
        context,
        ports,
        stop,
        model=model,
        recorded=(ScreeningCommand, ScreeningAnswer),
        session=partial(BendSession, model, ports),
    )
