"""The house's rules, read off one table: imports go downwards only, pure rooms touch nothing."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final

import pytest

ROOT = Path(__file__).parents[1]
TOP: Final = ("edge", "models", "firmware_bridge", "calibration", "benchmarks")

# From bottom to top: each line holds rooms, each room its modules. What stands in a line may import
# what stands below it, and on its own line whatever makes no ring.
LAYERS: Final[tuple[dict[str, str], ...]] = (
    {
        "edge": "",
        "edge.core": """
            anchor arrays constants drift errors findings infant palette spreadsheet stage
            tolerances
        """,
        "edge.core.exercises": """
            building_blocks camera constraints definition elbow_flexion external_rotation movement
            registry shoulder_abduction shoulder_flexion terms trunk_extension trunk_flexion words
        """,
        "edge.core.messages": "base camera exercise imu registry restart screening status",
    },
    {
        "firmware_bridge": """
            adapter arrival_times bleak_errors connection discovery errors house_control
            house_profile link pairs playback reassembly sample_adapter sample_times samples
            unwrap virtual_radio virtual_watch
        """,
        "firmware_bridge.protocols": """
            bosch_hub delta_bits esense espruino hid_motion infinitime metamotion microbit
            movella_dot movesense polar_commands polar_pmd thingy52 wear_mocap witmotion
        """,
        "firmware_bridge.adapters": """
            boards bosch_hub esense espruino house infinitime metamotion movella_dot movesense
            polar witmotion
        """,
        "firmware_bridge.virtual": """
            catalogue espruino house metamotion model plain polar witmotion
        """,
    },
    {
        "edge.bus": """
            clock codec converters edges errors frames inbox json_form json_values lossy ports
            reliable resending schema spool stop wire
        """,
        "edge.machine": """
            descriptors durable environment file_layer garbage growing_file network putting_back
            reading seldom sensors slowness tegrastats time_zone
        """,
        "edge.trace": "chrome errors flows parts session stages tracer",
        "edge.runtime": """
            absence backoff checkpoint child context core distribution errors forkserver graph
            latency measures process process_metrics run_dir service signals silence spans
            supervisor
        """,
    },
    {
        "edge.compiled": "cache kernel machine_code",
    },
    {
        "edge.signals": """
            angle_fusion angle_match angle_trace angles camera_place errors filters imu_calibration
            imu_chunks newest_line orientation orientation_kernel resample resample_kernel
            resample_stream rotations smoothness stillness tempo tilt_rate
        """,
    },
    {
        "edge.align": "dtw errors long memory microsegments series streaming warp",
        "edge.align.kernels": """
            band exact intrinsics recurrence rows strip_loop strips
        """,
    },
    {
        "edge.exchange": """
            errors invitation message_codec messages pairing_messages plain_form quick_reader
            record_faults session_record strict_msgpack
        """,
    },
    {
        "edge.records": """
            anchor_store camera_place_store codec config_fields consent damaged_mcap errors
            file_text former_messages hub_link hub_pairing imu_calibration_store outbox outbox_rows
            outbox_schema patient_copy patient_files patient_lock patient_store patient_words plan
            plan_in_force plan_text planned_exercise plausible privacy recording recording_writer
            reserve schedule screening_metadata session_facts session_history session_metadata
            session_plan tolerance_store uplink_state
        """,
    },
    {
        "edge.repetitions": """
            angle_repetitions detector detector_settings excursion hold reference_course
        """,
        "edge.repetitions.counting": """
            count_settings ends half_movements halves kernels one_set outsiders rests scaled_motion
            search sets shape_kernels template variants walking
        """,
        "edge.repetitions.spotting": """
            excursions execution_types pose_motion recognition reference rest similarity
        """,
        "edge.posture": """
            angle_bins back_contour back_mask body_angles body_track body_view limb_angle limb_marks
            motion_features pose_track side_view spine upright view_check
        """,
        "edge.posture.infant": "errors limb_motion motion_reference preparation quality windows",
    },
    {
        "models": "",
        "models.inference": """
            card catalog errors example fault_localizer frame infant infant_facts low_back
            quiet_runtime siamese
        """,
    },
    {
        "edge.explain": """
            attribution back_deletion completeness control critical errors fault_localizer
            frame_scores low_back map_checks metrics network perturbation pooling refinement
        """,
        "edge.explain.infant": "factors joint_maps perturbation top_joints",
        "edge.avatar": """
            body figure figure_camera figure_shapes figures fit kinematics
            pose_estimator proportions
        """,
        "edge.pose": """
            annotate clip clothing engine errors export faces follower framing loading
            mediapipe_engine opening packed_back picture recorded surroundings survey tasks_engine
            tracker
        """,
    },
    {
        "edge.screening": "errors person_code",
        "edge.screening.infant": "analyses answer errors judgement risk what_if",
        "edge.screening.low_back": """
            answer bends certainty live quality questionnaires rules screening seen usual
        """,
    },
    {"edge.wording": "de drift en language languages screening sentences tolerances"},
    {
        "edge.assessment": """
            comparison compensation cues explanation feedback hold lean mounting place
            reference score segments session_record summary template tolerance tremor
        """,
    },
    {
        "calibration": """
            anchor anchor_recorder arrival_floor camera camera_belief camera_sync clock errors
            gyro_drift imu lag_regression placement placement_recorder placing placing_recorder
            pose_collector respects scatter stand stand_collector standing_still thresholds worn
        """,
    },
    {
        "edge.stages": """
            bend_pose camera_side coach exercise_run good_repetitions motion offline pose rest_guess
            screening tracker warmup window worn_check
        """,
    },
    {
        "edge.simulation": "patient",
        "edge.simulation.body": """
            bends errors frames imu landmark_noise landmarks limb lost_wrist movements patient
            placing poses profiles render render_camera render_kernel render_looks render_truth
            rules session shape shape_table simulate standing trajectory warming watch
        """,
        "edge.simulation.clinic": "charts courses",
        "edge.simulation.infant": "camera classes infants movement noise",
        "edge.simulation.low_back": """
            bayes courses covariates errors films outfit persons phenotypes proms tasks trunk
        """,
    },
    {
        "edge.importers": """
            alignment cells clock_cells clock_repair composition encodings errors format head
            json_text named_table pace plain_table recorded_files registry remark repetition_count
            sample_step sensor_check steady_times stream text_lines text_table units watch_csv
            watch_recording
        """,
        "edge.importers.formats": """
            acti_graph acti_graph_gt3x andro_sensor axivity axivity_cwa bangle empatica gene_activ
            meta_base movella_dot movesense phyphox physics_toolbox polar_sensor_logger sensor_log
            sensor_logger sensor_logger_sensors wit_motion wit_motion_binary xsens_mtw
        """,
        "edge.importers.skeletons": "even_times layouts mediapipe openpose recording table",
    },
    {
        "edge.sources": """
            assembler ble camera camera_bends camera_body camera_device camera_grab camera_health
            camera_poses camera_report camera_stands camera_video capture errors file first_of
            health hid hid_devices inspection link_report qr_code qr_reading scheme schemes
            video_container video_pictures video_times virtual watch
        """,
        "edge.sources.phone": """
            authority certificate delay desk door greeting handshakes motion page pairing place
            source
        """,
        "edge.sources.wifi": """
            intake live_streams pace place scheme sensor_log sensor_log_lines sensor_logger
            sensor_logger_messages source wear_mocap
        """,
        "edge.web": "fair guard serving",
    },
    {
        "edge.web": "chart_base form_page pictures style tables",
    },
    {
        "edge.page": """
            access banner camera code_form connection controls errors footer host_guard live_page
            model notices panel picture_card picture_feed picture_views server session settings
            skeleton views voice words
        """,
        "edge.page.exercise": """
            announcer avatar buttons charts controls counter cue describe earlier explanation_panel
            figure_svg gauge headline letter live_page model moving own_picture phone_card
            phone_drawings picture_card rating retelling review session standing today view_watch
            views
        """,
        "edge.page.bending": "announcer body body_card live_page model session views",
        "edge.film": "canvas errors film frame scene writer",
        "edge.hub": """
            certificate errors one_time own_process passwords place rights secret setting_up
            simulated_clinic
        """,
        "edge.hub.cohort": "parquet questions tables",
        "edge.hub.fhir": """
            bundle checking codes making observations own_rules resources stored_session
        """,
        "edge.hub.dashboard": """
            accounts_page attempts audit_page audit_text door finder forms machine_dialogs
            machines_page monitored_page outline pages put_off reception serving settings
            sockets text_table visit worklist_page worklist_row
        """,
        "edge.hub.dashboard.patient": """
            building course_page header plan_form plan_page records_page rtm_page session_page
            words_page
        """,
        "edge.hub.ingress": """
            addresses callers desk doorkeeper downlink greeting limits member_answers next_key
            pairing_port port record_answers several sockets
        """,
        "edge.hub.migrations": "env",
        "edge.hub.migrations.versions": """
            first_release groups newest_standing one_time_step patients_first sessions_take_along
        """,
        "edge.hub.monitoring": "counts evidence_csv thresholds",
        "edge.hub.worklist": """
            day_bits facts hit rhythm row session_rules state_rules thresholds
        """,
        "edge.hub.planning": "difference draft versions",
        "edge.hub.course": """
            calendar_chart charts days ranges recurring session_chart strip titles told
        """,
        "edge.hub.store": """
            accounts adherence audit backup bulk columns course device_keys downlink_queue engines
            erasure group_tables ingest invites journal known machines members migrating monitoring
            partitions patient_export patient_header patient_view patient_words patients
            people_tables plans record_rows record_tables retention reviews roles schema staff_view
            standings stored_sessions web_sessions words work_tables worklist
        """,
        "edge.report": """
            algorithmic_delay angle_course back_picture errors exercise_done exercise_plots infant
            infant_drawings infant_json infant_movement infant_parts infant_plots latency
            latency_figures low_back page_frame percentile_plot plots repetition_table
            screening_answer screening_result screening_tables session
        """,
    },
    {
        "edge.uplink": """
            conversation dealer errors incoming key_change noting pace pairing rating reached
            sending settling waiting
        """,
    },
    {
        "edge.hub.group": "forwarding forwards",
    },
    {
        "edge.processes": """
            batch bend_networks bend_pose camera coach comparison comparison_networks graph motion
            options page pose recorder screening screening_graph screening_options screening_page
            served_session shared_rows uplink watch
        """,
    },
    {
        "edge.terminal": "output progress",
    },
    {
        "edge.session": """
            bend_film driver errors feedback_row head held_recording kept_pictures live
            live_screening outcome prepared replay running screening_files screening_replay
            served_page simulated_machine watch_silence
        """,
        "edge.doctor": "devices finding hub radio software storage uplink",
    },
    {
        "models.data": """
            actions bends certainty edits evaluation executions fold_scores graded infants judges
            local mask_draw measures placed recorded repeats simulated varied
        """,
        "models.networks": """
            baselines encoder extent fault_localizer low_back randomised resnet siamese
        """,
        "models.networks.infant": "architectures graph merged modules network parts",
        "models.export.infant": "ensemble exactness networks",
        "models.training.infant": """
            asking batches elsewhere ensemble figures fitting paper settings
        """,
        "models.export": """
            arms cards conditional fault_localizer low_back low_back_cards lstm onnx_file snn trace
        """,
        "models.training": """
            bend_cohort command contours errors fault_localizer loop low_back low_back_folds
            low_back_rows low_back_task pairs placed_samples snn tasks
        """,
        "benchmarks": """
            bench_command cluster cohort compare compare_trees distributions errors evaluate_command
            own_process question question_command recordings registry tables timing
        """,
        "benchmarks.avatar": "pose_rate",
        "benchmarks.camera": "camera_cost pose_engine renderer_speed",
        "benchmarks.dtw": """
            arithmetic_bound exact_path first_alignment long_series many_pairs open_end peers
        """,
        "benchmarks.explain": "captum_golden captum_peer explanation_cost missed_change",
        "benchmarks.hub": """
            clinics crowd dashboard_speed drawn_records fastapi_peer flood histories hub_cost
            killed lines load_figures postgres_server posting serving throughput
        """,
        "benchmarks.infant": "from_nothing network_cost torch_peer",
        "benchmarks.low_back": """
            command filming for_networks inputs kept known_cause live_sighting measured
            network_cost network_folds screened_films speed_profiles told_apart torch_peer
        """,
        "benchmarks.lowpass": "filter_cost",
        "benchmarks.networks": "eight_bits network_setting network_speed",
        "benchmarks.page": "browser painted",
        "benchmarks.phone": "relay served_phone streaming",
        "benchmarks.pipeline": "cpu_time message_cost transport_rows",
        "benchmarks.pipeline.transports": "bare ezmsg_peer job ours pipes",
        "benchmarks.session": "feedback_latency scheduled_load simulated_session whole_graph",
        "benchmarks.evaluations": """
            angle_errors avatar_errors clock_errors imports joint_errors recovery simulated_patients
            sync_errors unseen_people video_persons
        """,
        "benchmarks.evaluations.calibration": """
            camera camera_people drift part rendered_stands scattering_people thresholds way_round
            whole worn_people wrist
        """,
        "benchmarks.evaluations.chaos": """
            broken_disk disasters judging leftovers small_disk survival witness wrecker
        """,
        "benchmarks.evaluations.counting": """
            counted_sets drawn_sets edited_sets gym_sets held_out_days
        """,
        "benchmarks.evaluations.decoding": "decoder_vectors file_vectors vector_families",
        "benchmarks.evaluations.explanations": """
            explanation_quality metric_curves metric_table metrics_of_pair repetition_pairs
        """,
        "benchmarks.evaluations.hub": """
            breakable events ingress one_order orders schema_walk sender stored
        """,
        "benchmarks.evaluations.infant": """
            export_exactness kinematics labelled_files labelled_infants law_networks law_risks
            law_rules laws locked_predictions motion_features pair_ranking
        """,
        "benchmarks.evaluations.live": "frames judged live_picture truth",
        "benchmarks.evaluations.localisation": "fault_cases impaired_phases placed_faults",
        "benchmarks.evaluations.low_back": """
            explanations films ladder ladder_figures map_scores network_rungs rendering
            roc_plot tables
        """,
        "benchmarks.evaluations.recordings": "one_recording replays",
        "benchmarks.evaluations.rendered": """
            angle_of_clip error_parts landmark_clips landmark_errors scenes spine_errors
        """,
        "benchmarks.evaluations.uci_pt": "detection_scores people protocol",
    },
    {
        "edge.commands": """
            anchor anchor_plot by_name calibrate calibrate_camera calibrate_input
            calibrate_thresholds calibrate_worn clock_watch count demo demo_result doctor guided
            infant infant_track models patient plan plan_days replay replay_screening report run
            screen screen_live uplink uplink_options uplink_pairing uplink_words video watch
            watch_input
        """,
        "edge.commands.hub": """
            adherence cohort dashboard demo fhir group options pairing patients review rotate_key
            rtm serve setup staff table upkeep worklist
        """,
    },
    {
        "edge": "cli",
    },
)


PURE: Final = (
    "edge.core",
    "edge.exchange",
    "edge.signals",
    "edge.align",
    "edge.posture",
    "edge.repetitions",
    "edge.explain",
    "edge.assessment",
    "edge.avatar",
    "edge.wording",
    "edge.screening",
    "edge.stages",
    "edge.simulation.body",
    "edge.simulation.low_back",
    "edge.simulation.infant",
    *("edge.pose.clothing", "edge.pose.engine", "edge.pose.follower", "edge.pose.picture"),
    "edge.pose.tracker",
)
"""Rooms and modules that know no socket, thread, clock, process or file."""
IMPURE_MODULES: Final = {
    *("socket", "zmq", "asyncio", "select", "ssl"),
    *("threading", "concurrent", "multiprocessing", "subprocess", "signal"),
    *("time", "datetime", "os", "pathlib", "io", "tempfile", "shutil", "mmap"),
    *("edge.bus.clock", "edge.bus.frames"),
}
GENERIC: Final = ("edge.bus", "edge.machine", "edge.trace", "edge.runtime")
"""Know messages, but no patient and no exercise."""
TRAINING: Final = ("models.networks", "models.training", "models.export")
"""Need PyTorch."""
HEAVY: Final = {"torch", "captum", "onnx", "onnxscript"}


@cache
def listed() -> dict[str, int]:
    """Return the line of every module in the table; fails where one stands twice."""
    lines: dict[str, int] = {}
    for number, line in enumerate(LAYERS):
        for room, modules in line.items():
            is_package = (ROOT / room.replace(".", "/") / "__init__.py").is_file()
            own = [room] * (is_package and room not in lines)
            for module in own + [f"{room}.{name}" for name in modules.split()]:
                assert module not in lines, f"{module} stands twice in LAYERS"
                lines[module] = number
    return lines


@cache
def existing() -> dict[str, Path]:
    """Return all modules of the project by name."""
    found = {}
    for path in (path for top in TOP for path in (ROOT / top).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def imports_of(module: str) -> frozenset[str]:
    """Return what a module imports, in functions too: own modules whole, others as written."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(existing()[module].read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in existing() else node.module)
    return frozenset(found)


