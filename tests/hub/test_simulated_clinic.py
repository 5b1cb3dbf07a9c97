"""The patients of a simulated clinic are in the hub as if their machines had sent every session."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from edge.hub.simulated_clinic import fill_clinic
from edge.hub.store.engines import Store
from edge.hub.store.people_tables import patient
from edge.hub.store.record_tables import receipt, session
from edge.hub.store.worklist import worklist
from edge.simulation.clinic.charts import simulated_charts
from edge.simulation.clinic.courses import COURSES
from tests.hub.people import KEYS, a_clinic

LAST = date(2026, 11, 29)


def test_equal_seeds_give_equal_charts_and_courses_come_in_their_proportion() -> None:
    charts = list(simulated_charts(10, seed=3, last=LAST, days=10))
    assert charts == list(simulated_charts(10, seed=3, last=LAST, days=10))
    assert charts != list(simulated_charts(10, seed=4, last=LAST, days=10))
    counts = Counter(chart.course.name for chart in charts)
    assert counts[COURSES[0].name] == 3
    assert all(record.simulated for chart in charts for record in chart.sessions)
    assert all(chart.plan.from_toml(chart.plan.to_toml()) == chart.plan for chart in charts)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_simulated_clinic_has_its_sessions_and_a_worklist_and_is_marked(store: Store) -> None:
    with store.writing() as connection:
        a_clinic(connection)
    charts = list(simulated_charts(38, seed=3, last=LAST, days=21))
    fill_clinic(store, KEYS, charts)
    sent = sum(len(chart.sessions) for chart in charts)
    with store.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(receipt)).scalar() == sent
        marked = sa.select(sa.func.count()).where(session.c.simulated)
        assert connection.execute(marked).scalar() == sent
        assert set(connection.execute(sa.select(patient.c.simulated)).scalars()) == {True}
    rows = worklist(store, datetime(2026, 11, 29, 20, tzinfo=UTC))
    rules = {hit.rule for row in rows for hit in row.hits}
    assert {"pain_high", "beyond_limit", "stopped_for_pain", "absent", "same_finding"} <= rules
