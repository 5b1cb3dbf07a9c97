"""The environment names what was measured on, and what differs between two of them."""

from edge.machine.environment import VOLATILE, differences, environment


def test_the_environment_names_machine_and_versions() -> None:
    known = environment()
    assert known["python"].startswith("3.")
    assert known["packages"]["numpy"]
    assert known["usable_threads"] >= 1
    assert known["memory_mb"] > 100
    assert all(isinstance(sentence, str) for sentence in known["absent"])
    for name in ("governor", "power_mode"):
        assert (known[name] is None) == (f"{name}: not told" in known["absent"])


def test_a_machine_does_not_differ_from_itself() -> None:
    assert differences(environment(), environment()) == {}


def test_differences_are_found_in_depth_and_what_always_differs_is_not() -> None:
    one = environment()
    other = {**one, **dict.fromkeys(VOLATILE, 7), "governor": "powersave"}
    other["packages"] = {**one["packages"], "numpy": "0.1"}
    assert differences(one, other) == {
        "governor": (one["governor"], "powersave"),
        "packages.numpy": (one["packages"]["numpy"], "0.1"),
    }