def own_imports(module: str) -> Iterator[str]:
    """Yield the project's modules that a module imports."""
    return (name for name in imports_of(module) if name in existing())


def inside(module: str, *rooms: str) -> bool:
    """Tell whether a module stands in one of the rooms."""
    return any(module == room or module.startswith(room + ".") for room in rooms)


def of_rooms(*rooms: str) -> list[str]:
    """Return the modules of the rooms that exist; never none."""
    found = [module for module in existing() if inside(module, *rooms)]
    assert found, f"there is nothing in {rooms}"
    return found


def test_every_module_stands_in_the_table_and_every_entry_exists() -> None:
    assert len(existing()) > 100
    assert set(existing()) - set(listed()) == set(), "not in LAYERS"
    assert set(listed()) - set(existing()) == set(), "in LAYERS, but not there"


def test_imports_go_downwards_only() -> None:
    lines = listed()
    upward = {
        (module, name)
        for module in existing()
        for name in own_imports(module)
        if lines[name] > lines[module]
    }
    assert not upward


def test_no_modules_import_each_other_in_a_ring() -> None:
    graph = {module: set(own_imports(module)) - {module} for module in existing()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"a ring of imports: {' > '.join(error.args[1])}")


@pytest.mark.parametrize("module", sorted(m for m in existing() if inside(m, *PURE)))
def test_pure_rooms_know_no_socket_thread_clock_or_file(module: str) -> None:
    touched = {
        name
        for name in imports_of(module)
        if name in IMPURE_MODULES or name.split(".")[0] in IMPURE_MODULES
    }
    assert not touched


