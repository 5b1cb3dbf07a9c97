"""Lines as each JetPack writes them, and a program that writes some."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.machine.reading import Reading
from edge.machine.tegrastats import Tegrastats, parse

NANO_JETPACK_4 = (
    "RAM 1903/3964MB (lfb 3x2MB) SWAP 12/1982MB (cached 1MB) IRAM 0/252kB(lfb 252kB) "
    "CPU [15%@1224,4%@1224,off,off] EMC_FREQ 2%@1600 GR3D_FREQ 12%@76 APE 25 PLL@37C CPU@40.5C "
    "PMIC@100C GPU@41C AO@45C thermal@40.25C POM_5V_IN 2500/2400 POM_5V_GPU 0/0 POM_5V_CPU 366/406"
)
TX2_JETPACK_4 = (
    "RAM 2010/7858MB (lfb 4x4MB) CPU [1%@345,off,off,0%@345] EMC_FREQ 0% GR3D_FREQ 3% PLL@31C "
    "VDD_SYS_GPU 152/152 VDD_IN 2104/2150"
)
XAVIER_NX_JETPACK_5 = (
    "07-09-2024 13:31:31 RAM 3168/6851MB (lfb 2x4MB) SWAP 161/3426MB (cached 0MB) "
    "CPU [23%@1397,17%@1192,off,off] EMC_FREQ 2%@204 GR3D_FREQ 45%@[114] VIC_FREQ 115 APE 150 "
    "AUX@45C CPU@46.5C GPU@-256C VDD_IN 4123mW/4100mW VDD_CPU_GPU_CV 650mW/670mW"
)
AGX_ORIN_JETPACK_6 = (
    "05-09-2026 18:42:06 RAM 18207/62841MB (lfb 466x4MB) SWAP 86/31420MB (cached 0MB) "
    "CPU [14%@2188,5%@2112] EMC_FREQ 3%@2133 GR3D_FREQ 0%@[0,0] NVENC 79%@166 NVDEC off VIC "
    "36%@115 PVA0_FREQ off APE 174 cpu@52.562C soc2@48.437C tj@52.562C gpu@-256C "
    "VDD_GPU_SOC 2412mW/2412mW VIN_SYS_5V0 4707mW/4707mW NC 0mW/0mW"
)


@pytest.mark.parametrize(
    ("line", "temperature_c", "power_w", "gpu"),
    [
        (
            NANO_JETPACK_4,
            {"PLL": 37, "CPU": 40.5, "PMIC": 100, "GPU": 41, "AO": 45, "thermal": 40.25},
            {"POM_5V_IN": 2.5, "POM_5V_GPU": 0, "POM_5V_CPU": 0.366},
            12,
        ),
        (TX2_JETPACK_4, {"PLL": 31}, {"VDD_SYS_GPU": 0.152, "VDD_IN": 2.104}, 3),
        (
            XAVIER_NX_JETPACK_5,
            {"AUX": 45, "CPU": 46.5},
            {"VDD_IN": 4.123, "VDD_CPU_GPU_CV": 0.65},
            45,
        ),
        (
            AGX_ORIN_JETPACK_6,
            {"cpu": 52.562, "soc2": 48.437, "tj": 52.562},
            {"VDD_GPU_SOC": 2.412, "VIN_SYS_5V0": 4.707},
            0,
        ),
    ],
)
def test_a_line_of_each_jetpack_is_understood(
    line: str, temperature_c: dict[str, float], power_w: dict[str, float], gpu: float
) -> None:
    reading = parse(line)
    assert reading.temperature_c == temperature_c
    assert reading.power_w == power_w
    assert reading.load_percent == {"GPU": gpu}


names = st.from_regex(r"V[A-Z0-9_]{1,12}", fullmatch=True)
milliwatts = st.integers(0, 100_000)
degrees = st.integers(-200_000, 150_000).map(lambda value: value / 1000)


@given(
    rails=st.dictionaries(names, milliwatts, max_size=4),
    zones=st.dictionaries(names.map(str.lower), degrees, max_size=4),
    load=st.none() | st.integers(0, 100),
    unit=st.sampled_from(["", "mW"]),
)
def test_what_is_written_is_read(
    rails: dict[str, int], zones: dict[str, float], load: int | None, unit: str
) -> None:
    words = ["RAM 1/2MB (lfb 1x4MB)", "CPU [1%@345,off]", "EMC_FREQ 3%@2133"]
    words += [] if load is None else [f"GR3D_FREQ {load}%@[611]"]
    words += [f"{name}@{value:.10g}C" for name, value in zones.items()]
    words += [f"{name} {now}{unit}/{now + 1}{unit}" for name, now in rails.items()]
    reading = parse(" ".join(words))
    assert reading.power_w == {name: now / 1e3 for name, now in rails.items()}
    assert reading.temperature_c == pytest.approx(zones)
    assert reading.load_percent == ({} if load is None else {"GPU": load})


@given(st.text())
def test_any_line_is_survived(line: str) -> None:
    parse(line)


@pytest.fixture
def jetson(tmp_path: Path) -> Iterator[Tegrastats]:
    """A Jetson's program that says two things at once, and goes on living."""
    program = tmp_path / "tegrastats"
    two_lines = f"{NANO_JETPACK_4}\n{XAVIER_NX_JETPACK_5}\n"
    program.write_text(
        f"#!{sys.executable}\nimport os, time\n"
        f"os.write(1, {two_lines.encode()!r})\ntime.sleep(60)\n"
    )
    program.chmod(0o755)
    found = Tegrastats(str(program))
    yield found
    found.close()


def test_the_latest_line_counts_and_is_kept(jetson: Tegrastats) -> None:
    for _ in range(20):  # a loaded machine starts the program late
        jetson.wait()
        if jetson.read() != Reading():
            break
    assert jetson.read().power_w["VDD_IN"] == 4.123
    assert jetson.read().load_percent == {"GPU": 45}


def test_a_machine_without_it_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    bare = Tegrastats()
    bare.wait()
    assert bare.read() == Reading()
    bare.close()


def test_a_program_that_ends_at_once_is_not_waited_for() -> None:
    broken = Tegrastats("/bin/false")
    broken.wait()
    assert broken.read() == Reading()
    broken.close()
