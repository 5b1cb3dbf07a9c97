"""All questions by their names: `physio bench NAME` and `physio evaluate NAME`.

A row names its class as text, so that a list of the questions imports none of them.
"""

import importlib
from dataclasses import dataclass
from typing import Final, NamedTuple

from benchmarks.errors import BenchError
from benchmarks.question import Question


class Row(NamedTuple):
    """One question of the registry.

    Attributes:
        where: "module:Class" of the question.
        help: one line that says what is asked.
        extra: name of the extra whose packages it needs beside those that everybody has.
    """

    where: str
    help: str
    extra: str = ""

    def load(self) -> type[Question]:
        """Return the class of the question.

        Raises:
            BenchError: a package of its extra is not installed.
        """
        module, name = self.where.split(":")
        try:
            found: type[Question] = getattr(importlib.import_module(module), name)
        except ModuleNotFoundError as error:
            if not self.extra:
                raise
            raise BenchError(
                f"this needs {error.name}, which is not installed",
                remedy=f"'make {self.extra}', or install physio-edge[{self.extra}]",
                cause="extra_missing",
            ) from error
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """The questions of one command.

    Attributes:
        noun: what one of them is called.
        rows: by name.
    """

    noun: str
    rows: dict[str, Row]


BENCHMARKS: Final = Registry(
    noun="benchmark",
    rows={
        "dtw": Row(
            "benchmarks.dtw.exact_path:ExactPath",
            "Exact six-axis L1 DTW with path, beside other libraries and the bare arithmetic.",
        ),
        "stream": Row(
            "benchmarks.dtw.open_end:OpenEnd",
            "One more sample, aligned as it comes, beside aligning all anew.",
        ),
        "renderer": Row(
            "benchmarks.camera.renderer_speed:RendererSpeed",
            "The simulated patient drawn as a camera sees it.",
        ),
        "camera": Row(
            "benchmarks.camera.camera_cost:CameraCost",
            "Frame to pose beside the engine's own time, and what a camera costs the watch.",
        ),
        "models": Row(
            "benchmarks.networks.network_speed:NetworkSpeed",
            "Each network by execution provider, precision and threads.",
        ),
        "low-back": Row(
            "benchmarks.low_back.network_cost:LowBackCost",
            "An answer about a bend with all that explains it, beside PyTorch.",
        ),
        "low-back-live": Row(
            "benchmarks.low_back.live_sighting:LiveSighting",
            "A picture of a live screening, mask included, beside the pose engine's own time.",
        ),
        "infant": Row(
            "benchmarks.infant.network_cost:InfantCost",
            "70 graph networks of an infant's window with all that explains them, beside PyTorch.",
        ),
        "explain": Row(
            "benchmarks.explain.explanation_cost:ExplanationCost",
            "A network's answer with its explanation, beside PyTorch and captum.",
        ),
        "avatar": Row(
            "benchmarks.avatar.pose_rate:PoseRate",
            "Poses of the avatar: the fit, the body and both figures.",
        ),
        "pipeline": Row(
            "benchmarks.pipeline.message_cost:MessageCost",
            "A message through four processes: our bus beside ezmsg and pipes.",
        ),
        "session": Row(
            "benchmarks.session.whole_graph:WholeGraph",
            "The whole graph: latency and processor time, live, under load, several at once.",
        ),
        "page": Row(
            "benchmarks.page.painted:Painted",
            "From the packet to the painted picture in the patient's browser.",
        ),
        "phone": Row(
            "benchmarks.phone.streaming:PhoneStreaming",
            "A phone's browser as the watch: rate, delay and loss over TLS, and a cut connection.",
        ),
        "pose": Row(
            "benchmarks.camera.pose_engine:PoseEngineSpeed",
            "The pose engine by number of threads, and what else could run it here.",
        ),
        "hub": Row(
            "benchmarks.hub.hub_cost:HubCost",
            "The clinic's hub: thousands of machines at once, what is committed a second.",
            extra="hub",
        ),
        "filter": Row(
            "benchmarks.lowpass.filter_cost:FilterCost",
            "The causal low-pass beside scipy's sosfilt.",
        ),
    },
)
EVALUATIONS: Final = Registry(
    noun="evaluation",
    rows={
        "simulated": Row(
            "benchmarks.evaluations.simulated_patients:SimulatedPatients",
            "Repetitions, range and cue of simulated patients against their truth.",
        ),
        "decoders": Row(
            "benchmarks.evaluations.decoding.decoder_vectors:DecoderVectors",
            "Bytes and files of devices, with what they mean, through this project's decoders.",
        ),
        "live": Row(
            "benchmarks.evaluations.live.live_picture:LivePicture",
            "Direction, difference and phase of the live picture against simulated patients.",
        ),
        "clock": Row(
            "benchmarks.evaluations.clock_errors:ClockErrors",
            "Device clock against truth under drift, bursts and a gap (simulated arrivals).",
        ),
        "calibration": Row(
            "benchmarks.evaluations.calibration.whole:Calibrations",
            "Whether each calibration finds the truth of simulated people, intervals included.",
        ),
        "angles": Row(
            "benchmarks.evaluations.angle_errors:AngleErrors",
            "Orientation and range of motion of simulated patients against their truth.",
        ),
        "uci-pt": Row(
            "benchmarks.evaluations.uci_pt.protocol:UciProtocol",
            "Yurtman & Barshan's protocol: segment and classify physical-therapy exercises.",
        ),
        "explanations": Row(
            "benchmarks.evaluations.explanations.explanation_quality:ExplanationQuality",
            "Monotonicity, mutual information and continuity of the network's explanations.",
        ),
        "localisation": Row(
            "benchmarks.evaluations.localisation.placed_faults:PlacedFaults",
            "Whether the explanation points at the one segment that is wrong.",
        ),
        "snn": Row(
            "benchmarks.evaluations.unseen_people:UnseenPeople",
            "The Siamese network beside DTW, LSTM and temporal CNN: types, graded similarities.",
        ),
        "recovery": Row(
            "benchmarks.evaluations.recovery:Recovery",
            "Kill every process of a live session: how soon it is back, and what is lost.",
        ),
        "chaos": Row(
            "benchmarks.evaluations.chaos.survival:Chaos",
            "Kill, stop, fill, unplug at random: what a session loses, and whether it says so.",
        ),
        "hub": Row(
            "benchmarks.evaluations.hub.orders:HubOrders",
            "Whether a hub has what was sent, once, after kills and full disks in random orders.",
            extra="hub",
        ),
        "recordings": Row(
            "benchmarks.evaluations.recordings.replays:RecordingReplays",
            "Whether all recordings in a folder replay to what was said live; also on a cluster.",
        ),
        "video": Row(
            "benchmarks.evaluations.video_persons:VideoPersons",
            "Persons found in real videos, frame by frame, and the pose engine's time.",
        ),
        "rendered": Row(
            "benchmarks.evaluations.rendered.spine_errors:SpineErrors",
            "Spine angle and silhouette of rendered persons against their truth.",
        ),
        "low-back-rendering": Row(
            "benchmarks.evaluations.low_back.rendering:LowBackRendering",
            "Whether simulated people with low-back pain look, move and measure as meant.",
        ),
        "low-back": Row(
            "benchmarks.evaluations.low_back.ladder:LowBackLadder",
            "How well low-back phenotypes of simulated people can be told apart, rule by rule.",
        ),
        "low-back-tables": Row(
            "benchmarks.evaluations.low_back.tables:LowBackTables",
            "The tables of MOVEXor and BackTracker, row by row, on simulated people.",
        ),
        "low-back-films": Row(
            "benchmarks.evaluations.low_back.films:LowBackFilms",
            "Whether films of bends are answered right, and bad ones refused for the right reason.",
        ),
        "low-back-explanations": Row(
            "benchmarks.evaluations.low_back.explanations:LowBackExplanations",
            "Whether the low-back networks' maps show a cause that is known (simulated people).",
        ),
        "infant": Row(
            "benchmarks.evaluations.infant.labelled_infants:LabelledInfantsAsked",
            "Whether twelve labelled infants are told apart by movement, or by what it leaks.",
        ),
        "infant-laws": Row(
            "benchmarks.evaluations.infant.laws:InfantLaws",
            "Whether the infants' networks keep the laws of simulated infants they never saw.",
        ),
        "infant-exports": Row(
            "benchmarks.evaluations.infant.export_exactness:InfantExports",
            "Whether exported infants' networks of the paper's sizes answer as PyTorch does.",
        ),
        "infant-predictions": Row(
            "benchmarks.evaluations.infant.locked_predictions:LockedPredictions",
            "Predictions of a locked test: how well they rank, how far they are probabilities.",
        ),
        "landmarks": Row(
            "benchmarks.evaluations.rendered.landmark_errors:LandmarkErrors",
            "Each landmark of the pose engine, on rendered persons, against its truth.",
        ),
        "count": Row(
            "benchmarks.evaluations.counting.counted_sets:CountedSets",
            "Repetitions counted in drawn, edited and recorded sets against their truth.",
        ),
        "imports": Row(
            "benchmarks.evaluations.imports:Imports",
            "What other apps' recordings are read as and how many repetitions are counted in them.",
        ),
        "sync": Row(
            "benchmarks.evaluations.sync_errors:SyncErrors",
            "Time offset between watch and camera against truth (simulated patients).",
        ),
        "avatar": Row(
            "benchmarks.evaluations.avatar_errors:AvatarErrors",
            "Joint angles of the avatar against those of simulated patients.",
        ),
    },
)
