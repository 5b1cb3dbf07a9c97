"""Questions that a group asks of a cohort's tables, ready to be asked."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyQuestion:
    """A question with its name.

    Attributes:
        words: what it asks.
        sql: in DuckDB's SQL.
    """

    words: str
    sql: str


QUESTIONS: Final[dict[str, ReadyQuestion]] = {
    "adherence": ReadyQuestion(
        words="Planned days that were done, by patient, over the weeks that are over.",
        sql="""
            SELECT patient, count(*) AS weeks, sum(planned) AS planned, sum(done) AS done,
                sum(kept) AS kept, round(sum(kept) / nullif(sum(planned), 0), 3) AS share,
                bool_or(simulated) AS simulated
            FROM week GROUP BY patient ORDER BY share NULLS LAST, patient
        """,
    ),
    "rom-gain": ReadyQuestion(
        words="Degrees of range gained in a week, by exercise and side: median and quartiles over "
        "patients with sessions on at least three days.",
        sql="""
            WITH slope AS (
                SELECT patient, name, side,
                    regr_slope(mean_rom_deg, date_diff('day', DATE '2000-01-01', local_day) / 7.0)
                        AS gain
                FROM exercise WHERE mean_rom_deg IS NOT NULL GROUP BY patient, name, side
                HAVING count(DISTINCT local_day) >= 3)
            SELECT name AS exercise, side, count(*) AS patients,
                round(median(gain), 2) AS gain_deg_week,
                round(quantile_cont(gain, 0.25), 2) AS quartile_1,
                round(quantile_cont(gain, 0.75), 2) AS quartile_3
            FROM slope GROUP BY name, side ORDER BY name, side
        """,
    ),
    "findings": ReadyQuestion(
        words="What recurs: by exercise, way and micro-segment, in how many patients and in what "
        "share of the sessions with that exercise.",
        sql="""
            WITH total AS (
                SELECT name, side, count(DISTINCT session_id) AS sessions
                FROM exercise GROUP BY name, side)
            SELECT f.name AS exercise, f.side, f.way, f.segment,
                count(DISTINCT f.patient) AS patients,
                count(DISTINCT f.session_id) AS sessions,
                round(count(DISTINCT f.session_id) / any_value(t.sessions), 3) AS of_sessions,
                round(avg(f.share), 3) AS of_repetitions
            FROM finding AS f JOIN total AS t ON t.name = f.name AND t.side = f.side
            GROUP BY f.name, f.side, f.way, f.segment
            ORDER BY patients DESC, sessions DESC, exercise, f.side, f.way, f.segment
        """,
    ),
    "pain": ReadyQuestion(
        words="Pain by month and exercise: how many ratings, their mean, how many of 7 or more.",
        sql="""
            SELECT month, name AS exercise, count(pain) AS ratings, round(avg(pain), 2) AS mean,
                count(*) FILTER (pain >= 7) AS seven_or_more
            FROM exercise GROUP BY month, name HAVING count(pain) > 0 ORDER BY month, name
        """,
    ),
    "stopped": ReadyQuestion(
        words="Why exercises ended, by exercise.",
        sql="""
            SELECT name AS exercise, ended_because, count(*) AS times,
                round(count(*) / sum(count(*)) OVER (PARTITION BY name), 3) AS share
            FROM exercise GROUP BY name, ended_because ORDER BY name, times DESC, ended_because
        """,
    ),
}
"""By name."""
