"""English."""

from typing import Final

from edge.wording.language import Language, Plural

LANGUAGE: Final = Language(
    code="en",
    name="English",
    decimal_mark=".",
    percent="%",
    sentences={
        # The one cue after a repetition.
        "cue.over_range": "{nearer}: {degrees:.0f}° beyond your limit of {limit:.0f}°",
        "cue.leaning": "{lean}",
        "cue.leaning_seen": "{lean}: it leaned about {degrees:.0f}°",
        "cue.bent_elbow": "Keep your elbow straight: it was bent by about {degrees:.0f}°",
        "cue.shrug": "Keep your shoulder down, away from your ear",
        "cue.low_range": "{farther} {place}: {degrees:.0f}° below your reference",
        "cue.short_hold": Plural(
            one="Hold the end for {n:g} second: you held {held:.1f} s",
            other="Hold the end for {n:g} seconds: you held {held:.1f} s",
        ),
        "cue.too_fast": "Slow down {place}",
        "cue.too_slow": "Move a little faster {place}",
        "cue.shaky": "Move more steadily {place}",
        "cue.turned": "Turn your {pointer} {way} at the start, as in your reference",
        "cue.praise": "Well done: {degrees:.0f}°, as in your reference",
        "cue.no_gyroscope": "This repetition counts; your watch has no gyroscope to judge it by",
        "cue.interrupted": "This repetition counts, but the watch's signal was interrupted",
        "cue.worn_turned": (
            "Your watch is the other way round than for your reference: put it on as before, or go"
            " on, and it is compared turned"
        ),
        "cue.worn_inside": (
            "Your watch is on the other side of the {limb} than for your reference: put it on as"
            " before, or go on, and it is compared turned"
        ),
        "cue.worn_turned_inside": (
            "Your watch is the other way round and on the other side of the {limb} than for your"
            " reference: put it on as before, or go on, and it is compared turned"
        ),
        "cue.worn_other_wrist": (
            "Your watch moves as on your other {limb}, and so it cannot be compared with your"
            " reference: put it on as before"
        ),
        "cue.worn_unclear": (
            "Your watch is not worn as for your reference, but on the other {limb}, the other way"
            " round or on the other side: put it on as before"
        ),
        "limb.wrist": "wrist",
        "limb.shank": "leg",
        "cue.foreign": "This repetition counts, but it could not be compared with your reference",
        # Where in the movement: the one way in which every sentence names a place.
        "place.whole": "{way}",
        "place.both": "while {outward} and {returning}",
        "place.beginning": "{way}, at the beginning",
        "place.middle": "{way}, at about the middle",
        "place.end": "{way}, towards the end",
        "way.inward": "inward",
        "way.outward": "outward",
        # Where a repetition departs from the reference.
        "departure.uneven": ("Your {part} moves less evenly than in your reference {place}"),
        "departure.beyond": ("Your {part} is {degrees:.0f}° beyond your reference {place}"),
        "departure.short": ("Your {part} is {degrees:.0f}° short of your reference {place}"),
        "departure.faster": ("Your {part} moves faster than in your reference {place}"),
        "departure.slower": ("Your {part} moves slower than in your reference {place}"),
        "departure.course": ("Your {part} takes another course than in your reference {place}"),
        "segment.above": "{degrees:.0f}° above",
        "segment.below": "{degrees:.0f}° below",
        "segment.fast": "{times:.1f} times as fast",
        "segment.slow": "{times:.1f} times as slow",
        "segment.course": "a different course",
        "segment.axis": "{axis} ({share:.0%})",
        "segment.whole": (
            "{start:.0%} to {end:.0%} of the movement: {how}; "
            "{share:.0%} of the whole difference, most of it in {first} and {second}"
        ),
        "axis.acceleration": "acceleration {axis}",
        "axis.turning": "turning {axis}",
        # The summary of an exercise.
        "summary.nothing": (
            "No repetition was found. Check that the watch sits on the side that moves."
        ),
        "summary.done": Plural(
            one="You did {done:.0f} of {n:.0f} repetition",
            other="You did {done:.0f} of {n:.0f} repetitions",
        ),
        "summary.not_compared": ("{done}, but none could be compared with your reference."),
        "summary.compared": "{done}, and {good} like your reference.",
        "good.all": Plural(one="it was", other="all of them were"),
        "good.none": Plural(one="it was not yet", other="none of them was"),
        "good.some": Plural(one="{n:.0f} of them was", other="{n:.0f} of them were"),
        "range.same": "Your range was {rom:.0f}° on average, as in your reference.",
        "range.above": (
            "Your range was {rom:.0f}° on average, {degrees:.0f}° above your reference."
        ),
        "range.below": (
            "Your range was {rom:.0f}° on average, {degrees:.0f}° below your reference."
        ),
        "summary.held": "You held the end long enough in {held:.0f} of {judged:.0f}.",
        "advice.over_range": "Next time, stay within your limit.",
        "advice.bent_elbow": "Next time, keep your elbow straight.",
        "advice.shrug": "Next time, keep your shoulder down.",
        "advice.leaning": "Next time, keep your trunk upright.",
        "advice.low_range": "Next time, go as far as in your reference, if it does not hurt.",
        "advice.short_hold": "Next time, hold the end for longer.",
        "advice.too_fast": "Next time, take more time.",
        "advice.too_slow": "Next time, move a little more briskly.",
        "advice.shaky": "Next time, move more smoothly.",
        "advice.turned": "Next time, start in the position of your reference.",
        # What to do now: a headline and the sentence that explains it.
        "now.swap": "Put the watch on your {place}",
        "now.ready": "Ready?",
        "now.paused": "Paused",
        "now.ending": "Finished",
        "now.review": "How was it?",
        "now.done": "Session finished",
        "now.stopped": "The session has ended",
        "now.leaving": "End the session now?",
        "now.rest": "Rest for {seconds:.0f} s",
        "now.waiting": "Get ready",
        "now.calibrating": "Hold still",
        "now.still": "Go",
        "now.keep_going": "Keep going",
        "explained.swap": (
            "The next exercise is measured there. Wear it as for your reference, then press the "
            "button."
        ),
        "explained.ready": "Press Start and let your {part} rest until you read “Go”.",
        "explained.paused": "Nothing is counted until you resume.",
        "explained.ending": "Your summary is being prepared.",
        "explained.review": "Your answers become part of your report.",
        "explained.done": "You can close this page.",
        "explained.stopped": (
            "The program was ended. What was recorded is kept; you can close this page."
        ),
        "explained.done_early": Plural(
            one="You can close this page. {n:.0f} exercise was not finished.",
            other="You can close this page. {n:.0f} exercises were not finished.",
        ),
        "explained.leaving": Plural(
            one="{n:.0f} exercise is not finished yet.",
            other="{n:.0f} exercises are not finished yet.",
        ),
        "explained.rest": "Go on earlier if you feel ready.",
        "explained.waiting": "Waiting for the first signals of the watch.",
        "explained.calibrating": "Let your {part} rest for about three seconds.",
        "explained.hold": "Stay where you are until the count is over.",
        "explained.moving": "Up to the marker of your reference, and back.",
        "explained.still": "{title}, at your own pace.",
        # The exercise at hand, the angle and the count.
        "task.position": "Exercise {number:.0f} of {count:.0f}",
        "task.place": "{position}, {side}",
        "place.left_wrist": "left wrist",
        "place.right_wrist": "right wrist",
        "place.left_shank": "left lower leg",
        "place.right_shank": "right lower leg",
        "side.left": "left side",
        "side.right": "right side",
        "task.one_set": Plural(
            one="{n:.0f} repetition, to {degrees:.0f}°",
            other="{n:.0f} repetitions, to {degrees:.0f}°",
        ),
        "task.sets": Plural(
            one="{sets:.0f} × {n:.0f} repetition, to {degrees:.0f}°",
            other="{sets:.0f} × {n:.0f} repetitions, to {degrees:.0f}°",
        ),
        "task.hold": "{dose}, hold for {seconds:g} s",
        "angle.card": "Angle of your movement",
        "angle.over": "Beyond your limit of {limit:.0f}°: come back",
        "angle.same": "With your reference",
        "angle.above": "{degrees:.0f}° above your reference",
        "angle.below": "{degrees:.0f}° below your reference",
        "angle.goal": "Target",
        "angle.reach": "Reference",
        "angle.target": "target {degrees:.0f}°",
        "angle.limit": "limit {degrees:.0f}°",
        "angle.camera": "Measured by the camera",
        "hold.left": "Hold: {seconds:.0f} s",
        "hold.done": "Held: come back",
        "count.card": "Repetitions",
        "count.of": "of {count:.0f}",
        "count.set": "Set {number:.0f} of {count:.0f}",
        "count.mark": "{number:.0f}: {mark}",
        "count.mark_title": "Repetition {number:.0f}: {mark}",
        "mark.good": "as in your reference",
        "mark.cue": "with a cue",
        "mark.unjudged": "counted",
        "mark.open": "to do",
        # The day of the session by the plan, and what waits for the therapist.
        "today.today": "Today is a day for your exercises.",
        "today.done_today": "Today's exercises are done already.",
        "today.not_today": "No exercises are planned for today; the next day is {day}.",
        "today.rest": "No exercises are planned for today.",
        "today.early": "Your plan begins on {day}.",
        "today.over": "Your plan ended on {day}. Please ask your therapist for the next one.",
        "uplink.consent": (
            "After each session a record of it is sent, encrypted, to the computer of your "
            "therapist's practice: which exercises you did and when, how often and how far you "
            "moved, what you were told about it, your answers on pain and effort, and what you "
            "write to your therapist. No picture and no signal of the watch is sent. Your "
            "therapist can send you plans and messages. "
            "You can take this agreement back at any time; then nothing more is sent. What was "
            "sent before, your practice erases when you ask for it."
        ),
        "uplink.agreed": "Thank you. From now on your therapist is told of each session.",
        "uplink.withdrawn": "From now on nothing more is sent.",
        "uplink.message": "Your therapist writes: {text}",
        "uplink.waiting": Plural(
            one="{n:.0f} session waits to be sent to your therapist since {since}.",
            other="{n:.0f} sessions wait to be sent to your therapist since {since}.",
        ),
        # The therapist's worklist.
        "hub.rule.pain_high": "Pain {pain:.0f} of 10 in the newest session that tells it",
        "hub.rule.pain_risen": "Pain {pain:.0f} of 10, up from {before:g} before",
        "hub.rule.pain_some": "Pain {pain:.0f} of 10, a little more than {before:g} before",
        "hub.rule.beyond_limit": Plural(
            one="{n:.0f} repetition beyond the limit, by {degrees:.0f}° ({exercise})",
            other="{n:.0f} repetitions beyond the limit, by up to {degrees:.0f}° ({exercise})",
        ),
        "hub.rule.stopped_for_pain": "Stopped for pain ({exercise})",
        "hub.rule.pain_message": "Unread message about pain",
        "hub.rule.copied_machine": (
            "Two machines send with one key: both are paused. Revoke it and invite anew"
        ),
        "hub.rule.conflict": "A record contradicts one that is stored; it was kept apart",
        "hub.rule.absent": Plural(
            one="No session for {n:.0f} day, more than the plan allows",
            other="No session for {n:.0f} days, more than the plan allows",
        ),
        "hub.rule.range_falls": (
            "Range at {share:.0%} of the target and falling over {n:.0f} sessions ({exercise})"
        ),
        "hub.rule.same_finding": "{words}: in each of the last {n:.0f} sessions ({exercise})",
        "hub.rule.plan_refused": "The patient's machine refused the plan: {reason}",
        "hub.rule.plan_waits": Plural(
            one="The new plan has waited for {n:.0f} hour to be accepted",
            other="The new plan has waited for {n:.0f} hours to be accepted",
        ),
        "hub.rule.machine_unseen": Plural(
            one="The patient's machine has not reported for {n:.0f} day",
            other="The patient's machine has not reported for {n:.0f} days",
        ),
        "hub.rule.clock_wrong": Plural(
            one="The clock of the patient's machine is wrong by {n:.0f} minute",
            other="The clock of the patient's machine is wrong by {n:.0f} minutes",
        ),
        "hub.rule.not_paired": "Invited, but no machine is paired yet",
        "hub.rule.ended": "The treatment has ended",
        "hub.rule.nothing_new": "Nothing new",
        # The course of one patient, as charts and as tables.
        "hub.yes": "yes",
        "hub.no": "no",
        "hub.course.part": "{exercise}, {side}",
        "hub.course.when": "When",
        "hub.course.mean": "Mean range",
        "hub.course.within": "Range in the session",
        "hub.course.from_to": "{least} to {most}",
        "hub.course.target": "Target",
        "hub.course.limit": "Limit",
        "hub.course.beyond": "Repetitions beyond the limit",
        "hub.course.range_caption": "Range of motion by session: {exercise}",
        "hub.course.pain": "Pain",
        "hub.course.effort": "Effort",
        "hub.course.stopped": "Stopped for pain",
        "hub.course.rating_caption": "Pain and effort by session, 0 to 10",
        "hub.course.version": "Version {n:.0f}",
        "hub.course.day_planned": "Planned",
        "hub.course.day_due": "Still to come",
        "hub.course.day_done": "Session on a planned day",
        "hub.course.day_extra": "Session on another day",
        "hub.course.week": "Week from",
        "hub.course.wanted": "Planned",
        "hub.course.done": "Done",
        "hub.course.days_done": "Days with a session",
        "hub.course.days_missed": "Planned days without one",
        "hub.course.calendar_caption": "Planned and done days by week",
        "hub.course.repetition": "Repetition",
        "hub.course.range": "Range of motion",
        "hub.course.stability": "Stability",
        "hub.course.tempo": "Duration",
        "hub.course.similarity": "Similarity",
        "hub.course.cue": "Cue",
        "hub.course.repetitions_caption": "Each repetition: {exercise}",
        "hub.course.place_outward": "on the way out, from {start} to {end} of the movement",
        "hub.course.place_returning": "on the way back, from {start} to {end} of the movement",
        "hub.course.strip": "{exercise}: {place}",
        "hub.course.found_in": Plural(
            one=("In {found:.0f} of {n:.0f} session, in {share} of the repetitions of the newest"),
            other=(
                "In {found:.0f} of {n:.0f} sessions, in {share} of the repetitions of the newest"
            ),
        ),
        "hub.course.trend_more_often": "more often than before",
        "hub.course.trend_same": "as often as before",
        "hub.course.trend_rarer": "rarer than before",
        "hub.course.day": "{weekday} {day}",
        "hub.language.en": "English",
        "hub.language.de": "German",
        "hub.weekday.mon": "Mon",
        "hub.weekday.tue": "Tue",
        "hub.weekday.wed": "Wed",
        "hub.weekday.thu": "Thu",
        "hub.weekday.fri": "Fri",
        "hub.weekday.sat": "Sat",
        "hub.weekday.sun": "Sun",
        "hub.page.overview": "Patient {code}",
        "hub.page.plan": "Plan of {code}",
        "hub.page.words": "Messages and notes of {code}",
        "hub.page.rtm": "Remote monitoring of {code}",
        "hub.page.records": "Records of {code}",
        "hub.page.session": "Session of {code}",
        "hub.tab.menu": "Pages of this patient",
        "hub.tab.patient": "Course",
        "hub.tab.plan": "Plan",
        "hub.tab.message": "Messages and notes",
        "hub.tab.rtm": "Remote monitoring",
        "hub.tab.export": "Records",
        "hub.as_table": "{caption}, as a table",
        "hub.simulated": "Simulated: these are nobody's records.",
        "hub.why": "Why to look",
        "hub.since": "since {day}",
        "hub.put_off": "Put off until {day}: {words} ({reason})",
        "hub.fact.plan": "Plan in force",
        "hub.fact.newest": "Newest version",
        "hub.fact.machine": "Machine",
        "hub.fact.consent": "Consent",
        "hub.fact.last": "Last session",
        "hub.fact.week": "This week",
        "hub.fact.unread": "Unread messages",
        "hub.fact.none": "none",
        "hub.fact.no_machine": "none is paired",
        "hub.fact.no_consent": "not noted here; the patient's machine sends nothing without one",
        "hub.fact.never": "never",
        "hub.fact.of_week": "{done:.0f} of {planned:.0f} planned",
        "hub.fact.seen": "{label}: {state}, reported {seen}",
        "hub.machine.pending": "waits to be confirmed",
        "hub.machine.active": "may send",
        "hub.machine.paused": "paused",
        "hub.machine.revoked": "revoked",
        "hub.plan.named": "version {version} of {day}, by {author}",
        "hub.plan.unnamed": "version {version} of {day}",
        "hub.plan.state.waiting": "waits for the patient's machine",
        "hub.plan.state.sent": "sent, not answered yet",
        "hub.plan.state.accepted": "accepted: in force",
        "hub.plan.state.refused": "refused",
        "hub.plan.state.superseded": "replaced by a later one",
        "hub.plan.refused_why": "refused: {reason}",
        "hub.course.title_range": "Range of motion",
        "hub.course.explain_range": (
            "Point: mean of a session. Bar: from its smallest to its largest "
            "repetition. Triangle: beyond the limit. Dashed line: target. Solid "
            "line: limit. Upright line: another plan."
        ),
        "hub.course.title_calendar": "Days",
        "hub.course.explain_calendar": (
            "Outlined: planned by name. Filled: with a session. Ring: a session on "
            "another day than the planned ones. Dashed: still to come."
        ),
        "hub.course.kept": "{share} of the planned days of the weeks that are over were kept.",
        "hub.course.title_recurring": "What recurs",
        "hub.course.nothing_recurs": "Nothing recurs in the newest sessions.",
        "hub.course.title_rating": "Pain and effort",
        "hub.course.explain_rating": (
            "The worst answer of each session. Triangle: the patient stopped for pain."
        ),
        "hub.course.title_sessions": "Sessions",
        "hub.course.no_sessions": "No session has come yet.",
        "hub.course.sessions_caption": "Sessions, the newest first",
        "hub.course.only_newest": Plural(
            one="Only the newest {n:.0f} session is shown.",
            other="Only the newest {n:.0f} sessions are shown.",
        ),
        "hub.course.minutes": "Minutes",
        "hub.course.exercises": "Exercises",
        "hub.course.repetitions": "Repetitions",
        "hub.course.done_of": "{done:.0f} of {prescribed:.0f}",
        "hub.course.correct": "Correct",
        "hub.course.ended": "Ended",
        "hub.course.clock": "Clock",
        "hub.course.plan": "Plan",
        "hub.ended.done": "all done",
        "hub.ended.pain": "pain",
        "hub.ended.fatigue": "fatigue",
        "hub.ended.other": "other",
        "hub.ended.cut": "cut off",
        "hub.clock.good": "right",
        "hub.clock.suspect": "wrong: the time of arrival is shown",
        "hub.clock.confirmed": "wrong, confirmed",
        "hub.course.open": "Open",
        "hub.course.open_of": "Open the session of {when}",
        "hub.session.watch": "Watch",
        "hub.session.software": "Software",
        "hub.session.revision": "Revision",
        "hub.session.arrived": "Arrived",
        "hub.session.most": "Largest range",
        "hub.session.cues": "Cues",
        "hub.session.found": "In {share} of the compared repetitions",
        "hub.session.explain": (
            "Bar: a repetition. Outlined: beyond the limit. Dashed: target. Solid: limit."
        ),
        "hub.session.left_out": "The record has no figures of single repetitions.",
        "dash.unknown_session": "There is no such session of this patient",
        "hub.words.messages": "Messages",
        "hub.words.notes": "Notes of the staff",
        "hub.words.notes_explained": "The patient never sees these.",
        "hub.words.write_message": "Message to the patient",
        "hub.words.write_note": "New note",
        "hub.words.send_message": "Send",
        "hub.words.send_note": "Keep",
        "hub.words.mark_read": "Mark as read",
        "hub.words.no_messages": "There are no messages.",
        "hub.words.patient": "Patient",
        "hub.words.somebody": "an account that is gone",
        "hub.words.who_when": "{who}, {when}",
        "hub.words.waiting": "Waits for the patient's machine",
        "hub.words.sent": "Sent, not answered yet",
        "hub.words.received": "On the patient's machine",
        "hub.words.refused": "The patient's machine refused it",
        "hub.words.unread": "Unread",
        "hub.words.read_at": "Read on {when}",
        "hub.words.about_pain": "About pain",
        "hub.plan.versions": "Versions",
        "hub.plan.versions_caption": "Versions of the plan, the newest first",
        "hub.plan.no_versions": "No plan was sent from here yet.",
        "hub.plan.head_version": "Version",
        "hub.plan.head_made": "Written",
        "hub.plan.head_author": "By",
        "hub.plan.head_state": "State",
        "hub.plan.head_answered": "Answered",
        "hub.plan.head_where": "Where",
        "hub.plan.head_field": "What",
        "hub.plan.head_before": "Before",
        "hub.plan.head_after": "After",
        "hub.plan.next": "Version {version}, to be written",
        "hub.plan.explained": (
            "What is sent is never changed: another plan is another version. The "
            "plan in force stays so until the patient's machine accepts the new "
            "one."
        ),
        "hub.plan.from_text": "Read a plan's text (TOML)",
        "hub.plan.text": "Text of a plan",
        "hub.plan.read_text": "Read into the form",
        "hub.plan.difference": "What changes",
        "hub.plan.difference_caption": "Against the plan in force",
        "hub.plan.no_difference": "Nothing differs from the plan in force.",
        "hub.plan.wrong": Plural(
            one="{n:.0f} field is still to be mended.",
            other="{n:.0f} fields are still to be mended.",
        ),
        "hub.plan.send": "Send to the patient",
        "hub.plan.add": "Add an exercise",
        "hub.plan.exercise": "Exercise {number:.0f}",
        "hub.plan.up": "Up",
        "hub.plan.down": "Down",
        "hub.plan.remove": "Remove",
        "hub.plan.up_of": "Move exercise {number:.0f} up",
        "hub.plan.down_of": "Move exercise {number:.0f} down",
        "hub.plan.remove_of": "Remove exercise {number:.0f}",
        "hub.plan.part_plan": "The plan",
        "hub.plan.part_schedule": "When",
        "hub.plan.part_speech": "Speech",
        "hub.plan.part_camera": "Camera",
        "hub.plan.part_store": "What is kept",
        "hub.plan.part_hub": "This hub",
        "hub.plan.whole_exercise": "Exercise",
        "hub.plan.whole_order": "Order",
        "hub.plan.whole_field": "Field",
        "hub.plan.summary": "{sets:.0f} × {repetitions:.0f}, target {target}",
        "hub.rtm.explained": (
            "Days and minutes are counted, with what they count towards. Whether "
            "anything can be claimed is for the clinic to find out: the codes need "
            "a medical device, and this program is none."
        ),
        "hub.rtm.review": "Time on this patient's records",
        "hub.rtm.not_counted": (
            "Only the time between start and stop counts, not that of an open page."
        ),
        "hub.rtm.start": "Start",
        "hub.rtm.stop": "Stop",
        "hub.rtm.since": "Under way since {when}",
        "hub.rtm.contact": "We spoke with each other, live",
        "hub.rtm.days": "Days",
        "hub.rtm.from": "First day of the windows",
        "hub.rtm.count": "Count",
        "hub.rtm.windows": "Windows of 30 days, the newest first",
        "hub.rtm.consent": "Consent: {when}",
        "hub.rtm.minutes": "Minutes and contacts",
        "hub.rtm.months": "Calendar months, the newest first",
        "hub.rtm.evidence": "Evidence",
        "hub.rtm.sessions": "Sessions, the newest first",
        "hub.rtm.csv": "Evidence as CSV",
        "hub.rtm.head_first": "First day",
        "hub.rtm.head_last": "Last day",
        "hub.rtm.head_days": "Days that count",
        "hub.rtm.head_arrival": "The same by arrival",
        "hub.rtm.head_towards": "Counts towards",
        "hub.rtm.head_month": "Month",
        "hub.rtm.head_minutes": "Minutes",
        "hub.rtm.head_contacts": "Live contacts",
        "hub.rtm.head_day": "Day",
        "hub.rtm.head_arrival_day": "Day of arrival",
        "hub.rtm.head_repetitions": "Repetitions",
        "hub.rtm.head_clock": "Clock",
        "hub.rtm.head_machine": "Machine",
        "hub.rtm.head_simulated": "Simulated",
        "hub.rtm.head_counts": "Counts",
        "hub.records.take": "All records of this patient",
        "hub.records.explained": (
            "One ZIP file with every row as JSON and CSV, each session as FHIR, and who "
            "looked at it."
        ),
        "hub.records.plain": "It is not encrypted: keep it where nobody else reads it.",
        "hub.records.zip": "Download the ZIP file",
        "hub.records.looked": "Who looked",
        "hub.records.rows": "The audit of this patient, the newest first",
        "hub.page.monitored": "Remote monitoring",
        "hub.rtm.nobody": "There are no patients yet.",
        "hub.rtm.no_days": "No day counts so far.",
        "hub.rtm.no_minutes": "No review was stopped so far.",
        "hub.rtm.no_sessions": "No session has arrived so far.",
        "hub.rtm.list_help": (
            "Days are those of the last 30, and minutes those of this calendar month. The page of "
            "a patient counts windows from a day that you choose."
        ),
        "hub.rtm.list_patient": "Patient",
        "hub.rtm.list_days": "Days of 30 that count",
        "hub.rtm.list_minutes": "Minutes this month",
        "hub.rtm.list_contacts": "Live contacts",
        "hub.rtm.list_towards": "Counts towards",
        "hub.rtm.code_days": "device supply, {least:.0f} to {most:.0f} days ({code})",
        "hub.rtm.code_minutes": "management, {least:.0f} minutes ({code})",
        "hub.rtm.code_times": "{n:.0f} × {what}",
        "hub.rtm.simulated": "nothing: simulated",
        "hub.rtm.open_of": "Counts of {code}",
        "hub.to_machines": "Invite, let in or keep out machines",
        "hub.course.all": "Show all {n:.0f} sessions",
        # The therapist's pages: the door in front of them.
        "door.title": "Sign in",
        "door.name": "Name",
        "door.password": "Password",
        "door.code": "Code of six digits, if you have an app for it",
        "door.no_code_yet": (
            "This account needs codes: an administrator makes them by "
            "'physio hub staff one-time' on the hub's machine"
        ),
        "door.password_title": "Choose another password",
        "door.password_help": "You are signed out after it, wherever you are signed in.",
        "door.old_password": "Password until now",
        "door.new_password": "New password, at least {least:.0f} signs",
        "door.new_again": "The new one again",
        "door.not_the_same": "The new password was not typed the same twice",
        "door.sign_in": "Sign in",
        "door.wrong": "Name, password or code is wrong",
        "door.wait": Plural(
            one="Too many tries: wait {n:.0f} minute, then try again",
            other="Too many tries: wait {n:.0f} minutes, then try again",
        ),
        "door.busy": "Many people sign in just now: try again in a moment",
        "door.old_form": "This form was too old: try again",
        # What stands on each of them.
        "dash.product": "Physio Hub",
        "dash.skip": "To the content",
        "dash.menu": "Pages",
        "dash.sign_out": "Sign out",
        "dash.footer": (
            "This program is not a medical device. It shows where to look, and judges nobody."
        ),
        "dash.zone": (
            "Times are those of the clinic ({zone}); a session's time is that of its patient."
        ),
        "dash.denied": "Your role may not open this page",
        "dash.unknown_patient": "There is no such patient among yours",
        "dash.nothing_here": "There is no page here that your role may open yet",
        "dash.first_page": "To the first page",
        "dash.role.admin": "administrator",
        "dash.role.therapist": "therapist",
        "dash.role.assistant": "assistant",
        "dash.role.billing": "billing",
        "dash.role.auditor": "auditor",
        "dash.none": "–",
        "dash.simulated": "simulated",
        "dash.state.invited": "Invited, but no machine is paired yet",
        "dash.state.active": "In treatment",
        "dash.state.ended": "The treatment has ended",
        # The worklist.
        "dash.worklist": "Worklist",
        "dash.patient": "Patient {code}",
        "dash.patients": Plural(
            one="{shown:.0f} of {n:.0f} patient", other="{shown:.0f} of {n:.0f} patients"
        ),
        "dash.find": "Find a patient",
        "dash.refresh": "Refresh",
        "dash.more": "Show more",
        "dash.cancel": "Cancel",
        "dash.close": "Close",
        "dash.as_of": "As of {time}",
        "dash.severity_count.red": "Red: {n:.0f}",
        "dash.severity_count.amber": "Amber: {n:.0f}",
        "dash.severity_count.grey": "Grey: {n:.0f}",
        "dash.put_off": "Put off",
        "dash.put_off_one": "Put off: {code}, {why}",
        "dash.put_off_until": "put off until {day}: {why}",
        "dash.until": "Until",
        "dash.why": "Why it may wait",
        "dash.no_day": "Choose the day on which it is to show again",
        "dash.no_reason": "Say why it may wait",
        # Patients' machines.
        "dash.machines": "Machines",
        "dash.machines_help": (
            "Invite a patient's machine, compare the four words with the patient, and let it in. "
            "What a machine sent stays when it is kept out."
        ),
        "dash.machines_head.patient": "Patient",
        "dash.machines_head.state": "Treatment",
        "dash.machines_head.machine": "Machine",
        "dash.machines_head.do": "What to do",
        "dash.machine.pending": "waits for its four words to be compared",
        "dash.machine.active": "may send",
        "dash.machine.paused": "paused, since two machines have its key",
        "dash.seen": "seen {time}",
        "dash.invited_until": "Invited until {time}",
        "dash.invite": "Invite",
        "dash.invite_title": "Invite a machine of {code}",
        "dash.invite_help": (
            "An earlier invitation that no machine has used becomes void. Is the patient here?"
        ),
        "dash.invite_near": "Here: for 60 minutes",
        "dash.invite_remote": "Elsewhere: for 7 days",
        "dash.invite_once": (
            "This is shown once, for one machine. Give it to the patient and to nobody else."
        ),
        "dash.invite_qr": "The invitation as a QR code",
        "dash.invite_text": "The invitation as a text",
        "dash.confirm": "Compare words",
        "dash.confirm_title": "Let the machine of {code} in",
        "dash.confirm_help": (
            "Let the patient read out the four words that {machine} shows. If they are others, "
            "somebody else used the invitation: cancel, keep the machine out and invite anew."
        ),
        "dash.confirm_same": "The words are the same: let it in",
        "dash.none_waits": "No machine of {code} waits any more",
        "dash.revoke": "Keep out",
        "dash.revoke_title": "Keep the machines of {code} out",
        "dash.revoke_help": (
            "From the next message on they can send no more, and invitations are void. What they "
            "sent stays; what they have not sent yet stays with them."
        ),
        "dash.head.severity": "Severity",
        "dash.head.patient": "Patient",
        "dash.head.reason": "Reason",
        "dash.head.last": "Last session",
        "dash.head.week": "Done / planned this week",
        "dash.head.pain": "Pain",
        "dash.head.range": "Range of target",
        "dash.head.rtm": "Days for RTM",
        "dash.head.unread": "Unread",
        "dash.severity.red": "Red",
        "dash.severity.amber": "Amber",
        "dash.severity.grey": "Grey",
        "dash.trend.rises": "rising",
        "dash.trend.falls": "falling",
        "dash.trend.same": "unchanged",
        # Accounts of the staff.
        "dash.accounts": "Accounts",
        "dash.accounts_of": Plural(one="{n:.0f} account", other="{n:.0f} accounts"),
        "dash.accounts_head.name": "Name",
        "dash.accounts_head.role": "Role",
        "dash.accounts_head.state": "State",
        "dash.accounts_head.codes": "Codes",
        "dash.accounts_head.do": "What to do",
        "dash.account.active": "can sign in",
        "dash.account.disabled": "shut",
        "dash.account.codes": "signs in with codes",
        "dash.account.no_codes": "without",
        "dash.account_new": "A new account",
        "dash.account_add": "Add",
        "dash.account_password": "New password",
        "dash.account_one_time": "New codes",
        "dash.account_disable": "Shut",
        "dash.account_enable": "Open again",
        "dash.account_scan": (
            "Scan this with an app for one-time codes. It is shown once; earlier codes are void."
        ),
        "dash.account_password_once": (
            "The password, shown once: hand it over, to be changed after the first sign-in."
        ),
        # The audit.
        "dash.audit": "Audit",
        "dash.audit_whole": Plural(
            one="The chain is whole: {n:.0f} row", other="The chain is whole: {n:.0f} rows"
        ),
        "dash.audit_broken": "Row {number} was changed or is missing",
        "dash.audit_check": "Check the chain",
        "dash.audit_checking": "Checking …",
        "dash.audit_newest": Plural(
            one="{shown:.0f} of {n:.0f} row, the newest first",
            other="{shown:.0f} of {n:.0f} rows, the newest first",
        ),
        "dash.audit_head.number": "Number",
        "dash.audit_head.at": "When",
        "dash.audit_head.actor": "Who",
        "dash.audit_head.action": "What",
        "dash.audit_head.detail": "More",
        "dash.audit_head.subject": "Patient, as a number",
        "dash.did.sign_in": "signed in",
        "dash.did.view": "looked",
        "dash.did.export": "exported",
        "dash.did.plan": "sent a plan",
        "dash.did.message": "wrote",
        "dash.did.invite": "invited a machine",
        "dash.did.pair": "let a machine in",
        "dash.did.revoke": "kept machines out",
        "dash.did.erase": "erased a patient",
        "dash.did.role": "changed an account",
        "dash.did.init": "made the hub",
        "dash.did.backup": "made a backup",
        "dash.did.restore": "restored a backup",
        "dash.did.upgrade": "upgraded the hub",
        "dash.did.expire": "removed what was due",
        "dash.did.refused": "refused something",
        "dash.did.snooze": "put something off",
        "dash.did.review": "timed a review",
        "dash.did.rotate": "changed a key",
        "dash.did.note": "wrote a note",
        "dash.did.consent": "noted an agreement",
        # Figures of patient and reference.
        "figures.card": "You and your reference",
        "figures.you": "You",
        "figures.reference": "Reference",
        "figures.own_reference": "Your reference",
        "figures.marked": "Violet: where your last repetition departed most",
        "figures.assumed": "{view}. Taken for granted, as a watch cannot tell: {assumed}.",
        # The cue, and what is told aloud.
        "voice.card": "Your cue",
        "voice.none_yet": "Your cue appears here after each repetition",
        "voice.switch": "Read aloud",
        "voice.missing": "Nothing can be heard: this browser has no English voice of its own.",
        "voice.blocked": "Nothing can be heard yet: press a key, or touch this page once.",
        "said.set_end": "Set {number:.0f} of {count:.0f} is done",
        # The buttons.
        "button.group": "Actions",
        "button.worn": "The watch is on",
        "button.start": "Start",
        "button.pause": "Pause",
        "button.resume": "Resume",
        "button.end": "End exercise",
        "button.continue": "Save and go on",
        "button.skip": "Go on without the summary",
        "button.save_finish": "Save and finish",
        "button.leave": "End session",
        "button.save_leave": "Save and end session",
        "button.stay": "No, go on",
        "button.really_finish": "Yes, end the session",
        "key.space": "Space",
        "key.yes": "Y",
        # The connection to the watch, and what the patient can do about it.
        "link.none": "Waiting for the watch",
        "link.scanning": "Looking for the watch",
        "link.connecting": "Connecting to the watch",
        "link.streaming": "Watch connected",
        "link.late": "Watch connected; it sends only every {seconds:.1f} s, so all comes late",
        "link.lost": "Watch out of reach, trying again",
        "link.ended": "The watch has stopped sending",
        "help.scanning": "Switch the watch on and keep it near this device.",
        "help.connecting": "Keep the watch near this device.",
        "help.streaming": "",
        "help.lost": "Come closer to this device. What was recorded is kept.",
        "help.ended": "Switch the watch on again, or end the session.",
        # The radio cannot be used until somebody does something.
        "trouble.no_service": "This device has no Bluetooth service",
        "trouble.no_answer": "Bluetooth does not answer",
        "trouble.no_adapter": "This device has no Bluetooth",
        "trouble.powered_off": "Bluetooth is switched off",
        "trouble.denied": "Bluetooth is not allowed here",
        "trouble.input_denied": "This game controller may not be read here",
        "trouble.busy": "Bluetooth is busy",
        "trouble.wrong_device": "This is not a watch that can be read",
        "trouble.app_silent": "Nothing comes from the app on your watch or phone",
        "trouble.no_address": "This device is not in the network in which the watch sends",
        "trouble.port_taken": "Another program listens where the watch sends to",
        "trouble_help.no_service": "Ask for help: Bluetooth has to be installed and started.",
        "trouble_help.no_answer": "Switch Bluetooth off and on, or restart this device.",
        "trouble_help.no_adapter": (
            "Plug in a Bluetooth adapter; the session then goes on by itself."
        ),
        "trouble_help.powered_off": "Switch Bluetooth on; the session then goes on by itself.",
        "trouble_help.denied": "Ask for help: this program must be allowed to use Bluetooth.",
        "trouble_help.input_denied": (
            "Ask for help: this program must be allowed to read game controllers."
        ),
        "trouble_help.busy": "Close other programs that search for devices.",
        "trouble_help.wrong_device": "Ask for help: another device was named in its place.",
        # A phone is the watch: what keeps it from sending, and what to do about that.
        "trouble.phone_waiting": "Waiting for the phone",
        "trouble.phone_certificate": "The phone does not accept the page yet",
        "trouble.phone_socket": "The phone opens the page, but not its connection",
        "trouble.phone_old_code": "The phone showed a code that is no longer good",
        "trouble.phone_opened": "The phone has opened the page",
        "trouble.phone_denied": "The phone does not give its motion",
        "trouble.phone_no_sensor": "This phone measures no motion",
        "trouble.phone_hidden": "The page on the phone is not seen",
        "trouble.phone_lost": "The phone is not heard, trying again",
        "trouble.phone_moved": "This device has another address in the network now",
        "trouble_help.phone_waiting": "Scan the code with the phone's camera.",
        "trouble_help.phone_certificate": (
            "The phone warns of a page that it does not know. The steps beside the code lead on."
        ),
        "trouble_help.phone_socket": (
            "Install the certificate that the page on the phone offers, then load the page again."
        ),
        "trouble_help.phone_old_code": "Scan the code that is shown here now.",
        "trouble_help.phone_opened": "Tap Start on the phone, then put it into the arm band.",
        "trouble_help.phone_denied": "Scan the code again on the phone, and tap Allow there.",
        "trouble_help.phone_no_sensor": "Open the page on another phone.",
        "trouble_help.phone_hidden": (
            "Unlock the phone and bring its page back to the front. What was recorded is kept."
        ),
        "trouble_help.phone_lost": (
            "Is the phone in the same Wi-Fi, and its page open? What was recorded is kept."
        ),
        "trouble_help.phone_moved": "Join the same network again, or start the session anew.",
        # How a phone becomes the watch, on the patient's page.
        "phone.title": "Your phone as the watch",
        "phone.code": "The code for the phone's camera",
        "phone.step.scan": "Scan the code with the phone's camera, and open the address.",
        "phone.android": "Android",
        "phone.iphone": "iPhone",
        "phone.android.1": "“Your connection is not private”: tap Advanced.",
        "phone.android.2": "Tap Proceed.",
        "phone.iphone.1": "“This Connection Is Not Private”: tap Show Details.",
        "phone.iphone.2": "Tap “visit this website”, and confirm.",
        "phone.start": "Tap Start, allow the motion, and put the phone into the arm band.",
        "phone.why": (
            "The phone warns because no company vouches for this device. The address under the "
            "code must be the one that the phone shows. The phone sends to this device alone."
        ),
        "phone.untried": "Tried in a browser with simulated motion, not yet on a real phone.",
        # The page on the phone itself.
        "phone_page.title": "Your phone as the watch",
        "phone_page.start": "Start",
        "phone_page.state.opening": "Connecting …",
        "phone_page.state.ready": "Connected",
        "phone_page.state.starting": "Waiting for the first measurement …",
        "phone_page.state.streaming": "Sending your movement",
        "phone_page.state.lost": "Connection lost, trying again …",
        "phone_page.state.socket": "The connection is not accepted",
        "phone_page.state.unknown": "This code was used already",
        "phone_page.state.replaced": "The page is open a second time",
        "phone_page.state.denied": "The phone does not give its motion to this page",
        "phone_page.state.no_sensor": "This device measures no motion",
        "phone_page.state.insecure": "This page was not opened securely",
        "phone_page.state.ended": "The session is over",
        "phone_page.help.opening": "The phone must be in the same Wi-Fi as the computer.",
        "phone_page.help.ready": "Tap Start. If the phone asks whether it may, allow it.",
        "phone_page.help.starting": "This takes a moment.",
        "phone_page.help.streaming": (
            "Put the phone into the arm band. Leave this page open and the screen on."
        ),
        "phone_page.help.lost": "Is the phone in the same Wi-Fi as the computer?",
        "phone_page.help.socket": (
            "The phone shows this page, but refuses the connection that the movement goes over."
        ),
        "phone_page.help.unknown": (
            "Another phone has used it, or it is an old one: scan the code that the computer "
            "shows now."
        ),
        "phone_page.help.replaced": "It goes on in the other window. This one can be closed.",
        "phone_page.help.denied": (
            "Tap the sign beside the address, permit the motion sensors, and load the page again."
        ),
        "phone_page.help.denied_apple": (
            "Close this page in all windows, scan the code again, and tap Allow."
        ),
        "phone_page.help.no_sensor": "Scan the code with a phone that can be worn on the arm.",
        "phone_page.help.insecure": (
            "Scan the code again: its address begins with https. Phones give motion to no other."
        ),
        "phone_page.help.ended": "You can take the phone off and close this page.",
        "phone_page.install": "Let the phone trust the computer",
        "phone_page.install_help": (
            "The certificate vouches for addresses in your own network only. It can be removed "
            "again in the phone's settings."
        ),
        "phone_page.install_link": "Load the certificate",
        "phone_page.install_apple.1": "Settings, General, VPN & Device Management: install it.",
        "phone_page.install_apple.2": (
            "Settings, General, About, Certificate Trust Settings: switch it on."
        ),
        "phone_page.install_apple.3": "Come back to this page and load it again.",
        "phone_page.install_android.1": (
            "Settings, Security, Encryption & credentials, Install a certificate: CA certificate."
        ),
        "phone_page.install_android.2": "Choose the file that was loaded.",
        "phone_page.install_android.3": "Come back to this page and load it again.",
        "phone_page.rate": "Measurements a second",
        "phone_page.delay": "Delay",
        "phone_page.note.no_wake_lock": (
            "This browser cannot keep the screen on: set the phone so that it does not lock."
        ),
        "phone_page.note.was_hidden": (
            "The page was not seen for {seconds:.0f} s; nothing was sent meanwhile."
        ),
        "trouble_help.app_silent": (
            "Open the app there and let it send. Both devices must be in the same Wi-Fi."
        ),
        "trouble_help.no_address": "Join the Wi-Fi as usual; the session then goes on by itself.",
        "trouble_help.port_taken": "Ask for help: the other program has to be closed.",
        # The camera.
        "camera.opening": "Opening the camera",
        "camera.streaming": "Camera connected",
        "camera.covered": "Camera covered",
        "camera.frozen": "Camera stands still",
        "camera.lost": "Camera lost",
        "camera.ended": "Camera ended",
        "camera_help.opening": "The camera is being opened.",
        "camera_help.streaming": "",
        "camera_help.covered": "The camera sees nothing: uncover it, or switch on the light.",
        "camera_help.frozen": (
            "The camera's picture stands still: unplug it and plug it in again."
        ),
        "camera_help.lost": (
            "The camera does not answer: plug it in again; it is tried every second."
        ),
        "camera_help.ended": "The recording is over.",
        "camera_help.silent": "The camera sends no picture at the moment.",
        "camera_in_part": (
            "From the front the camera can judge this exercise only once the watch has shown it "
            "how: begin with the watch on."
        ),
        "camera_place.far": (
            "Place {number:.0f} of {wanted:.0f}: stand upright facing the camera, as far away as "
            "the room allows, all of you in the picture."
        ),
        "camera_place.aside": (
            "Place {number:.0f} of {wanted:.0f}: go one step to the side, left or right, face the "
            "camera and stand still."
        ),
        "camera_place.near": (
            "Place {number:.0f} of {wanted:.0f}: come one or two steps nearer and stand still, "
            "still all of you in the picture."
        ),
        "camera_place.middle": (
            "Place {number:.0f} of {wanted:.0f}: go to the picture's middle, as near as now, and "
            "stand still."
        ),
        "camera_place.across": (
            "Place {number:.0f} of {wanted:.0f}: go one step to the other side, face the camera "
            "and stand still."
        ),
        "camera_place.elsewhere": (
            "Place {number:.0f} of {wanted:.0f}: stand still at any other place, all of you in the "
            "picture."
        ),
        "camera_place.hold": "Stand still …",
        "camera_place.done": "Done",
        "view_distance": ("This camera sees all of you from {near:.1f} to {far:.1f} m away."),
        "view_help.moved": (
            "The camera does not stand where it stood when it was calibrated, or somebody else is "
            "in the picture: put it back, or calibrate it again."
        ),
        "view_help.shape": (
            "The camera's picture has another shape than when it was calibrated: calibrate it "
            "again."
        ),
        "view_help.light": "Too little of you can be seen: switch on the light.",
        "view_help.head": "Step back, or raise the camera, until the whole head is seen.",
        "view_help.feet": "Step back, or lower the camera, until both feet are seen.",
        "view_help.edge": "You stand at the picture's edge: step to its middle.",
        "view_help.far": "You are too far away: come nearer.",
        "view_help.rolled": "The camera stands aslant: set it straight.",
        "view_help.front": "Face the camera.",
        "view_help.side": "Stand sideways to the camera.",
        "presence.followed": "Camera sees you",
        "presence.nobody": "Nobody in view",
        "presence.other": "Somebody else in view",
        "presence_help.followed": "",
        "presence_help.nobody": "Nobody is in view: stand so that the camera sees all of you.",
        "presence_help.other": "Please let only one person stand in the picture.",
        "picture.card": "Your own picture",
        "picture.alt": "You, as the camera sees you",
        "picture.switch": "My picture",
        "picture.barred": ("Your picture is not sent over a network without encryption (no TLS)."),
        # What must be known before all else.
        "notice.simulated": "SIMULATED PATIENT",
        "notice.open_network": (
            "Open to your home network without encryption (no TLS): others in it could read "
            "along. No picture is shown."
        ),
        "notice.encrypted_network": "Open to your home network, encrypted.",
        "notice.silent": "{name} does not answer at the moment. Please hold still.",
        "notice.restarting": "{name} is being restarted. Please hold still for a moment.",
        "notice.held_off": "{name} keeps stopping and is tried again every few seconds: {words}",
        "notice.failed": (
            "{name} stopped five times within a minute and is given up; the session goes on "
            "without it: {words}"
        ),
        "recording.full": (
            "The disk is full: since {time} nothing is kept there. Please free some space; what "
            "you have done since then waits in memory and is kept as soon as there is room."
        ),
        "recording.read_only": (
            "The disk may not be written to: since {time} nothing is kept there. What you have "
            "done since then waits in memory until it may."
        ),
        "recording.failed": (
            "The disk does not take the recording: since {time} nothing is kept there. What you "
            "have done since then waits in memory and is tried again every two seconds."
        ),
        "recording.removed": (
            "The folder of this session had been removed; all of the recording is there again."
        ),
        "silence.ends": (
            "The watch is silent. Once it has been for {minutes:.3g} minutes the session ends by "
            "itself, and what you did is kept."
        ),
        "silence.ended": (
            "The watch was silent for {minutes:.3g} minutes, so the session has ended. What you "
            "did is kept."
        ),
        "restarted.watch": "{name} was restarted; your repetitions so far are kept.",
        "restarted.other": "{name} was restarted; nothing recorded was lost.",
        "process.watch": "The connection to the watch",
        "process.camera": "The camera",
        "process.pose": "The camera's pose estimate",
        "process.motion": "The movement tracker",
        "process.coach": "The coach",
        "process.recorder": "The recorder",
        "process.screening": "The screening",
        "process.page": "This page",
        "process.uplink": "The link to the therapist",
        "process.other": "The part called {name}",
        # Panels below the fold.
        "panel.why": "Why? The signals of your last repetition",
        "panel.earlier": "Earlier sessions",
        "panel.diagnostics": "Connection and processes",
        "why.empty": "The signals appear after the first repetition.",
        "why.matters": "Where it matters: the darker, the more",
        "why.figures": (
            "Repetition {number:.0f}: similarity {similarity:.0%}, "
            "range {rom:.0f}° ({difference:+.0f}°), "
            "{tempo:.1f} s ({ratio:.2f} × the reference's time)"
        ),
        "aspect.overall": "Overall",
        "aspect.range_of_motion": "Range of motion",
        "aspect.stability": "Stability",
        "judge.network": "Scored by the comparing network, explained by its gradients.",
        "judge.alignment": (
            "Scored by alignment with your reference alone: there is no network to ask."
        ),
        "earlier.first": "This is the first session of this exercise.",
        "earlier.simulated": "Sessions marked “simulated” were not of a person.",
        "earlier.day": "Day",
        "earlier.done": "Done",
        "earlier.range": "Range",
        "earlier.similarity": "Similarity",
        "earlier.pain": "Pain",
        "earlier.effort": "Effort",
        "earlier.count": "{done:.0f} of {prescribed:.0f}",
        "value.simulated": "{name} (simulated)",
        "value.degrees": "{value:.0f}°",
        "value.percent": "{value:.0%}",
        "value.hertz": "{value:.1f} Hz",
        "value.loss": "{value:.1f} %",
        "value.ms": "{value:.0f} ms",
        "value.fine_ms": "{value:.1f} ms",
        "value.bias": "{value:.2f} ± {within:.2f}°/s",
        "value.heading_known": "±{value:.0f}° (95 %), without a magnetometer",
        "value.heading_lost": "±{value:.0f}° (95 %): the plane of the movement is no longer known",
        "value.ppm": "{value:.1f} ppm",
        "value.seconds": "{seconds:.0f} s",
        "value.minutes": "{minutes:.0f} min {seconds:.0f} s",
        "value.unknown": "not known yet",
        "fact.device": "Device",
        "fact.rate": "Rate",
        "fact.lost": "Lost in the last 10 s",
        "fact.packets": "Packets unreadable, doubled, late",
        "fact.gathers": "The device itself gathers samples for",
        "fact.delay": "The measurement arrives here after",
        "fact.clock_restarts": "Clock restarts",
        "fact.offset": "Clock offset",
        "fact.drift": "Clock drift",
        "fact.gyro_bias": "Gyroscope at rest (x, y, z)",
        "fact.heading": "Heading",
        "fact.tolerances": "Tolerances (95 %)",
        "fact.camera": "Camera",
        "fact.pictures": "Pictures",
        "fact.left_out": "Pictures left out",
        "fact.camera_offset": "Camera after watch",
        "fact.source": "Live angle from the",
        "sensor.watch": "watch",
        "sensor.camera": "camera",
        "stages.process": "Process",
        "stages.state": "State",
        "stages.restarts": "Restarts",
        "stages.dropped": "Dropped",
        "stages.queue": "Queue",
        "state.starting": "starting",
        "state.running": "running",
        "state.silent": "does not answer",
        "state.restarting": "restarting",
        "state.held_off": "waiting",
        "state.stopped": "stopped",
        "state.failed": "given up",
        # The end of an exercise.
        "review.card": "Your summary",
        "review.questions": "Your answers",
        "review.keys": "The keys 0 to 9 answer too; 1 and 0 is ten.",
        "review.pain": "Pain during the exercise",
        "review.no_pain": "none",
        "review.most_pain": "worst imaginable",
        "review.effort": "Effort",
        "review.no_effort": "none at all",
        "review.most_effort": "all I have",
        "review.stopped": "Why did you stop early?",
        "letter.title": "Write to your therapist",
        "letter.pain": "It is about pain",
        "letter.when": (
            "Sent with the session. Nobody reads it at once: in an emergency call for help."
        ),
        "letter.kept": "Your message is kept and will be sent.",
        "letter.failed": "Your message could not be kept; press once more to go on without it.",
        "stopped.pain": "Because of pain",
        "stopped.fatigue": "Too tired",
        "stopped.other": "Another reason",
        "review.repetitions": "Repetitions",
        "review.good": "As in your reference",
        "review.held": "Held long enough",
        "review.duration": "Duration",
        "review.legend": "Filled: as in your reference. Outlined: with a cue.",
        "chart.repetition": "Repetition",
        "chart.range": "Range of motion",
        "chart.similarity": "Similarity",
        "chart.target": "target",
        "chart.reference": "reference",
        "chart.axis": "{axis}, {unit}",
        "page.footer": "Exercise aid, not a medical device",
        "program.lost": "Connection lost",
        "program_help.lost": "One moment: it is tried again.",
        "program.gone": "The program no longer answers",
        "program_help.gone": "What was recorded is kept. If it was stopped, start it again.",
        "page.language": "Language",
        "code.title": "Enter the code",
        "code.help": (
            "It stands in the window in which the program was started. Each code lets one browser "
            "in."
        ),
        "code.foreign_name": "This page does not answer to that name.",
        "code.open": "Open the page",
        "code.by_address": (
            "This page opens only with its whole address, key included, which the program showed "
            "when the session began."
        ),
        "code.wrong": "That is not the code.",
        "code.wait": "Too many tries: wait {seconds:.0f} s.",
        # Film and report.
        "film.simulated": "S I M U L A T E D   P A T I E N T",
        "film.repetition": "Repetition {number:.0f}, {side}",
        "film.departed": "Violet: where it departed most",
        "film.along": "Along the reference",
        "film.lean": "The lean is as the coach reckons it.",
        "report.title": "Exercise session of {patient}, {date}",
        "report.heading": "Exercise session of {patient}",
        "report.simulated": "Simulated patient: none of these figures is of a person.",
        "report.exercise": "Exercise",
        "report.side": "Side",
        "report.prescribed": "Prescribed",
        "report.done": "Done",
        "report.good": "Like the reference",
        "report.range": "Range",
        "report.reference": "Reference",
        "report.target": "Target",
        "report.limit": "Limit",
        "report.pain": "Pain",
        "report.effort": "Effort",
        "report.left": "left",
        "report.right": "right",
        "report.not_done": "not done",
        "report.hold": "{dose}, hold {seconds:g} s",
        "report.held": "{done:.0f} ({held:.0f} held)",
        "report.not_finished": "The exercise was not finished.",
        "report.recorded": "Reference: {when}.",
        "report.tolerances": "Tolerances (95 % interval): {words}.",
        "tolerance.usual": "the usual ones",
        "tolerance.learnt": "from {count:.0f} good repetitions: {limits}",
        "tolerance.planned": "range {limit:.0f}° short (prescribed)",
        "tolerance.range": "range {limit:.1f}° short ({low:.1f}° to {high:.1f}°)",
        "tolerance.lean": "lean {limit:.1f}° ({low:.1f}° to {high:.1f}°)",
        "tolerance.fast": "{limit:.2f} times as fast ({low:.2f} to {high:.2f})",
        "tolerance.slow": "{limit:.2f} times as slow ({low:.2f} to {high:.2f})",
        "tolerance.jerk": "{limit:.1f} times the jerk ({low:.1f} to {high:.1f})",
        "tolerance.tremor": "{limit:.1f} times the tremor ({low:.1f} to {high:.1f})",
        "tolerance.departure": "places {limit:.1f} times as far off ({low:.1f} to {high:.1f})",
        "tolerance.turn": "turned by {limit:.0f}° ({low:.0f}° to {high:.0f}°)",
        "report.said": "Repetitions: {counts}.",
        "kind.not_compared": "not compared",
        "report.counted": "{n:.0f} {kind}",
        "report.summary": Plural(
            one="{done:.0f} of {n:.0f} prescribed repetition done, {good:.0f} like the reference.",
            other=(
                "{done:.0f} of {n:.0f} prescribed repetitions done, {good:.0f} like the reference."
            ),
        ),
        "report.spread": (
            "Range {mean:.0f}° on average, from {low:.0f}° to {high:.0f}°; reference "
            "{reference:.0f}°, target {target:.0f}°."
        ),
        "report.number": "No.",
        "report.difference": "Against the reference",
        "report.duration": "Duration",
        "report.steadiness": "Steadiness",
        "report.similarity": "Similarity",
        "report.finding": "Finding",
        "report.watch": "watch: {name}",
        "report.date": "{day} {month} {year}, {time}",
        "report.undated": "date unknown",
        "month.1": "January",
        "month.2": "February",
        "month.3": "March",
        "month.4": "April",
        "month.5": "May",
        "month.6": "June",
        "month.7": "July",
        "month.8": "August",
        "month.9": "September",
        "month.10": "October",
        "month.11": "November",
        "month.12": "December",
        "report.range_plot": "Range of motion in degrees",
        "report.stability_plot": "Steadiness (normalised jerk)",
        "report.tempo_plot": "Duration in seconds",
        "report.progress_plot": "Mean range in degrees, latest sessions",
        "report.where": (
            "Where the repetitions depart from the reference, and in how many of them"
        ),
        "report.limit_line": "limit",
        "report.rating": "{value:.0f}/10",
        "report.drift": (
            "Gyroscope at rest (x, y, z): {start} at the start, {end} at the end. Heading at the"
            " end: {heading}."
        ),
        "report.footer": (
            "Every figure is measured by one watch on the wrist and compared with the patient's "
            "own reference repetition, recorded under a therapist's supervision. Range of motion "
            "is the angle by which the limb turns in space. Steadiness is a normalised jerk "
            "score: larger is smoother. A filled dot is a repetition like the reference. Pain "
            "and effort are the patient's own ratings from 0 to 10."
        ),
        "report.aid": "Exercise aid, not a medical device.",
        "kind.praise": "like the reference",
        "kind.low_range": "range too small",
        "kind.short_hold": "held too briefly",
        "kind.over_range": "beyond the limit",
        "kind.bent_elbow": "elbow bent",
        "kind.shrug": "shoulder pulled up",
        "kind.too_fast": "too fast",
        "kind.too_slow": "too slow",
        "kind.shaky": "unsteady",
        "kind.leaning": "trunk leaned",
        "kind.turned": "start position turned",
        # What was found in a recording of a watch when it was read.
        "span.years": Plural(one="{n:g} year", other="{n:g} years"),
        "span.days": Plural(one="{n:g} day", other="{n:g} days"),
        "span.hours": Plural(one="{n:g} hour", other="{n:g} hours"),
        "span.seconds": "{n:g} s",
        "sensor.accelerometer": "accelerometer",
        "sensor.gyroscope": "gyroscope",
        "remark.separator": "the columns are separated by “{separator}”, not by commas",
        "remark.encoding": "the file is written in {name}",
        "remark.nul_bytes": "the file holds NUL bytes, as after a power cut; they were left out",
        "remark.last_row_cut": "the last row is cut off and was left out",
        "remark.rows_unreadable": Plural(
            one="1 row cannot be read (line {line:.0f}) and was left out",
            other="{n:.0f} rows cannot be read (the first is line {line:.0f}) and were left out",
        ),
        "remark.rows_missing": (
            "{n:.0f} of {rows:.0f} rows hold missing or infinite values and were left out"
        ),
        "remark.rows_repeated": Plural(
            one="1 row stands there twice and was left out",
            other="{n:.0f} rows stand there twice and were left out",
        ),
        "remark.rows_zero": Plural(
            one="1 row is all zeros, which no sensor reads, and was left out",
            other="{n:.0f} rows are all zeros, which no sensor reads, and were left out",
        ),
        "remark.rows_impossible": Plural(
            one="1 row holds values that no watch measures and was left out",
            other="{n:.0f} rows hold values that no watch measures and were left out",
        ),
        "remark.time_unit": "the times are in {unit} and were converted to seconds",
        "remark.time_in_days": "the times are days of a spreadsheet and were converted to seconds",
        "remark.time_of_day": "the times are written as dates or times of day",
        "remark.newest_first": "the newest row stands first; the order was turned round",
        "remark.rows_sorted": "the rows were not in the order of their times and were sorted",
        "remark.rows_out_of_time": Plural(
            one="1 row is out of time and was left out",
            other="{n:.0f} rows are out of time and were left out",
        ),
        "remark.clock_forward": (
            "after {at_s:g} s the clock was set forward by {by}, or the recording was "
            "interrupted; the jump was taken out"
        ),
        "remark.clock_back": (
            "after {at_s:g} s the clock was set back by {by}; the jump was taken out"
        ),
        "remark.times_shared": (
            "several samples share one time, as packets do; they were spread evenly"
        ),
        "remark.times_jitter": (
            "the times jump to and fro as those of arrivals do; they were spread evenly"
        ),
        "remark.slow": "sampled at {rate:.3g} Hz: quick movements fall between the samples",
        "remark.fast": "sampled at {rate:.4g} Hz: more than needed, it is reduced",
        "remark.uneven": "the samples are not evenly spaced in time and are resampled",
        "remark.gaps": Plural(
            one="1 gap without samples, of {longest:.3g} s",
            other="{n:.0f} gaps without samples, the longest of {longest:.3g} s",
        ),
        "remark.accel_in_g": "the acceleration is in g and was converted to m/s²",
        "remark.accel_in_mg": ("the acceleration is in thousandths of g and was converted to m/s²"),
        "remark.gyro_in_degrees": "the angular rate is in deg/s and was converted to rad/s",
        "remark.gravity_unknown": (
            "the usual acceleration is {value:.3g}, which is gravity neither in m/s² nor in g; "
            "it was taken as m/s²"
        ),
        "import.read": (
            "{format}: acceleration in {unit}, {sign}; {gyro}; {rate:.4g} Hz; {changed}"
        ),
        "import.up": ("positive upwards at rest"),
        "import.down": ("positive downwards at rest"),
        "import.rate": ("angular rate in {unit}"),
        "import.no_gyroscope": ("no gyroscope"),
        "import.changed": ("changed: {changes}"),
        "import.unchanged": ("nothing was changed"),
        "remark.streams_in_turn": ("acceleration and angular rate stand in rows of their own"),
        "remark.streams_joined": (
            "acceleration and angular rate have times of their own and were joined"
        ),
        "remark.accel_in_counts": (
            "the acceleration is in counts of {unit} and was converted to m/s²"
        ),
        "remark.gyro_in_millidegrees": (
            "the angular rate is in thousandths of deg/s and was converted to rad/s"
        ),
        "remark.unit_contradicted": (
            "the file says {named}, but gravity reads as 1 g in {unit}, which was taken"
        ),
        "remark.raw_counts": (
            "the acceleration is in raw counts of the sensor ({value:.0f} in gravity), and nothing "
            "tells how many of the gyroscope’s counts are a degree per second"
        ),
        "remark.sign_reversed": (
            "the acceleration had the sign of gravity (down is positive) and was reversed"
        ),
        "remark.sign_assumed": (
            "nothing says whether an iPhone or an Android recorded it; the sign of {platform} was "
            "taken"
        ),
        "remark.gravity_added": ("gravity stands apart and was added to the acceleration"),
        "remark.turned_from_world": (
            "gravity was added, and the acceleration turned from the frame of the world to that of "
            "the sensor"
        ),
        "remark.gyro_from_orientation": (
            "the angular rate was taken from how the orientation changes"
        ),
        "remark.phone_left_out": "the phone’s own sensors were left out: the watch’s were taken",
        "remark.files_left_out": Plural(
            one="1 of the files is of no app that is known and was left out",
            other="{n:.0f} of the files are of no app that is known and were left out",
        ),
        "remark.axes_swapped": "X and Y were swapped, as the firmware takes one for the other",
        "remark.records_damaged": Plural(
            one="1 record is damaged and was left out",
            other="{n:.0f} records are damaged and were left out",
        ),
        "remark.no_gyroscope": (
            "there is no gyroscope in it: repetitions are counted, but for turns about the "
            "vertical, which gravity does not show; angles cannot be told"
        ),
        "remark.constant": "the signal never changes; was the sensor switched on?",
        "remark.no_gravity": (
            "the acceleration lacks gravity: the program that recorded it has taken it off"
        ),
        "remark.gyroscope_dead": "the gyroscope reads {value:.3g} throughout: it is dead",
        "remark.accelerometer_dead": "the accelerometer reads {value:.3g} throughout: it is dead",
        "remark.axis_dead": "the {axis} axis of the {sensor} never changes: it is dead",
        "remark.gyroscope_stalls": (
            "the gyroscope reads 0 for {seconds:.1f} s while the watch is turned"
        ),
        "remark.readings_frozen": (
            "the sensors repeat one reading for {seconds:.1f} s in the middle of a movement"
        ),
        "remark.gyroscope_clipped": (
            "the gyroscope is cut off at {value:.0f}°/s: angles come out too small"
        ),
        "remark.accelerometer_clipped": "the accelerometer is cut off at {value:.3g} g",
        # A live screening: the page that guides somebody through bends.
        "bending.title": "Low-back screening",
        "bending.person": "Code {code}",
        "bending.simulated": "SIMULATED PERSON",
        "bending.footer": "Not a diagnosis, not a medical device",
        "bending.code": "Code of the person",
        "bending.wrong_code": (
            "That is no code: give up to 16 letters, digits and dashes with a digit among them, "
            "and no name, or leave it empty."
        ),
        "bending.body": "What the camera sees",
        "bending.picture": "The person, as the camera sees them",
        "bending.frame": "All of the body must lie inside of this frame.",
        "bending.show_picture": "Camera picture",
        "bending.guide": "What to do",
        "bending.answer": "The answer with its reasons",
        "bending.forward": "Forward",
        "bending.backward": "Backward",
        "bending.count": "{done:.0f} of {wanted:.0f}",
        "bending.so_far": (
            "So far {forward:.0f} of {wanted:.0f} bends forward, {backward:.0f} of {wanted:.0f} "
            "backward."
        ),
        "bending_button.begin": "Begin",
        "bending_button.restart": "Begin again",
        "bending_button.answer": "Answer now",
        "bending_button.leave": "End",
        "bending_step.sideways": "Stand exactly sideways to the camera, three metres away.",
        "bending_step.whole": "Be wholly in the picture, head to feet, and nobody else.",
        "bending_step.arms": "Cross your arms before the chest, or let them hang.",
        "bending_step.forward": (
            "Bend forward slowly five times, as far as is comfortable; stand still in between."
        ),
        "bending_step.backward": "Then bend backward slowly five times in the same way.",
        "bending_now.code": "Who is it?",
        "bending_now.place": "Stand sideways to the camera",
        "bending_now.forward": "Bend forward slowly",
        "bending_now.backward": "Bend backward slowly",
        "bending_now.still": "Stand still",
        "bending_now.answering": "One moment",
        "bending_now.answered": "There is an answer",
        "bending_now.unanswered": "No answer",
        "bending_now.ended": "The screening has ended",
        "bending_explained.code": (
            "Enter a code with a digit, no name; it may stay empty. The camera stands firmly at "
            "hip height. Then press Begin."
        ),
        "bending_explained.place": "All of you must be in the picture, and nobody else.",
        "bending_explained.forward": (
            "As far as is comfortable, then come up again and stand still for a moment."
        ),
        "bending_explained.backward": (
            "As far as is comfortable, then come up again and stand still for a moment."
        ),
        "bending_explained.still": "That was enough. Stand upright until the answer comes.",
        "bending_explained.answering": "The networks are being asked.",
        "bending_explained.answered": "It is below, with its reasons, and is kept as a page.",
        "bending_explained.unanswered": (
            "What stands against an answer is below, with what to do about it. Press R to begin "
            "again."
        ),
        "bending_explained.ended": "What was recorded and answered is kept.",
        "bending_now.nobody": "Nobody is seen",
        "bending_now.stranger": "Is it still the same person?",
        "bending_now.second": "Two people are seen",
        "bending_now.camera": "The camera has moved",
        "bending_now.rate": "Too few pictures",
        "bending_now.head": "The head is not seen",
        "bending_now.feet": "The feet are not seen",
        "bending_now.view": "Turn exactly sideways",
        "bending_help.nobody": "Stand three metres before the camera, with the light on.",
        "bending_help.stranger": (
            "Somebody else seems to stand there: only one person may bend. Press R to begin again."
        ),
        "bending_help.second": "Ask everybody else to step out of the picture.",
        "bending_help.camera": "Let the camera stand still on something firm, and press R.",
        "bending_help.rate": (
            "This machine is too busy to look at ten pictures a second: close other programs."
        ),
        "bending_help.view": "One shoulder must hide the other from the camera.",
        # Low-back screening.
        "screening.title": "Low-back screening of {code}",
        "screening.nameless": "Low-back screening",
        "screening.facts": "{date} · film of {seconds:.0f} s · {pictures:.0f} pictures looked at",
        "screening.not_diagnosis": "Not a diagnosis; trained on simulated people.",
        "screening.simulated_person": "The person who bends is simulated.",
        "screening.no_plan": (
            "No plan of exercises follows from this page, and nothing is known about how it fits "
            "patients."
        ),
        "screening.question": "{negative} or {positive}? ({directions})",
        "screening.answer": (
            "The network {network} sees the movement pattern “{group}” with a probability of "
            "{probability:.0%}."
        ),
        "screening.reliability": (
            "Answers as sure as this one ({low:.0%} to {high:.0%}) were right about {right:.0f} "
            "of {people:.0f} simulated people whom the network had not learned from: {share:.0%}, "
            "with a 95% interval of {least:.0%} to {most:.0%}."
        ),
        "screening.reliability_unknown": (
            "How often an answer as sure as this one is right was not measured."
        ),
        "screening.accuracy": (
            "Of all its answers about such people {accuracy:.0%} were right; guessing gets 50%."
        ),
        "screening.no_answer": "NO ANSWER",
        "screening.no_answer_help": "What stands against an answer, and what to do about it:",
        "screening.agree": "All {n:.0f} networks that were asked name this pattern.",
        "screening.disagree": (
            "The networks do not agree: {share:.0%} of {n:.0f} name the pattern that most name."
        ),
        "screening.also": "{network}: “{group}”, {probability:.0%}",
        "screening.moments": "What mattered most",
        "screening.moments_help": (
            "Of the {masks:.0f} silhouettes of the back that the network saw, these spoke most for "
            "its answer; violet is where. A cell of that map is {cell:.0f} pixels wide on a back "
            "of {size:.0f}: it may point at a part of the back, never at a vertebra."
        ),
        "screening.moment": "{place:.0f}. At {degrees:.0f}°, bending {direction}, {seconds:.1f} s",
        "screening.moment_text": (
            "Silhouette of the back at a spine angle of {degrees:.0f}°, turned upright; most of "
            "the heat lies in its {part} third."
        ),
        "screening.joints_text": "The joints of the body at that moment, seen from the side.",
        "screening.no_heat": "No part of any silhouette speaks for the answer by itself.",
        "part.images": "silhouettes",
        "part.proms": "questionnaires",
        "part.angle": "angles",
        "part.velocity": "angular velocity",
        "part.acceleration": "angular acceleration",
        "part.upper": "upper",
        "part.middle": "middle",
        "part.lower": "lower",
        "screening.counted": "What counted: {parts}.",
        "screening.counted_part": "{part} {share:.0%}",
        "screening.moved": (
            "Figures that moved the answer most, towards it (+) or away from it (−): {figures}."
        ),
        "screening.moved_part": "{figure} {value:+.2f}",
        "screening.figures": "Figures beside those of the simulated people",
        "screening.figures_help": (
            "The bar is the range of the people from whom the network learned, the line their "
            "mean, the dot this person."
        ),
        "screening.figure": "Figure",
        "screening.person": "Person",
        "screening.mean": "Mean",
        "screening.range": "Range",
        "screening.place": "Place",
        "screening.place_text": "{value}, between {lowest} and {highest}",
        "screening.outside_text": "{value}, outside of {lowest} to {highest}",
        "screening.course": "The spine angle",
        "screening.course_text": (
            "The spine angle over the film: 180° is upright, less is bent forward, more backward."
        ),
        "screening.film": "Quality of the film",
        "screening.rule": "Rule",
        "screening.measured": "Measured",
        "screening.limit": "Limit",
        "screening.kept": "Kept",
        "screening.yes": "yes",
        "screening.no": "no",
        "screening.at_least": "at least {limit}",
        "screening.at_most": "at most {limit}",
        "screening.networks": "The networks",
        "screening.privacy": (
            "The page shows silhouettes and joints; no picture of the film is in it."
        ),
        "direction.forward": "forward",
        "direction.backward": "backward",
        "group.FP": "flexion pattern (FP)",
        "group.EP": "active extension pattern (EP)",
        "group.MI": "movement impairment (MI)",
        "group.MCI": "motor control impairment (MCI)",
        "figure.F0": "variance of the angle (deg²)",
        "figure.F1": "standard deviation of the angle (°)",
        "figure.F2": "smallest angle (°)",
        "figure.F3": "range (°)",
        "figure.F4": "largest angle (°)",
        "figure.F5": "time of a bend (s)",
        "figure.F6": "variance of that time (s²)",
        "figure.F7": "variance of the depth (deg²)",
        "figure.F8": "time held at the depth (s)",
        "rule.person": "pictures with a person",
        "rule.stranger": "pictures in which it may be another person",
        "rule.second": "searched pictures with somebody else",
        "rule.camera": "movement of the camera, of the picture's height",
        "rule.rate": "pictures a second",
        "rule.head": "pictures without the head",
        "rule.feet": "pictures without the feet",
        "rule.view": "off the side view",
        "rule.silhouette": "silhouettes that no back could have",
        "rule.bends": "bends {direction}",
        "rule.range": "reach {direction}, of what nearly all simulated people reach",
        "rule.unusual": "{figure}: beyond the range of the simulated people",
        "refusal.nobody": (
            "Nobody is found in the film: film one whole person from the side, well lit."
        ),
        "refusal.person": (
            "A person is found in {measured:.0%} of the pictures only: film one whole person all "
            "the time, well lit."
        ),
        "refusal.stranger": (
            "In {measured:.0%} of the pictures it is not sure that the person is the one from the "
            "beginning: film one person alone."
        ),
        "refusal.second": (
            "Somebody else is in the picture: ask others to step out and film one person alone."
        ),
        "refusal.camera": (
            "The camera moved, by {measured:.0%} of the picture's height: put it on something firm."
        ),
        "refusal.rate": (
            "There are {measured:.1f} pictures a second only: film with at least 10, better 25."
        ),
        "refusal.head": (
            "The head is outside of {measured:.0%} of the pictures: step back until the whole body "
            "is in the picture all the time."
        ),
        "refusal.feet": (
            "The feet are not seen in {measured:.0%} of the pictures: step back until the whole "
            "body is in the picture all the time."
        ),
        "refusal.view": (
            "The camera stands {measured:.0f}° off the side: turn until it sees you exactly from "
            "the side."
        ),
        "refusal.silhouette": (
            "In {measured:.0%} of the pictures the outline of the back cannot be right: wear "
            "close-fitting clothes in another colour than the wall, and film in even light."
        ),
        "refusal.bends": Plural(
            one=(
                "{n:.0f} whole bend {direction} is seen: do at least three, slowly, and stand "
                "still in between."
            ),
            other=(
                "{n:.0f} whole bends {direction} are seen: do at least three, slowly, and stand "
                "still in between."
            ),
        ),
        "refusal.range": (
            "The bends {direction} go only {measured:.0%} as far as those of nearly everybody from "
            "whom the networks learned: bend slowly as far as is comfortable; if that is no "
            "farther, there is no answer for you here."
        ),
        "refusal.unusual": (
            "This movement is outside of what the network knows ({figure}): bend slowly and "
            "evenly, as far as is comfortable."
        ),
        "refusal.questionnaires": (
            "The network also asks for {names}: give these scores in a file with --proms."
        ),
        "remark.walking": "{seconds:.0f} s look like walking and are not counted",
        # The page about an infant's movement, for a clinician.
        "infant.title": "Movement of infant {code}",
        "infant.simulated": (
            "Demonstration weights: learned from simulated infants alone. This page shows how the "
            "method works and says nothing about this infant."
        ),
        "infant.prepared_otherwise": (
            "Keypoints were not prepared as those that the networks learned from (centred on the "
            "middle of the trunk, the trunk upright, one length for the film): thresholds and "
            "ranges do not hold."
        ),
        "infant.scaling": (
            "each network's map over its largest size, cut off at 0; medians over windows, then "
            "networks"
        ),
        "infant.recording": "1 · The recording",
        "infant.length": "{seconds:.0f} s at {rate:.3g} frames a second ({source})",
        "infant.rate_given": "as given",
        "infant.rate_file": "from the times in the file",
        "infant.tracked": (
            "{layout}; {gaps:.1%} of keypoints missing, sides swapped in {swaps:.1%} of frames, "
            "seen from above in {facing:.0%}"
        ),
        "infant.age": "corrected age {weeks:.0f} weeks",
        "infant.age_unknown": "corrected age not given",
        "infant.age_outside": (
            "The corrected age lies outside 9 to 18 weeks, for which the method was described"
        ),
        "infant.short": "Shorter than three minutes: one moment of an infant's day",
        "infant.by_hand_state": "State (awake, no dummy), by hand: ____________________",
        "infant.answer": "2 · The answer",
        "infant.none": "No answer",
        "infant.group.very_low": "Very low",
        "infant.group.low": "Low",
        "infant.group.high": "High",
        "infant.group.very_high": "Very high",
        "infant.score": Plural(
            one="Score {median:.2f}; windows from {first:.2f} to {last:.2f}. One network alone "
            "judged: how far networks differ about this infant is not known",
            other="Median score {median:.2f}; half of the {n:.0f} networks between {low:.2f} and "
            "{high:.2f}; windows from {first:.2f} to {last:.2f}",
        ),
        "infant.threshold": "Threshold {threshold:.3f} ({source})",
        "infant.usable": "{usable:.0f} of {n:.0f} windows of 5 s usable",
        "infant.corrected": (
            "Corrected for how rare the abnormal group is (1 in {one_in:.0f} instead of 1 in 2): "
            "{share:.1%}"
        ),
        "infant.why.windows": "{n:.0f} usable windows, at least {least:.0f} are needed",
        "infant.why.crossing": (
            "in {share:.0%} of the windows the networks disagree about the side of the threshold"
        ),
        "infant.why.swaps": "right and left were mistaken for each other in {share:.0%} of frames",
        "infant.why.gaps": "{share:.0%} of the keypoints were not found",
        "infant.why.not_supine": (
            "in {share:.0%} of frames the infant does not lie on its back seen from above"
        ),
        "infant.why.speed": (
            "the hands move at {speed:.2f} trunk lengths a second; the networks know {low:.2f} to "
            "{high:.2f}"
        ),
        "infant.why.tracker": (
            "what the networks look at is where the tracker fails (r = {r:.2f}), not how the "
            "infant moves"
        ),
        "infant.meaning": "3 · What it would mean",
        "infant.meaning_text": (
            "With the published ensemble's sensitivity of 71 % and specificity of 94 %, of a "
            "hundred infants told high 57 would be right where 1 in 10 is affected, and 2 or 3 "
            "where 2 in 1000 are: a matter of high-risk follow-up alone. These weights have no "
            "such figures."
        ),
        "infant.timeline": "4 · Window by window",
        "infant.timeline_note": "Line: median of the networks. Band: their middle half. "
        "Hatched: not usable. Dashed: the threshold.",
        "infant.body": "5 · Which joints speak for the abnormal group",
        "infant.map.cam": "CAM",
        "infant.map.gradcam": "Grad-CAM",
        "infant.agreement": "Both maps agree with r = {r:.2f} over the joints",
        "infant.agreement_none": "One of the maps is flat: there is nothing to agree about",
        "infant.joint.very_low": "very low",
        "infant.joint.low": "low",
        "infant.joint.high": "high",
        "infant.joint.very_high": "very high",
        "infant.joint.none": "no evidence for this group in any joint",
        "infant.joint.unseen": "not observed",
        "infant.top.low": (
            "By {name} these speak least for the abnormal group, in the most windows: {joints}"
        ),
        "infant.top.high": (
            "By {name} these speak most for the abnormal group, in the most windows: {joints}"
        ),
        "infant.top_none": "By {name} no joint stands out",
        "infant.top_doubtful": "(doubtful: no clear bend in the importances)",
        "infant.table.joint": "joint",
        "infant.table.signed": "raw, {name}",
        "infant.table.value": "scaled, {name}",
        "infant.name.head_top": "top of the head",
        "infant.name.nose": "nose",
        "infant.name.right_ear": "right ear",
        "infant.name.left_ear": "left ear",
        "infant.name.upper_neck": "neck",
        "infant.name.right_shoulder": "right shoulder",
        "infant.name.right_elbow": "right elbow",
        "infant.name.right_wrist": "right wrist",
        "infant.name.thorax": "thorax",
        "infant.name.left_shoulder": "left shoulder",
        "infant.name.left_elbow": "left elbow",
        "infant.name.left_wrist": "left wrist",
        "infant.name.pelvis": "pelvis",
        "infant.name.right_hip": "right hip",
        "infant.name.right_knee": "right knee",
        "infant.name.right_ankle": "right ankle",
        "infant.name.left_hip": "left hip",
        "infant.name.left_knee": "left knee",
        "infant.name.left_ankle": "left ankle",
        "infant.movement": "6 · How the infant moved",
        "infant.hand_speed": (
            "Hands: median {speed:.2f} trunk lengths a second (calibration infants, simulated: "
            "{low:.2f} to {high:.2f} with a margin)"
        ),
        "infant.limb.right_arm": "right wrist",
        "infant.limb.left_arm": "left wrist",
        "infant.limb.right_leg": "right ankle",
        "infant.limb.left_leg": "left ankle",
        "infant.figure.limb": "limb",
        "infant.figure.pair": "pair",
        "infant.figure.speed": "speed (trunk lengths a second)",
        "infant.figure.spread": "spread (trunk lengths)",
        "infant.figure.curvature": "curvature (radians a trunk length)",
        "infant.figure.likeness": "right and left at once (rank correlation of speeds)",
        "infant.figure.beside": "{value} ({low} to {high})",
        "infant.movement_note": (
            "In brackets: nine of ten normal infants of the calibration, simulated and of no age; "
            "* lies outside. An unusual figure is no finding: camera and tracker change it too."
        ),
        "infant.movement_bare": "These networks bring no usual range of these figures.",
        "infant.whatif": "7 · What if it moved slower or faster",
        "infant.whatif.limbs": "limbs",
        "infant.whatif.before": "as filmed",
        "infant.whatif.slower": "half the speed",
        "infant.whatif.faster": "twice the speed",
        "infant.whatif.learned": "what the networks have learned",
        "infant.whatif.arms": "arms",
        "infant.whatif.legs": "legs",
        "infant.whatif.all": "everything",
        "infant.whatif.slower_raises": "slower raises the score",
        "infant.whatif.slower_lowers": "slower lowers the score",
        "infant.whatif.both_raise": "any other speed raises the score",
        "infant.whatif.both_lower": "any other speed lowers the score",
        "infant.whatif.no_difference": "speed makes no difference",
        "infant.whatif_note": (
            "This describes these networks, not the infant: other weights may have learned the "
            "opposite."
        ),
        "infant.perturb": "Are the explanations true? The joints they name, moved otherwise",
        "infant.perturb.velocity": "Slower and faster",
        "infant.perturb.angle": "Through smaller and larger angles",
        "infant.perturb.combined": "Both at once",
        "infant.perturb.plot": "{name}, {joints}; {n:.0f} windows at {group} risk",
        "infant.perturb.top": "joints that matter",
        "infant.perturb.others": "all other joints",
        "infant.perturb.slower": "times the slowest",
        "infant.perturb.faster": "times the fastest",
        "infant.perturb.bones": "Bones change their lengths by up to {share:.2f} trunk lengths",
        "infant.perturb.note": (
            "Mark: median score over windows. Bar: their middle half. Dashed: as filmed. An "
            "explanation is true where the joints that it names move the score more than all "
            "others do. This describes the networks, not the infant."
        ),
        "infant.hand": "8 · By hand",
        "infant.hand_text": (
            "Fidgety movements: present ☐ sporadic ☐ absent ☐ exaggerated ☐   MOS-R total: ____   "
            "MRI: ____   HINE: ____   Next step: ____________   Signature: ____________"
        ),
        "infant.foot": (
            "Not a diagnosis and not a medical device. Not for parents without a clinician."
        ),
        "infant.weights": "Networks: {names} ({n:.0f} in all), learned from {sources}. {date}",
    },
)
