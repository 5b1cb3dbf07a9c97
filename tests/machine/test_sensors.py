"""Sensors are read from the files in which a laptop, a Jetson, and a bare machine keep them."""

from pathlib import Path

from edge.machine.sensors import Sensors


def put(root: Path, **files: str) -> None:
    for name, text in files.items():
        path = root / name.replace("__", "/").replace("_colon_", ":")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n")


def tegrastats(folder: Path) -> str:
    """Return a program that says one thing and goes on living."""
    program = folder / "tegrastats"
    program.write_text(
        "#!/bin/sh\necho 'GR3D_FREQ 7%@[611] CPU@41C VDD_IN 5500mW/5400mW'\nexec sleep 60\n"
    )
    program.chmod(0o755)
    return str(program)


def test_a_jetson_tells_its_rails_and_which_part_is_switched_off(tmp_path: Path) -> None:
    chip = "class__hwmon__hwmon3__"
    put(
        tmp_path,
        class__thermal__thermal_zone0__type="CPU-therm",
        class__thermal__thermal_zone0__temp="46500",
        class__thermal__thermal_zone1__type="GPU-therm",
        class__thermal__thermal_zone1__temp="-256000",
        **{f"{chip}name": "ina3221", f"{chip}in1_label": "VDD_IN"},
        **{f"{chip}in1_input": "5000", f"{chip}curr1_input": "1200"},
    )
    with Sensors(tmp_path, tegrastats(tmp_path)) as sensors:
        reading = sensors.read()
    assert reading.temperature_c == {"CPU-therm": 46.5}
    assert reading.power_w == {"VDD_IN": 6.0}
    assert reading.load_percent == {"GPU": 7}
    assert sensors.absent == ()


def test_a_jetson_whose_kernel_shows_nothing_is_read_by_its_program(tmp_path: Path) -> None:
    with Sensors(tmp_path, tegrastats(tmp_path)) as sensors:
        reading = sensors.read()
    assert reading.temperature_c == {"CPU": 41}
    assert reading.power_w == {"VDD_IN": 5.5}
    assert sensors.absent == ()


def test_a_laptop_tells_energy_and_power_is_its_increase(tmp_path: Path) -> None:
    put(
        tmp_path,
        class__hwmon__hwmon0__name="coretemp",
        class__hwmon__hwmon0__temp1_input="61000",
        class__hwmon__hwmon0__temp1_label="Package id 0",
    )
    energy = tmp_path / "class/powercap/intel-rapl:0/energy_uj"
    energy.parent.mkdir(parents=True)
    energy.write_text("1000000")
    (energy.parent / "name").write_text("package-0\n")
    sensors = Sensors(tmp_path)
    energy.write_text("3000000")
    reading = sensors.read()
    assert reading.temperature_c == {"coretemp Package id 0": 61.0}
    assert reading.power_w["package-0"] > 0
    energy.write_text("5")
    assert sensors.read().power_w == {}, "the counter began anew"


def test_a_bare_machine_says_what_it_does_not_tell(tmp_path: Path) -> None:
    sensors = Sensors(tmp_path)
    assert sensors.read().temperature_c == {}
    assert sensors.read().power_w == {}
    absent = [sentence.partition(":")[0] for sentence in sensors.absent]
    assert absent == ["temperature", "power", "GPU load"]


def test_energy_that_only_root_may_read_is_said_to_be_so(tmp_path: Path) -> None:
    energy = tmp_path / "class/powercap/intel-rapl:0/energy_uj"
    energy.mkdir(parents=True)  # a folder cannot be read either, not even by root
    assert "only root" in Sensors(tmp_path).absent[1]
