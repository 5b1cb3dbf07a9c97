"""The pose benchmark times every setting in a process of its own."""

from io import StringIO

from rich.console import Console

from benchmarks.camera.pose_engine import run, table


def test_every_setting_is_timed_and_what_is_missing_is_named() -> None:
    result = run(frames=4, passes=(1,))
    assert result["simulated"]
    for row in result["pose"]:
        assert row["frames"] == 4
        assert row["found"] == 1.0
        assert 0 < row["p50"] <= row["p95"]
    assert "CPUExecutionProvider" in result["providers"]
    assert not set(result["providers"]) & set(result["absent"])
    text = StringIO()
    table(result, Console(file=text, width=120))
    assert "BlazePose" in text.getvalue()
