"""The errors of benchmarks and evaluations."""

from edge.core.errors import PhysioError


class BenchmarkError(PhysioError):
    """Base of every error of `benchmarks`."""

    usual_cause = "benchmark_failed"


class BenchError(BenchmarkError, ValueError):
    """There is no benchmark of that name, or it takes no recordings."""

    usual_cause = "unknown_benchmark"


class EvaluationError(BenchmarkError, ValueError):
    """The data or settings of an evaluation do not fit; the message says what to change."""

    usual_cause = "bad_evaluation_data"


class CompareError(BenchmarkError, ValueError):
    """Two results cannot be compared."""

    usual_cause = "cannot_compare"


class RecordedError(BenchmarkError, ValueError):
    """A file holds no six-axis recording; the message says which."""

    usual_cause = "no_six_axis_recording"


class BrowserMissingError(BenchmarkError, RuntimeError):
    """There is no browser to measure in, or it does not behave; the message says what to do."""

    usual_cause = "no_browser"


class PipelineError(BenchmarkError, RuntimeError):
    """A transport did not do its job."""

    usual_cause = "transport_failed"


class ProcessDiedError(BenchmarkError, RuntimeError):
    """The process ended before its work was done."""

    usual_cause = "process_died"


class PostgresMissingError(BenchmarkError, RuntimeError):
    """There is no PostgreSQL to start; the message says what to install."""

    usual_cause = "no_postgresql"


class HubBenchError(BenchmarkError, RuntimeError):
    """The hub did not come up, or did not do what it was asked; the message says what."""

    usual_cause = "hub_failed"