def test_the_generic_rooms_build_on_the_core_alone() -> None:
    wrong = {
        (module, name)
        for module in of_rooms(*GENERIC)
        for name in own_imports(module)
        if not inside(name, *GENERIC, "edge.core")
    }
    assert not wrong


def test_the_generic_rooms_know_no_message_of_the_mission() -> None:
    general = {f"edge.core.messages.{name}" for name in ("base", "registry", "status")}
    wrong = {
        (module, name)
        for module in of_rooms(*GENERIC)
        for name in own_imports(module)
        if inside(name, "edge.core.messages") and name not in general
    }
    assert not wrong


def test_the_bridge_to_watches_builds_on_the_core_alone() -> None:
    wrong = {
        (module, name)
        for module in of_rooms("firmware_bridge")
        for name in own_imports(module)
        if not inside(name, "firmware_bridge", "edge.core")
    }
    assert not wrong


def test_the_pipeline_knows_the_networks_at_work_and_no_training() -> None:
    wrong = {
        (module, name)
        for module in of_rooms("edge")
        for name in own_imports(module)
        if inside(name, "models", "benchmarks") and not inside(name, "models.inference")
    }
    assert not wrong


def test_only_training_and_export_know_pytorch() -> None:
    # The peers of benchmarks are other libraries, and say so where they are missing.
    rooms = ("edge", "models", "firmware_bridge", "calibration", "benchmarks.evaluations")
    heavy = {
        (module, name)
        for module in of_rooms(*rooms)
        for name in imports_of(module)
        if name.split(".")[0] in HEAVY and not inside(module, *TRAINING)
    }
    assert not heavy


def test_running_the_pipeline_imports_no_training_code() -> None:
    code = "import edge.cli, sys; print(sorted({'torch', 'models.training'} & set(sys.modules)))"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert run.stdout.strip() == "[]"


def test_nothing_is_loose_in_the_pipeline_but_the_command_line() -> None:
    loose = {path.name for path in (ROOT / "edge").glob("*.py")}
    assert loose == {"__init__.py", "cli.py"}
