from benchmarks.cohort import map_people


def test_every_person_is_worked_on_once_and_the_order_is_kept() -> None:
    steps: list[tuple[int, int | None]] = []
    people = [-3, 1, -2, 5, 0, -9, 4]
    found = map_people(abs, people, workers=2, progress=lambda *step: steps.append(step))
    assert found == [3, 1, 2, 5, 0, 9, 4]
    assert steps == [(done, 7) for done in range(1, 8)]


def test_nobody_is_nothing() -> None:
    assert map_people(abs, [], workers=1) == []
