"""The base of every error that the project raises on purpose, and the tree of them all.

In brackets stands the builtin that people expect and may catch instead, at the right the package
whose `errors` module defines the class:

PhysioError                                   edge.core
├── BenchmarkError                            benchmarks
│   ├── BenchError (ValueError)               benchmarks
│   ├── BrowserMissingError (RuntimeError)    benchmarks
│   ├── CompareError (ValueError)             benchmarks
│   ├── EvaluationError (ValueError)          benchmarks
│   ├── HubBenchError (RuntimeError)          benchmarks
│   ├── PipelineError (RuntimeError)          benchmarks
│   ├── PostgresMissingError (RuntimeError)   benchmarks
│   ├── ProcessDiedError (RuntimeError)       benchmarks
│   └── RecordedError (ValueError)            benchmarks
├── AlignError (ValueError)                   edge.align
├── BusError (ConnectionError)                edge.bus
│   ├── AddressError                          edge.bus
│   ├── CodecError (ValueError)               edge.bus
│   └── FramesError (ValueError)              edge.bus
├── ExerciseError (ValueError)                edge.core
├── NoGyroscopeError (ValueError)             edge.core
├── ExchangeError (ValueError)                edge.exchange
├── ExplainError (ValueError)                 edge.explain
├── FilmError (ValueError)                    edge.film
├── HubError (ValueError)                     edge.hub
│   ├── CohortError                           edge.hub
│   ├── DatabaseError                         edge.hub
│   ├── DeniedError                           edge.hub
│   ├── FhirError                             edge.hub
│   └── SignedOutError                        edge.hub
├── ImporterError (ValueError)                edge.importers
├── PageError (ValueError)                    edge.page
├── PoseError (ValueError)                    edge.pose
├── InfantError (ValueError)                  edge.posture.infant
├── RecordsError (ValueError)                 edge.records
│   ├── CalibrationError                      edge.records
│   │   ├── PlacementError                    calibration
│   │   ├── ThresholdError                    calibration
│   │   ├── AnchorError                       edge.records
│   │   ├── CameraPlaceError                  edge.records
│   │   ├── ImuCalibrationError               edge.records
│   │   └── ToleranceError                    edge.records
│   ├── ConsentError                          edge.records
│   ├── FieldError                            edge.records
│   │   └── PlanError                         edge.records
│   ├── HistoryError                          edge.records
│   ├── HubLinkError                          edge.records
│   ├── OutboxError                           edge.records
│   └── RecordingError                        edge.records
├── LatencyReportError (ValueError)           edge.report
├── SupervisorError (RuntimeError)            edge.runtime
├── ScreeningError (ValueError)               edge.screening
├── RiskError (ValueError)                    edge.screening.infant
├── SessionError (RuntimeError)               edge.session
├── SignalError (ValueError)                  edge.signals
├── BodyError (ValueError)                    edge.simulation.body
├── CohortError (ValueError)                  edge.simulation.low_back
├── SourceError (ValueError)                  edge.sources
├── TraceError (ValueError)                   edge.trace
├── UplinkError (ConnectionError)             edge.uplink
├── BridgeError                               firmware_bridge
│   ├── LinkError (ConnectionError)           firmware_bridge
│   ├── PacketError (ValueError)              firmware_bridge
│   └── PlaybackError (ValueError)            firmware_bridge
└── ModelError (ValueError)                   models.inference
    ├── CatalogError                          models.inference
    └── TrainingError                         models.training
"""

from typing import ClassVar


class PhysioError(Exception):
    """Base of every error of this project: it says what happened, why, and what to do.

    Attributes:
        cause: reason for programs to tell cases apart by, in snake_case; that of the class unless
            another is given.
        message: what happened, for people, without a full stop.
        remedy: what a person can do about it; '' where the message says so itself.
    """

    usual_cause: ClassVar[str] = "failed"

    def __init__(self, message: str, *, cause: str | None = None, remedy: str = "") -> None:
        super().__init__(message)
        self.cause = cause or self.usual_cause
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        """Return the sentence that a person reads."""
        return f"{self.message}; {self.remedy}" if self.remedy else self.message


class ExerciseError(PhysioError, ValueError):
    """There is no such exercise or side; the message lists those there are."""

    usual_cause = "unknown_exercise"


class NoGyroscopeError(PhysioError, ValueError):
    """What is asked for needs an angular rate, and the watch measures none."""

    usual_cause = "no_gyroscope"
