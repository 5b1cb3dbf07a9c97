"""German."""

from typing import Final

from edge.wording.language import Language, Plural

LANGUAGE: Final = Language(
    code="de",
    name="Deutsch",
    decimal_mark=",",
    percent="\N{NO-BREAK SPACE}%",
    sentences={
        # Der eine Hinweis nach einer Wiederholung.
        "cue.over_range": "{nearer}: {degrees:.0f}° über Ihrer Grenze von {limit:.0f}°",
        "cue.leaning": "{lean}",
        "cue.leaning_seen": "{lean}: Er neigte sich um etwa {degrees:.0f}°",
        "cue.bent_elbow": (
            "Halten Sie den Ellenbogen gestreckt: Er war um etwa {degrees:.0f}° gebeugt"
        ),
        "cue.shrug": "Lassen Sie die Schulter unten, weg vom Ohr",
        "cue.low_range": "{farther}, {place}: {degrees:.0f}° weniger als in Ihrer Referenz",
        "cue.short_hold": Plural(
            one="Halten Sie das Ende {n:g} Sekunde lang: Sie haben {held:.1f} s gehalten",
            other="Halten Sie das Ende {n:g} Sekunden lang: Sie haben {held:.1f} s gehalten",
        ),
        "cue.too_fast": "Langsamer {place}",
        "cue.too_slow": "Etwas schneller {place}",
        "cue.shaky": "Bewegen Sie sich ruhiger {place}",
        "cue.turned": "Drehen Sie Ihren {pointer} am Anfang nach {way}, wie in Ihrer Referenz",
        "cue.praise": "Gut gemacht: {degrees:.0f}°, wie in Ihrer Referenz",
        "cue.no_gyroscope": (
            "Diese Wiederholung zählt; Ihre Uhr hat kein Gyroskop, um sie zu beurteilen"
        ),
        "cue.interrupted": "Diese Wiederholung zählt, aber das Signal der Uhr war unterbrochen",
        "cue.worn_turned": (
            "Ihre Uhr ist anders herum angelegt als bei Ihrer Referenz: Legen Sie sie an wie"
            " damals, oder machen Sie weiter, dann wird gedreht verglichen"
        ),
        "cue.worn_inside": (
            "Ihre Uhr sitzt auf der anderen Seite am {limb} als bei Ihrer Referenz: Legen Sie sie"
            " an wie damals, oder machen Sie weiter, dann wird gedreht verglichen"
        ),
        "cue.worn_turned_inside": (
            "Ihre Uhr ist anders herum und auf der anderen Seite am {limb} angelegt als bei Ihrer"
            " Referenz: Legen Sie sie an wie damals, oder machen Sie weiter, dann wird gedreht"
            " verglichen"
        ),
        "cue.worn_other_wrist": (
            "Ihre Uhr bewegt sich wie am anderen {limb} und lässt sich so nicht mit Ihrer Referenz"
            " vergleichen: Legen Sie sie an wie damals"
        ),
        "cue.worn_unclear": (
            "Ihre Uhr sitzt nicht wie bei Ihrer Referenz, sondern am anderen {limb}, anders herum"
            " oder auf der anderen Seite: Legen Sie sie an wie damals"
        ),
        "limb.wrist": "Handgelenk",
        "limb.shank": "Bein",
        "cue.foreign": (
            "Diese Wiederholung zählt, sie ließ sich aber nicht mit Ihrer Referenz vergleichen"
        ),
        # Wo in der Bewegung: so nennt jeder Satz eine Stelle.
        "place.whole": "{way}",
        "place.both": "beim {outward} und {returning}",
        "place.beginning": "{way}, am Anfang",
        "place.middle": "{way}, etwa in der Mitte",
        "place.end": "{way}, gegen Ende",
        "way.inward": "innen",
        "way.outward": "außen",
        # Wo eine Wiederholung von der Referenz abweicht.
        "departure.uneven": (
            "Ihr {part} bewegt sich {place}, weniger gleichmäßig als in Ihrer Referenz"
        ),
        "departure.beyond": ("Ihr {part} ist {place}, {degrees:.0f}° weiter als in Ihrer Referenz"),
        "departure.short": (
            "Ihr {part} ist {place}, {degrees:.0f}° weniger weit als in Ihrer Referenz"
        ),
        "departure.faster": ("Ihr {part} bewegt sich {place}, schneller als in Ihrer Referenz"),
        "departure.slower": ("Ihr {part} bewegt sich {place}, langsamer als in Ihrer Referenz"),
        "departure.course": ("Ihr {part} nimmt {place}, einen anderen Weg als in Ihrer Referenz"),
        "segment.above": "{degrees:.0f}° darüber",
        "segment.below": "{degrees:.0f}° darunter",
        "segment.fast": "{times:.1f}-mal so schnell",
        "segment.slow": "{times:.1f}-mal so langsam",
        "segment.course": "ein anderer Verlauf",
        "segment.axis": "{axis} ({share:.0%})",
        "segment.whole": (
            "{start:.0%} bis {end:.0%} der Bewegung: {how}; "
            "{share:.0%} der ganzen Abweichung, das meiste davon in {first} und {second}"
        ),
        "axis.acceleration": "Beschleunigung {axis}",
        "axis.turning": "Drehung {axis}",
        # Die Zusammenfassung einer Übung.
        "summary.nothing": (
            "Es wurde keine Wiederholung gefunden. Prüfen Sie, ob die Uhr auf der Seite sitzt, "
            "die sich bewegt."
        ),
        "summary.done": Plural(
            one="Sie haben {done:.0f} von {n:.0f} Wiederholung gemacht",
            other="Sie haben {done:.0f} von {n:.0f} Wiederholungen gemacht",
        ),
        "summary.not_compared": ("{done}, aber keine ließ sich mit Ihrer Referenz vergleichen."),
        "summary.compared": "{done}, und {good} wie in Ihrer Referenz.",
        "good.all": Plural(one="sie war", other="alle waren"),
        "good.none": Plural(one="sie war noch nicht", other="keine war"),
        "good.some": Plural(one="{n:.0f} davon war", other="{n:.0f} davon waren"),
        "range.same": "Ihr Bewegungsumfang war im Mittel {rom:.0f}°, wie in Ihrer Referenz.",
        "range.above": (
            "Ihr Bewegungsumfang war im Mittel {rom:.0f}°, "
            "{degrees:.0f}° mehr als in Ihrer Referenz."
        ),
        "range.below": (
            "Ihr Bewegungsumfang war im Mittel {rom:.0f}°, "
            "{degrees:.0f}° weniger als in Ihrer Referenz."
        ),
        "summary.held": "Das Ende haben Sie bei {held:.0f} von {judged:.0f} lang genug gehalten.",
        "advice.over_range": "Bleiben Sie nächstes Mal innerhalb Ihrer Grenze.",
        "advice.bent_elbow": "Halten Sie nächstes Mal den Ellenbogen gestreckt.",
        "advice.shrug": "Lassen Sie nächstes Mal die Schulter unten.",
        "advice.leaning": "Halten Sie nächstes Mal den Rumpf aufrecht.",
        "advice.low_range": (
            "Gehen Sie nächstes Mal so weit wie in Ihrer Referenz, wenn es nicht schmerzt."
        ),
        "advice.short_hold": "Halten Sie nächstes Mal das Ende länger.",
        "advice.too_fast": "Nehmen Sie sich nächstes Mal mehr Zeit.",
        "advice.too_slow": "Bewegen Sie sich nächstes Mal etwas zügiger.",
        "advice.shaky": "Bewegen Sie sich nächstes Mal gleichmäßiger.",
        "advice.turned": "Beginnen Sie nächstes Mal in der Stellung Ihrer Referenz.",
        # Was jetzt zu tun ist: eine Überschrift und der Satz dazu.
        "now.swap": "Uhr um {place} legen",
        "now.ready": "Bereit?",
        "now.paused": "Pause",
        "now.ending": "Fertig",
        "now.review": "Wie war es?",
        "now.done": "Sitzung beendet",
        "now.stopped": "Die Sitzung ist zu Ende",
        "now.leaving": "Sitzung jetzt beenden?",
        "now.rest": "{seconds:.0f} s ausruhen",
        "now.waiting": "Gleich geht es los",
        "now.calibrating": "Still halten",
        "now.still": "Los",
        "now.keep_going": "Weiter",
        "explained.swap": (
            "Dort wird die nächste Übung gemessen. Tragen Sie die Uhr wie bei Ihrer Referenz und "
            "drücken Sie dann die Taste."
        ),
        "explained.ready": (
            "Drücken Sie Start und lassen Sie Ihren {part} ruhen, bis Sie „Los“ lesen."
        ),
        "explained.paused": "Es wird nichts gezählt, bis Sie fortfahren.",
        "explained.ending": "Ihre Zusammenfassung wird vorbereitet.",
        "explained.review": "Ihre Antworten kommen in Ihren Bericht.",
        "explained.done": "Sie können diese Seite schließen.",
        "explained.stopped": (
            "Das Programm wurde beendet. Was aufgezeichnet wurde, bleibt erhalten; Sie können "
            "diese Seite schließen."
        ),
        "explained.done_early": Plural(
            one="Sie können diese Seite schließen. {n:.0f} Übung ist nicht abgeschlossen.",
            other="Sie können diese Seite schließen. {n:.0f} Übungen sind nicht abgeschlossen.",
        ),
        "explained.leaving": Plural(
            one="{n:.0f} Übung ist noch nicht abgeschlossen.",
            other="{n:.0f} Übungen sind noch nicht abgeschlossen.",
        ),
        "explained.rest": "Machen Sie früher weiter, wenn Sie bereit sind.",
        "explained.waiting": "Die ersten Signale der Uhr werden erwartet.",
        "explained.calibrating": "Lassen Sie Ihren {part} etwa drei Sekunden ruhen.",
        "explained.hold": "Bleiben Sie so, bis der Zähler abgelaufen ist.",
        "explained.moving": "Bis zur Marke Ihrer Referenz und zurück.",
        "explained.still": "{title}, in Ihrem eigenen Tempo.",
        # Die Übung, der Winkel und das Zählen.
        "task.position": "Übung {number:.0f} von {count:.0f}",
        "task.place": "{position}, {side}",
        "place.left_wrist": "das linke Handgelenk",
        "place.right_wrist": "das rechte Handgelenk",
        "place.left_shank": "den linken Unterschenkel",
        "place.right_shank": "den rechten Unterschenkel",
        "side.left": "linke Seite",
        "side.right": "rechte Seite",
        "task.one_set": Plural(
            one="{n:.0f} Wiederholung, bis {degrees:.0f}°",
            other="{n:.0f} Wiederholungen, bis {degrees:.0f}°",
        ),
        "task.sets": Plural(
            one="{sets:.0f} × {n:.0f} Wiederholung, bis {degrees:.0f}°",
            other="{sets:.0f} × {n:.0f} Wiederholungen, bis {degrees:.0f}°",
        ),
        "task.hold": "{dose}, {seconds:g} s halten",
        "angle.card": "Winkel Ihrer Bewegung",
        "angle.over": "Über Ihrer Grenze von {limit:.0f}°: zurück",
        "angle.same": "Gleichauf mit Ihrer Referenz",
        "angle.above": "{degrees:.0f}° über Ihrer Referenz",
        "angle.below": "{degrees:.0f}° unter Ihrer Referenz",
        "angle.goal": "Ziel",
        "angle.reach": "Referenz",
        "angle.target": "Ziel {degrees:.0f}°",
        "angle.limit": "Grenze {degrees:.0f}°",
        "angle.camera": "Von der Kamera gemessen",
        "hold.left": "Halten: noch {seconds:.0f} s",
        "hold.done": "Gehalten: zurück",
        "count.card": "Wiederholungen",
        "count.of": "von {count:.0f}",
        "count.set": "Satz {number:.0f} von {count:.0f}",
        "count.mark": "{number:.0f}: {mark}",
        "count.mark_title": "Wiederholung {number:.0f}: {mark}",
        "mark.good": "wie in Ihrer Referenz",
        "mark.cue": "mit einem Hinweis",
        "mark.unjudged": "gezählt",
        "mark.open": "noch zu tun",
        # Der Tag nach dem Plan, und was auf die Therapeutin wartet.
        "today.today": "Heute ist ein Tag für Ihre Übungen.",
        "today.done_today": "Die Übungen von heute sind schon gemacht.",
        "today.not_today": "Für heute sind keine Übungen geplant; der nächste Tag ist {day}.",
        "today.rest": "Für heute sind keine Übungen geplant.",
        "today.early": "Ihr Plan beginnt am {day}.",
        "today.over": "Ihr Plan endete am {day}. Bitte fragen Sie in der Praxis nach dem nächsten.",
        "uplink.consent": (
            "Nach jeder Sitzung wird ein Bericht davon verschlüsselt an den Computer Ihrer Praxis "
            "gesendet: welche Übungen Sie wann gemacht haben, wie oft und wie weit Sie sich bewegt "
            "haben, was Ihnen dazu gesagt wurde, Ihre Antworten zu Schmerz und Anstrengung, und "
            "was Sie der Praxis schreiben. "
            "Kein Bild und kein Signal der Uhr wird gesendet. Die Praxis kann Ihnen Pläne und "
            "Nachrichten senden. Sie können diese Zustimmung jederzeit zurücknehmen; dann wird "
            "nichts mehr gesendet. Was vorher gesendet wurde, löscht die Praxis, wenn Sie darum "
            "bitten."
        ),
        "uplink.agreed": "Danke. Von jetzt an erfährt Ihre Praxis von jeder Sitzung.",
        "uplink.withdrawn": "Von jetzt an wird nichts mehr gesendet.",
        "uplink.message": "Aus der Praxis: {text}",
        "uplink.waiting": Plural(
            one="{n:.0f} Sitzung wartet seit {since} darauf, an die Praxis gesendet zu werden.",
            other="{n:.0f} Sitzungen warten seit {since} darauf, an die Praxis gesendet zu werden.",
        ),
        # Die Arbeitsliste der Therapeutin.
        "hub.rule.pain_high": "Schmerz {pain:.0f} von 10 in der letzten Sitzung mit Angabe",
        "hub.rule.pain_risen": "Schmerz {pain:.0f} von 10, zuvor {before:g}",
        "hub.rule.pain_some": "Schmerz {pain:.0f} von 10, etwas mehr als {before:g} zuvor",
        "hub.rule.beyond_limit": Plural(
            one="{n:.0f} Wiederholung über der Grenze, um {degrees:.0f}° ({exercise})",
            other="{n:.0f} Wiederholungen über der Grenze, um bis zu {degrees:.0f}° ({exercise})",
        ),
        "hub.rule.stopped_for_pain": "Wegen Schmerz beendet ({exercise})",
        "hub.rule.pain_message": "Ungelesene Nachricht über Schmerz",
        "hub.rule.copied_machine": (
            "Zwei Geräte senden mit einem Schlüssel: beide ruhen. Widerrufen und neu einladen"
        ),
        "hub.rule.conflict": (
            "Ein Protokoll widerspricht einem gespeicherten; es wurde beiseitegelegt"
        ),
        "hub.rule.absent": Plural(
            one="Keine Sitzung seit {n:.0f} Tag, länger als der Plan zulässt",
            other="Keine Sitzung seit {n:.0f} Tagen, länger als der Plan zulässt",
        ),
        "hub.rule.range_falls": (
            "Beweglichkeit bei {share:.0%} des Ziels, fallend über {n:.0f} Sitzungen ({exercise})"
        ),
        "hub.rule.same_finding": "{words}: in jeder der letzten {n:.0f} Sitzungen ({exercise})",
        "hub.rule.plan_refused": "Das Gerät hat den Plan abgelehnt: {reason}",
        "hub.rule.plan_waits": Plural(
            one="Der neue Plan wartet seit {n:.0f} Stunde auf Annahme",
            other="Der neue Plan wartet seit {n:.0f} Stunden auf Annahme",
        ),
        "hub.rule.machine_unseen": Plural(
            one="Das Gerät hat sich seit {n:.0f} Tag nicht gemeldet",
            other="Das Gerät hat sich seit {n:.0f} Tagen nicht gemeldet",
        ),
        "hub.rule.clock_wrong": Plural(
            one="Die Uhr des Geräts geht um {n:.0f} Minute falsch",
            other="Die Uhr des Geräts geht um {n:.0f} Minuten falsch",
        ),
        "hub.rule.not_paired": "Eingeladen, aber noch kein Gerät verbunden",
        "hub.rule.ended": "Die Behandlung ist beendet",
        "hub.rule.nothing_new": "Nichts Neues",
        # The course of one patient, as charts and as tables.
        "hub.yes": "ja",
        "hub.no": "nein",
        "hub.course.part": "{exercise}, {side}",
        "hub.course.when": "Wann",
        "hub.course.mean": "Mittlere Beweglichkeit",
        "hub.course.within": "Beweglichkeit in der Sitzung",
        "hub.course.from_to": "{least} bis {most}",
        "hub.course.target": "Ziel",
        "hub.course.limit": "Grenze",
        "hub.course.beyond": "Wiederholungen über der Grenze",
        "hub.course.range_caption": "Beweglichkeit nach Sitzung: {exercise}",
        "hub.course.pain": "Schmerz",
        "hub.course.effort": "Anstrengung",
        "hub.course.stopped": "Wegen Schmerz beendet",
        "hub.course.rating_caption": "Schmerz und Anstrengung nach Sitzung, 0 bis 10",
        "hub.course.version": "Version {n:.0f}",
        "hub.course.day_planned": "Geplant",
        "hub.course.day_due": "Steht noch aus",
        "hub.course.day_done": "Sitzung an einem geplanten Tag",
        "hub.course.day_extra": "Sitzung an einem anderen Tag",
        "hub.course.week": "Woche ab",
        "hub.course.wanted": "Geplant",
        "hub.course.done": "Gemacht",
        "hub.course.days_done": "Tage mit einer Sitzung",
        "hub.course.days_missed": "Geplante Tage ohne Sitzung",
        "hub.course.calendar_caption": "Geplante und gemachte Tage nach Woche",
        "hub.course.repetition": "Wiederholung",
        "hub.course.range": "Beweglichkeit",
        "hub.course.stability": "Stabilität",
        "hub.course.tempo": "Dauer",
        "hub.course.similarity": "Ähnlichkeit",
        "hub.course.cue": "Hinweis",
        "hub.course.repetitions_caption": "Jede Wiederholung: {exercise}",
        "hub.course.place_outward": "auf dem Hinweg, von {start} bis {end} der Bewegung",
        "hub.course.place_returning": "auf dem Rückweg, von {start} bis {end} der Bewegung",
        "hub.course.strip": "{exercise}: {place}",
        "hub.course.found_in": Plural(
            one=("In {found:.0f} von {n:.0f} Sitzung, in {share} der Wiederholungen der neuesten"),
            other=(
                "In {found:.0f} von {n:.0f} Sitzungen, in {share} der Wiederholungen der neuesten"
            ),
        ),
        "hub.course.trend_more_often": "häufiger als zuvor",
        "hub.course.trend_same": "so häufig wie zuvor",
        "hub.course.trend_rarer": "seltener als zuvor",
        "hub.course.day": "{weekday} {day}",
        "hub.language.en": "Englisch",
        "hub.language.de": "Deutsch",
        "hub.weekday.mon": "Mo",
        "hub.weekday.tue": "Di",
        "hub.weekday.wed": "Mi",
        "hub.weekday.thu": "Do",
        "hub.weekday.fri": "Fr",
        "hub.weekday.sat": "Sa",
        "hub.weekday.sun": "So",
        "hub.page.overview": "Patient {code}",
        "hub.page.plan": "Plan von {code}",
        "hub.page.words": "Nachrichten und Notizen zu {code}",
        "hub.page.rtm": "Fernbetreuung von {code}",
        "hub.page.records": "Unterlagen von {code}",
        "hub.page.session": "Sitzung von {code}",
        "hub.tab.menu": "Seiten zu diesem Patienten",
        "hub.tab.patient": "Verlauf",
        "hub.tab.plan": "Plan",
        "hub.tab.message": "Nachrichten und Notizen",
        "hub.tab.rtm": "Fernbetreuung",
        "hub.tab.export": "Unterlagen",
        "hub.as_table": "{caption}, als Tabelle",
        "hub.simulated": "Simuliert: Das sind niemandes Daten.",
        "hub.why": "Warum hinschauen",
        "hub.since": "seit {day}",
        "hub.put_off": "Verschoben bis {day}: {words} ({reason})",
        "hub.fact.plan": "Geltender Plan",
        "hub.fact.newest": "Neueste Version",
        "hub.fact.machine": "Gerät",
        "hub.fact.consent": "Einwilligung",
        "hub.fact.last": "Letzte Sitzung",
        "hub.fact.week": "Diese Woche",
        "hub.fact.unread": "Ungelesene Nachrichten",
        "hub.fact.none": "keiner",
        "hub.fact.no_machine": "keines ist verbunden",
        "hub.fact.no_consent": "hier nicht vermerkt; ohne sie sendet das Gerät nichts",
        "hub.fact.never": "nie",
        "hub.fact.of_week": "{done:.0f} von {planned:.0f} geplanten",
        "hub.fact.seen": "{label}: {state}, meldete sich {seen}",
        "hub.machine.pending": "wartet auf Bestätigung",
        "hub.machine.active": "darf senden",
        "hub.machine.paused": "angehalten",
        "hub.machine.revoked": "gesperrt",
        "hub.plan.named": "Version {version} vom {day}, von {author}",
        "hub.plan.unnamed": "Version {version} vom {day}",
        "hub.plan.state.waiting": "wartet auf das Gerät des Patienten",
        "hub.plan.state.sent": "gesendet, noch nicht beantwortet",
        "hub.plan.state.accepted": "angenommen: gilt",
        "hub.plan.state.refused": "abgelehnt",
        "hub.plan.state.superseded": "durch eine spätere ersetzt",
        "hub.plan.refused_why": "abgelehnt: {reason}",
        "hub.course.title_range": "Beweglichkeit",
        "hub.course.explain_range": (
            "Punkt: Mittel einer Sitzung. Balken: von der kleinsten bis zur "
            "grössten Wiederholung. Dreieck: über der Grenze. Gestrichelt: Ziel. "
            "Durchgezogen: Grenze. Senkrechte Linie: anderer Plan."
        ),
        "hub.course.title_calendar": "Tage",
        "hub.course.explain_calendar": (
            "Umrandet: als Tag geplant. Gefüllt: mit einer Sitzung. Ring: Sitzung an einem "
            "anderen Tag als den geplanten. Gestrichelt: steht noch aus."
        ),
        "hub.course.kept": "{share} der geplanten Tage der vergangenen Wochen wurden eingehalten.",
        "hub.course.title_recurring": "Was wiederkehrt",
        "hub.course.nothing_recurs": "In den neuesten Sitzungen kehrt nichts wieder.",
        "hub.course.title_rating": "Schmerz und Anstrengung",
        "hub.course.explain_rating": (
            "Die höchste Antwort jeder Sitzung. Dreieck: wegen Schmerz beendet."
        ),
        "hub.course.title_sessions": "Sitzungen",
        "hub.course.no_sessions": "Es ist noch keine Sitzung gekommen.",
        "hub.course.sessions_caption": "Sitzungen, die neueste zuerst",
        "hub.course.only_newest": Plural(
            one="Nur die neueste {n:.0f} Sitzung wird gezeigt.",
            other="Nur die neuesten {n:.0f} Sitzungen werden gezeigt.",
        ),
        "hub.course.minutes": "Minuten",
        "hub.course.exercises": "Übungen",
        "hub.course.repetitions": "Wiederholungen",
        "hub.course.done_of": "{done:.0f} von {prescribed:.0f}",
        "hub.course.correct": "Richtig",
        "hub.course.ended": "Ende",
        "hub.course.clock": "Uhr",
        "hub.course.plan": "Plan",
        "hub.ended.done": "alles gemacht",
        "hub.ended.pain": "Schmerz",
        "hub.ended.fatigue": "Ermüdung",
        "hub.ended.other": "anderes",
        "hub.ended.cut": "abgebrochen",
        "hub.clock.good": "richtig",
        "hub.clock.suspect": "falsch: gezeigt wird die Ankunft",
        "hub.clock.confirmed": "falsch, bestätigt",
        "hub.course.open": "Öffnen",
        "hub.course.open_of": "Die Sitzung von {when} öffnen",
        "hub.session.watch": "Uhr am Handgelenk",
        "hub.session.software": "Programm",
        "hub.session.revision": "Fassung",
        "hub.session.arrived": "Angekommen",
        "hub.session.most": "Grösste Beweglichkeit",
        "hub.session.cues": "Hinweise",
        "hub.session.found": "In {share} der verglichenen Wiederholungen",
        "hub.session.explain": (
            "Balken: eine Wiederholung. Umrandet: über der Grenze. Gestrichelt: "
            "Ziel. Durchgezogen: Grenze."
        ),
        "hub.session.left_out": "Die Aufzeichnung hat keine Werte einzelner Wiederholungen.",
        "dash.unknown_session": "Diese Sitzung gibt es bei diesem Patienten nicht",
        "hub.words.messages": "Nachrichten",
        "hub.words.notes": "Notizen des Teams",
        "hub.words.notes_explained": "Der Patient sieht sie nie.",
        "hub.words.write_message": "Nachricht an den Patienten",
        "hub.words.write_note": "Neue Notiz",
        "hub.words.send_message": "Senden",
        "hub.words.send_note": "Behalten",
        "hub.words.mark_read": "Als gelesen markieren",
        "hub.words.no_messages": "Es gibt keine Nachrichten.",
        "hub.words.patient": "Patient",
        "hub.words.somebody": "ein Konto, das es nicht mehr gibt",
        "hub.words.who_when": "{who}, {when}",
        "hub.words.waiting": "Wartet auf das Gerät des Patienten",
        "hub.words.sent": "Gesendet, noch nicht beantwortet",
        "hub.words.received": "Auf dem Gerät des Patienten",
        "hub.words.refused": "Das Gerät des Patienten hat sie abgelehnt",
        "hub.words.unread": "Ungelesen",
        "hub.words.read_at": "Gelesen am {when}",
        "hub.words.about_pain": "Über Schmerz",
        "hub.plan.versions": "Versionen",
        "hub.plan.versions_caption": "Versionen des Plans, die neueste zuerst",
        "hub.plan.no_versions": "Von hier wurde noch kein Plan gesendet.",
        "hub.plan.head_version": "Version",
        "hub.plan.head_made": "Geschrieben",
        "hub.plan.head_author": "Von",
        "hub.plan.head_state": "Stand",
        "hub.plan.head_answered": "Beantwortet",
        "hub.plan.head_where": "Wo",
        "hub.plan.head_field": "Was",
        "hub.plan.head_before": "Vorher",
        "hub.plan.head_after": "Nachher",
        "hub.plan.next": "Version {version}, wird geschrieben",
        "hub.plan.explained": (
            "Was gesendet ist, wird nie geändert: Ein anderer Plan ist eine andere "
            "Version. Der geltende Plan gilt, bis das Gerät des Patienten den neuen "
            "annimmt."
        ),
        "hub.plan.from_text": "Den Text eines Plans lesen (TOML)",
        "hub.plan.text": "Text eines Plans",
        "hub.plan.read_text": "In das Formular übernehmen",
        "hub.plan.difference": "Was sich ändert",
        "hub.plan.difference_caption": "Gegenüber dem geltenden Plan",
        "hub.plan.no_difference": "Nichts ist anders als im geltenden Plan.",
        "hub.plan.wrong": Plural(
            one="{n:.0f} Feld ist noch zu berichtigen.",
            other="{n:.0f} Felder sind noch zu berichtigen.",
        ),
        "hub.plan.send": "An den Patienten senden",
        "hub.plan.add": "Übung hinzufügen",
        "hub.plan.exercise": "Übung {number:.0f}",
        "hub.plan.up": "Nach oben",
        "hub.plan.down": "Nach unten",
        "hub.plan.remove": "Entfernen",
        "hub.plan.up_of": "Übung {number:.0f} nach oben",
        "hub.plan.down_of": "Übung {number:.0f} nach unten",
        "hub.plan.remove_of": "Übung {number:.0f} entfernen",
        "hub.plan.part_plan": "Der Plan",
        "hub.plan.part_schedule": "Wann",
        "hub.plan.part_speech": "Sprache",
        "hub.plan.part_camera": "Kamera",
        "hub.plan.part_store": "Was behalten wird",
        "hub.plan.part_hub": "Dieser Hub",
        "hub.plan.whole_exercise": "Übung",
        "hub.plan.whole_order": "Reihenfolge",
        "hub.plan.whole_field": "Feld",
        "hub.plan.summary": "{sets:.0f} × {repetitions:.0f}, Ziel {target}",
        "hub.rtm.explained": (
            "Tage und Minuten werden gezählt, und worauf sie angerechnet werden. Ob "
            "etwas verrechnet werden darf, muss die Klinik klären: Die Codes "
            "verlangen ein Medizinprodukt, und dieses Programm ist keines."
        ),
        "hub.rtm.review": "Zeit mit den Unterlagen dieses Patienten",
        "hub.rtm.not_counted": (
            "Nur die Zeit zwischen Start und Stopp zählt, nicht die einer offenen Seite."
        ),
        "hub.rtm.start": "Start",
        "hub.rtm.stop": "Stopp",
        "hub.rtm.since": "Läuft seit {when}",
        "hub.rtm.contact": "Wir haben direkt miteinander gesprochen",
        "hub.rtm.days": "Tage",
        "hub.rtm.from": "Erster Tag der Zeiträume",
        "hub.rtm.count": "Zählen",
        "hub.rtm.windows": "Zeiträume von 30 Tagen, der neueste zuerst",
        "hub.rtm.consent": "Einwilligung: {when}",
        "hub.rtm.minutes": "Minuten und Kontakte",
        "hub.rtm.months": "Kalendermonate, der neueste zuerst",
        "hub.rtm.evidence": "Belege",
        "hub.rtm.sessions": "Sitzungen, die neueste zuerst",
        "hub.rtm.csv": "Belege als CSV",
        "hub.rtm.head_first": "Erster Tag",
        "hub.rtm.head_last": "Letzter Tag",
        "hub.rtm.head_days": "Zählende Tage",
        "hub.rtm.head_arrival": "Dasselbe nach Ankunft",
        "hub.rtm.head_towards": "Zählt zu",
        "hub.rtm.head_month": "Monat",
        "hub.rtm.head_minutes": "Minuten",
        "hub.rtm.head_contacts": "Direkte Kontakte",
        "hub.rtm.head_day": "Tag",
        "hub.rtm.head_arrival_day": "Tag der Ankunft",
        "hub.rtm.head_repetitions": "Wiederholungen",
        "hub.rtm.head_clock": "Uhr",
        "hub.rtm.head_machine": "Gerät",
        "hub.rtm.head_simulated": "Simuliert",
        "hub.rtm.head_counts": "Zählt",
        "hub.records.take": "Alle Unterlagen dieses Patienten",
        "hub.records.explained": (
            "Eine ZIP-Datei mit jeder Zeile als JSON und CSV, jeder Sitzung als FHIR, "
            "und wer sie angesehen hat."
        ),
        "hub.records.plain": (
            "Sie ist nicht verschlüsselt: Bewahren Sie sie auf, wo sie sonst niemand liest."
        ),
        "hub.records.zip": "ZIP-Datei herunterladen",
        "hub.records.looked": "Wer hingeschaut hat",
        "hub.records.rows": "Das Protokoll zu diesem Patienten, das Neueste zuerst",
        "hub.page.monitored": "Fernbetreuung",
        "hub.rtm.nobody": "Es gibt noch keine Patienten.",
        "hub.rtm.no_days": "Bisher zählt kein Tag.",
        "hub.rtm.no_minutes": "Bisher wurde keine Durchsicht beendet.",
        "hub.rtm.no_sessions": "Bisher kam keine Sitzung an.",
        "hub.rtm.list_help": (
            "Tage sind die der letzten 30, Minuten die dieses Kalendermonats. Die Seite eines "
            "Patienten zählt Fenster ab einem Tag, den Sie wählen."
        ),
        "hub.rtm.list_patient": "Patient",
        "hub.rtm.list_days": "Tage von 30, die zählen",
        "hub.rtm.list_minutes": "Minuten in diesem Monat",
        "hub.rtm.list_contacts": "Direkte Kontakte",
        "hub.rtm.list_towards": "Zählt zu",
        "hub.rtm.code_days": "Gerät, {least:.0f} bis {most:.0f} Tage ({code})",
        "hub.rtm.code_minutes": "Betreuung, {least:.0f} Minuten ({code})",
        "hub.rtm.code_times": "{n:.0f} × {what}",
        "hub.rtm.simulated": "nichts: simuliert",
        "hub.rtm.open_of": "Zählung von {code}",
        "hub.to_machines": "Geräte einladen, zulassen oder sperren",
        "hub.course.all": "Alle {n:.0f} Sitzungen zeigen",
        # Die Seiten der Therapeutin: die Tür davor.
        "door.title": "Anmelden",
        "door.name": "Name",
        "door.password": "Passwort",
        "door.code": "Sechsstelliger Code, falls Sie eine App dafür haben",
        "door.no_code_yet": (
            "Dieses Konto braucht Codes: Sie werden mit 'physio hub staff one-time' auf dem "
            "Rechner des Hubs eingerichtet"
        ),
        "door.password_title": "Anderes Passwort wählen",
        "door.password_help": "Danach sind Sie überall abgemeldet, wo Sie angemeldet sind.",
        "door.old_password": "Bisheriges Passwort",
        "door.new_password": "Neues Passwort, mindestens {least:.0f} Zeichen",
        "door.new_again": "Noch einmal das neue",
        "door.not_the_same": "Das neue Passwort wurde nicht zweimal gleich eingegeben",
        "door.sign_in": "Anmelden",
        "door.wrong": "Name, Passwort oder Code ist falsch",
        "door.wait": Plural(
            one="Zu viele Versuche: Bitte {n:.0f} Minute warten, dann noch einmal versuchen",
            other="Zu viele Versuche: Bitte {n:.0f} Minuten warten, dann noch einmal versuchen",
        ),
        "door.busy": "Gerade melden sich viele an: Bitte gleich noch einmal versuchen",
        "door.old_form": "Dieses Formular war zu alt: Bitte noch einmal versuchen",
        # Was auf jeder von ihnen steht.
        "dash.product": "Physio Hub",
        "dash.skip": "Zum Inhalt",
        "dash.menu": "Seiten",
        "dash.sign_out": "Abmelden",
        "dash.footer": (
            "Dieses Programm ist kein Medizinprodukt. Es zeigt, wo hinzusehen ist, und beurteilt "
            "niemanden."
        ),
        "dash.zone": (
            "Zeiten sind die der Praxis ({zone}), die einer Sitzung ist die ihres Patienten."
        ),
        "dash.denied": "Ihre Rolle darf diese Seite nicht öffnen",
        "dash.unknown_patient": "Unter Ihren Patienten gibt es diesen nicht",
        "dash.nothing_here": "Hier gibt es noch keine Seite, die Ihre Rolle öffnen darf",
        "dash.first_page": "Zur ersten Seite",
        "dash.role.admin": "Verwaltung",
        "dash.role.therapist": "Therapie",
        "dash.role.assistant": "Assistenz",
        "dash.role.billing": "Abrechnung",
        "dash.role.auditor": "Revision",
        "dash.none": "–",
        "dash.simulated": "simuliert",
        "dash.state.invited": "Eingeladen, aber noch ist kein Gerät verbunden",
        "dash.state.active": "In Behandlung",
        "dash.state.ended": "Die Behandlung ist beendet",
        # Die Arbeitsliste.
        "dash.worklist": "Arbeitsliste",
        "dash.patient": "Patient {code}",
        "dash.patients": Plural(
            one="{shown:.0f} von {n:.0f} Patient", other="{shown:.0f} von {n:.0f} Patienten"
        ),
        "dash.find": "Patient suchen",
        "dash.refresh": "Aktualisieren",
        "dash.more": "Mehr zeigen",
        "dash.cancel": "Abbrechen",
        "dash.close": "Schließen",
        "dash.as_of": "Stand {time}",
        "dash.severity_count.red": "Rot: {n:.0f}",
        "dash.severity_count.amber": "Gelb: {n:.0f}",
        "dash.severity_count.grey": "Grau: {n:.0f}",
        "dash.put_off": "Zurückstellen",
        "dash.put_off_one": "Zurückstellen: {code}, {why}",
        "dash.put_off_until": "zurückgestellt bis {day}: {why}",
        "dash.until": "Bis",
        "dash.why": "Warum es warten darf",
        "dash.no_day": "Bitte den Tag wählen, an dem es wieder erscheint",
        "dash.no_reason": "Bitte sagen, warum es warten darf",
        # Die Geräte der Patienten.
        "dash.machines": "Geräte",
        "dash.machines_help": (
            "Das Gerät eines Patienten einladen, die vier Wörter mit dem Patienten vergleichen und "
            "es einlassen. Was ein Gerät gesendet hat, bleibt, wenn es ausgesperrt wird."
        ),
        "dash.machines_head.patient": "Patient",
        "dash.machines_head.state": "Behandlung",
        "dash.machines_head.machine": "Gerät",
        "dash.machines_head.do": "Was zu tun ist",
        "dash.machine.pending": "wartet darauf, dass die vier Wörter verglichen werden",
        "dash.machine.active": "darf senden",
        "dash.machine.paused": "angehalten, weil zwei Geräte seinen Schlüssel haben",
        "dash.seen": "gesehen {time}",
        "dash.invited_until": "Eingeladen bis {time}",
        "dash.invite": "Einladen",
        "dash.invite_title": "Ein Gerät von {code} einladen",
        "dash.invite_help": (
            "Eine frühere Einladung, die kein Gerät benutzt hat, gilt nicht mehr. Ist der Patient "
            "hier?"
        ),
        "dash.invite_near": "Hier: für 60 Minuten",
        "dash.invite_remote": "Anderswo: für 7 Tage",
        "dash.invite_once": (
            "Das wird einmal gezeigt, für ein Gerät. Geben Sie es dem Patienten und sonst "
            "niemandem."
        ),
        "dash.invite_qr": "Die Einladung als QR-Code",
        "dash.invite_text": "Die Einladung als Text",
        "dash.confirm": "Wörter vergleichen",
        "dash.confirm_title": "Das Gerät von {code} einlassen",
        "dash.confirm_help": (
            "Lassen Sie sich vom Patienten die vier Wörter vorlesen, die {machine} zeigt. Sind es "
            "andere, hat jemand anderes die Einladung benutzt: Abbrechen, das Gerät aussperren und "
            "neu einladen."
        ),
        "dash.confirm_same": "Die Wörter sind gleich: einlassen",
        "dash.none_waits": "Kein Gerät von {code} wartet mehr",
        "dash.revoke": "Aussperren",
        "dash.revoke_title": "Die Geräte von {code} aussperren",
        "dash.revoke_help": (
            "Ab der nächsten Nachricht können sie nichts mehr senden, und Einladungen gelten nicht "
            "mehr. Was sie gesendet haben, bleibt; was sie noch nicht gesendet haben, bleibt bei "
            "ihnen."
        ),
        "dash.head.severity": "Dringlichkeit",
        "dash.head.patient": "Patient",
        "dash.head.reason": "Grund",
        "dash.head.last": "Letzte Sitzung",
        "dash.head.week": "Gemacht / geplant diese Woche",
        "dash.head.pain": "Schmerz",
        "dash.head.range": "Umfang vom Ziel",
        "dash.head.rtm": "Tage für RTM",
        "dash.head.unread": "Ungelesen",
        "dash.severity.red": "Rot",
        "dash.severity.amber": "Gelb",
        "dash.severity.grey": "Grau",
        "dash.trend.rises": "steigend",
        "dash.trend.falls": "fallend",
        "dash.trend.same": "unverändert",
        # Die Konten.
        "dash.accounts": "Konten",
        "dash.accounts_of": Plural(one="{n:.0f} Konto", other="{n:.0f} Konten"),
        "dash.accounts_head.name": "Name",
        "dash.accounts_head.role": "Rolle",
        "dash.accounts_head.state": "Zustand",
        "dash.accounts_head.codes": "Codes",
        "dash.accounts_head.do": "Was zu tun ist",
        "dash.account.active": "kann sich anmelden",
        "dash.account.disabled": "geschlossen",
        "dash.account.codes": "meldet sich mit Codes an",
        "dash.account.no_codes": "ohne",
        "dash.account_new": "Ein neues Konto",
        "dash.account_add": "Hinzufügen",
        "dash.account_password": "Neues Passwort",
        "dash.account_one_time": "Neue Codes",
        "dash.account_disable": "Schließen",
        "dash.account_enable": "Wieder öffnen",
        "dash.account_scan": (
            "Mit einer App für Einmalcodes scannen. Das wird einmal gezeigt; frühere Codes gelten "
            "nicht mehr."
        ),
        "dash.account_password_once": (
            "Das Passwort, einmal gezeigt: Geben Sie es weiter, damit es nach dem ersten Anmelden "
            "geändert wird."
        ),
        # Das Protokoll.
        "dash.audit": "Protokoll",
        "dash.audit_whole": Plural(
            one="Die Kette ist lückenlos: {n:.0f} Zeile",
            other="Die Kette ist lückenlos: {n:.0f} Zeilen",
        ),
        "dash.audit_broken": "Zeile {number} wurde geändert oder fehlt",
        "dash.audit_check": "Kette prüfen",
        "dash.audit_checking": "Wird geprüft …",
        "dash.audit_newest": Plural(
            one="{shown:.0f} von {n:.0f} Zeile, die neueste zuerst",
            other="{shown:.0f} von {n:.0f} Zeilen, die neueste zuerst",
        ),
        "dash.audit_head.number": "Nummer",
        "dash.audit_head.at": "Wann",
        "dash.audit_head.actor": "Wer",
        "dash.audit_head.action": "Was",
        "dash.audit_head.detail": "Mehr",
        "dash.audit_head.subject": "Patient, als Nummer",
        "dash.did.sign_in": "hat sich angemeldet",
        "dash.did.view": "hat hingesehen",
        "dash.did.export": "hat exportiert",
        "dash.did.plan": "hat einen Plan gesendet",
        "dash.did.message": "hat geschrieben",
        "dash.did.invite": "hat ein Gerät eingeladen",
        "dash.did.pair": "hat ein Gerät eingelassen",
        "dash.did.revoke": "hat Geräte ausgesperrt",
        "dash.did.erase": "hat einen Patienten gelöscht",
        "dash.did.role": "hat ein Konto geändert",
        "dash.did.init": "hat den Hub eingerichtet",
        "dash.did.backup": "hat eine Sicherung gemacht",
        "dash.did.restore": "hat eine Sicherung zurückgespielt",
        "dash.did.upgrade": "hat den Hub aktualisiert",
        "dash.did.expire": "hat entfernt, was fällig war",
        "dash.did.refused": "hat etwas abgewiesen",
        "dash.did.snooze": "hat etwas zurückgestellt",
        "dash.did.review": "hat eine Durchsicht gemessen",
        "dash.did.rotate": "hat einen Schlüssel gewechselt",
        "dash.did.note": "hat eine Notiz geschrieben",
        "dash.did.consent": "hat eine Zustimmung vermerkt",
        # Die Figuren von Patient und Referenz.
        "figures.card": "Sie und Ihre Referenz",
        "figures.you": "Sie",
        "figures.reference": "Referenz",
        "figures.own_reference": "Ihre Referenz",
        "figures.marked": "Violett: wo Ihre letzte Wiederholung am meisten abwich",
        "figures.assumed": "{view}. Angenommen, weil eine Uhr es nicht misst: {assumed}.",
        # Der Hinweis, und was laut gesagt wird.
        "voice.card": "Ihr Hinweis",
        "voice.none_yet": "Hier erscheint nach jeder Wiederholung Ihr Hinweis",
        "voice.switch": "Vorlesen",
        "voice.missing": "Es ist nichts zu hören: Dieser Browser hat keine eigene deutsche Stimme.",
        "voice.blocked": (
            "Es ist noch nichts zu hören: Drücken Sie eine Taste, oder berühren Sie die Seite."
        ),
        "said.set_end": "Satz {number:.0f} von {count:.0f} ist fertig",
        # Die Knöpfe.
        "button.group": "Aktionen",
        "button.worn": "Die Uhr sitzt",
        "button.start": "Start",
        "button.pause": "Pause",
        "button.resume": "Fortfahren",
        "button.end": "Übung beenden",
        "button.continue": "Speichern und weiter",
        "button.skip": "Weiter ohne Zusammenfassung",
        "button.save_finish": "Speichern und beenden",
        "button.leave": "Sitzung beenden",
        "button.save_leave": "Speichern, Sitzung beenden",
        "button.stay": "Nein, weiter",
        "button.really_finish": "Ja, Sitzung beenden",
        "key.space": "Leertaste",
        "key.yes": "J",
        # Die Verbindung zur Uhr, und was man dafür tun kann.
        "link.none": "Warten auf die Uhr",
        "link.scanning": "Die Uhr wird gesucht",
        "link.connecting": "Verbindung zur Uhr entsteht",
        "link.streaming": "Uhr verbunden",
        "link.late": "Uhr verbunden; sie sendet nur alle {seconds:.1f} s, alles kommt später",
        "link.lost": "Uhr außer Reichweite, neuer Versuch",
        "link.ended": "Die Uhr sendet nicht mehr",
        "help.scanning": "Schalten Sie die Uhr ein und halten Sie sie nahe an dieses Gerät.",
        "help.connecting": "Halten Sie die Uhr nahe an dieses Gerät.",
        "help.streaming": "",
        "help.lost": "Kommen Sie näher an dieses Gerät. Das Aufgezeichnete bleibt erhalten.",
        "help.ended": "Schalten Sie die Uhr wieder ein, oder beenden Sie die Sitzung.",
        # Das Funkgerät kann nicht benutzt werden, bis jemand etwas tut.
        "trouble.no_service": "Dieses Gerät hat keinen Bluetooth-Dienst",
        "trouble.no_answer": "Bluetooth antwortet nicht",
        "trouble.no_adapter": "Dieses Gerät hat kein Bluetooth",
        "trouble.powered_off": "Bluetooth ist ausgeschaltet",
        "trouble.denied": "Bluetooth ist hier nicht erlaubt",
        "trouble.input_denied": "Dieser Controller darf hier nicht gelesen werden",
        "trouble.busy": "Bluetooth ist beschäftigt",
        "trouble.wrong_device": "Das ist keine Uhr, die gelesen werden kann",
        "trouble.app_silent": "Von der App auf Ihrer Uhr oder Ihrem Telefon kommt nichts",
        "trouble.no_address": "Dieses Gerät ist nicht in dem Netz, in dem die Uhr sendet",
        "trouble.port_taken": "Ein anderes Programm hört dort, wohin die Uhr sendet",
        "trouble_help.no_service": (
            "Bitten Sie um Hilfe: Bluetooth muss eingerichtet und gestartet werden."
        ),
        "trouble_help.no_answer": (
            "Schalten Sie Bluetooth aus und ein, oder starten Sie dieses Gerät neu."
        ),
        "trouble_help.no_adapter": (
            "Stecken Sie einen Bluetooth-Adapter ein; die Sitzung geht dann von selbst weiter."
        ),
        "trouble_help.powered_off": (
            "Schalten Sie Bluetooth ein; die Sitzung geht dann von selbst weiter."
        ),
        "trouble_help.denied": (
            "Bitten Sie um Hilfe: Dieses Programm muss Bluetooth benutzen dürfen."
        ),
        "trouble_help.input_denied": (
            "Bitten Sie um Hilfe: Das Programm muss Spiele-Controller lesen dürfen."
        ),
        "trouble_help.busy": "Schließen Sie andere Programme, die nach Geräten suchen.",
        "trouble_help.wrong_device": "Bitten Sie um Hilfe: Es wurde ein anderes Gerät angegeben.",
        # Ein Telefon ist die Uhr: was es am Senden hindert, und was dagegen zu tun ist.
        "trouble.phone_waiting": "Warten auf das Telefon",
        "trouble.phone_certificate": "Das Telefon lässt die Seite noch nicht zu",
        "trouble.phone_socket": "Das Telefon öffnet die Seite, aber nicht ihre Verbindung",
        "trouble.phone_old_code": "Das Telefon hat einen Code gezeigt, der nicht mehr gilt",
        "trouble.phone_opened": "Das Telefon hat die Seite geöffnet",
        "trouble.phone_denied": "Das Telefon gibt seine Bewegung nicht frei",
        "trouble.phone_no_sensor": "Dieses Telefon misst keine Bewegung",
        "trouble.phone_hidden": "Die Seite auf dem Telefon ist nicht zu sehen",
        "trouble.phone_lost": "Das Telefon ist nicht zu hören, neuer Versuch",
        "trouble.phone_moved": "Dieses Gerät hat jetzt eine andere Adresse im Netz",
        "trouble_help.phone_waiting": "Scannen Sie den Code mit der Kamera des Telefons.",
        "trouble_help.phone_certificate": (
            "Das Telefon warnt vor einer Seite, die es nicht kennt. Die Schritte neben dem Code "
            "führen weiter."
        ),
        "trouble_help.phone_socket": (
            "Installieren Sie das Zertifikat, das die Seite auf dem Telefon anbietet, und laden "
            "Sie sie dann neu."
        ),
        "trouble_help.phone_old_code": "Scannen Sie den Code, der jetzt hier steht.",
        "trouble_help.phone_opened": (
            "Tippen Sie auf dem Telefon auf Start und stecken Sie es in das Armband."
        ),
        "trouble_help.phone_denied": (
            "Scannen Sie den Code noch einmal mit dem Telefon und tippen Sie dort auf Erlauben."
        ),
        "trouble_help.phone_no_sensor": "Öffnen Sie die Seite auf einem anderen Telefon.",
        "trouble_help.phone_hidden": (
            "Entsperren Sie das Telefon und holen Sie die Seite nach vorn. Das Aufgezeichnete "
            "bleibt erhalten."
        ),
        "trouble_help.phone_lost": (
            "Ist das Telefon im selben WLAN und die Seite offen? Das Aufgezeichnete bleibt "
            "erhalten."
        ),
        "trouble_help.phone_moved": (
            "Gehen Sie wieder in dasselbe Netz oder beginnen Sie die Sitzung neu."
        ),
        # Wie ein Telefon zur Uhr wird, auf der Seite des Patienten.
        "phone.title": "Ihr Telefon als Uhr",
        "phone.code": "Der Code für die Kamera des Telefons",
        "phone.step.scan": (
            "Scannen Sie den Code mit der Kamera des Telefons und öffnen Sie die Adresse."
        ),
        "phone.android": "Android",
        "phone.iphone": "iPhone",
        "phone.android.1": "„Dies ist keine sichere Verbindung“: auf Erweitert tippen.",
        "phone.android.2": "Auf Weiter tippen.",
        "phone.iphone.1": "„Diese Verbindung ist nicht privat“: auf Details einblenden tippen.",
        "phone.iphone.2": "Auf „diese Website besuchen“ tippen und bestätigen.",
        "phone.start": (
            "Tippen Sie auf Start, erlauben Sie die Bewegung und stecken Sie das Telefon in das "
            "Armband."
        ),
        "phone.why": (
            "Das Telefon warnt, weil keine Firma für dieses Gerät bürgt. Die Adresse unter "
            "dem Code muss die sein, die das Telefon zeigt. Das Telefon sendet nur an dieses Gerät."
        ),
        "phone.untried": (
            "In einem Browser mit simulierter Bewegung erprobt, noch nicht auf einem echten "
            "Telefon."
        ),
        # Die Seite auf dem Telefon selbst.
        "phone_page.title": "Ihr Telefon als Uhr",
        "phone_page.start": "Start",
        "phone_page.state.opening": "Verbinden …",
        "phone_page.state.ready": "Verbunden",
        "phone_page.state.starting": "Warten auf die erste Messung …",
        "phone_page.state.streaming": "Ihre Bewegung wird gesendet",
        "phone_page.state.lost": "Verbindung verloren, neuer Versuch …",
        "phone_page.state.socket": "Die Verbindung wird nicht zugelassen",
        "phone_page.state.unknown": "Dieser Code wurde schon benutzt",
        "phone_page.state.replaced": "Die Seite ist ein zweites Mal offen",
        "phone_page.state.denied": "Das Telefon gibt dieser Seite seine Bewegung nicht",
        "phone_page.state.no_sensor": "Dieses Gerät misst keine Bewegung",
        "phone_page.state.insecure": "Diese Seite wurde nicht sicher geöffnet",
        "phone_page.state.ended": "Die Sitzung ist zu Ende",
        "phone_page.help.opening": "Das Telefon muss im selben WLAN sein wie der Computer.",
        "phone_page.help.ready": (
            "Tippen Sie auf Start. Wenn das Telefon fragt, ob es darf, erlauben Sie es."
        ),
        "phone_page.help.starting": "Das dauert einen Augenblick.",
        "phone_page.help.streaming": (
            "Stecken Sie das Telefon in das Armband. Lassen Sie diese Seite offen und den "
            "Bildschirm an."
        ),
        "phone_page.help.lost": "Ist das Telefon im selben WLAN wie der Computer?",
        "phone_page.help.socket": (
            "Das Telefon zeigt diese Seite, lässt aber die Verbindung nicht zu, über die die "
            "Bewegung geht."
        ),
        "phone_page.help.unknown": (
            "Ein anderes Telefon hat ihn benutzt, oder er ist alt: Scannen Sie den Code, den der "
            "Computer jetzt zeigt."
        ),
        "phone_page.help.replaced": "Im anderen Fenster geht es weiter. Dieses kann zu.",
        "phone_page.help.denied": (
            "Tippen Sie auf das Zeichen neben der Adresse, erlauben Sie die Bewegungssensoren und "
            "laden Sie die Seite neu."
        ),
        "phone_page.help.denied_apple": (
            "Schließen Sie diese Seite in allen Fenstern, scannen Sie den Code noch einmal und "
            "tippen Sie auf Erlauben."
        ),
        "phone_page.help.no_sensor": (
            "Scannen Sie den Code mit einem Telefon, das am Arm getragen werden kann."
        ),
        "phone_page.help.insecure": (
            "Scannen Sie den Code noch einmal: Seine Adresse beginnt mit https. Anderen geben "
            "Telefone keine Bewegung."
        ),
        "phone_page.help.ended": "Sie können das Telefon abnehmen und diese Seite schließen.",
        "phone_page.install": "Das Telefon soll dem Computer vertrauen",
        "phone_page.install_help": (
            "Das Zertifikat bürgt nur für Adressen in Ihrem eigenen Netz. Es lässt sich in den "
            "Einstellungen des Telefons wieder entfernen."
        ),
        "phone_page.install_link": "Das Zertifikat laden",
        "phone_page.install_apple.1": (
            "Einstellungen, Allgemein, VPN und Geräteverwaltung: dort installieren."
        ),
        "phone_page.install_apple.2": (
            "Einstellungen, Allgemein, Info, Zertifikatsvertrauenseinstellungen: dort einschalten."
        ),
        "phone_page.install_apple.3": "Hierher zurückkehren und die Seite neu laden.",
        "phone_page.install_android.1": (
            "Einstellungen, Sicherheit, Verschlüsselung und Anmeldedaten, Zertifikat "
            "installieren: CA-Zertifikat."
        ),
        "phone_page.install_android.2": "Die geladene Datei wählen.",
        "phone_page.install_android.3": "Hierher zurückkehren und die Seite neu laden.",
        "phone_page.rate": "Messungen in der Sekunde",
        "phone_page.delay": "Verzögerung",
        "phone_page.note.no_wake_lock": (
            "Dieser Browser kann den Bildschirm nicht anlassen: Stellen Sie das Telefon so ein, "
            "dass es sich nicht sperrt."
        ),
        "phone_page.note.was_hidden": (
            "Die Seite war {seconds:.0f} s lang nicht zu sehen; so lange wurde nichts gesendet."
        ),
        "trouble_help.app_silent": (
            "Öffnen Sie dort die App und lassen Sie sie senden. Beide Geräte müssen im selben WLAN "
            "sein."
        ),
        "trouble_help.no_address": (
            "Verbinden Sie das WLAN wie gewohnt; die Sitzung geht dann von selbst weiter."
        ),
        "trouble_help.port_taken": "Bitten Sie um Hilfe: Das andere Programm ist zu schließen.",
        # Die Kamera.
        "camera.opening": "Kamera wird geöffnet",
        "camera.streaming": "Kamera verbunden",
        "camera.covered": "Kamera verdeckt",
        "camera.frozen": "Kamerabild steht still",
        "camera.lost": "Kamera verloren",
        "camera.ended": "Kamera beendet",
        "camera_help.opening": "Die Kamera wird geöffnet.",
        "camera_help.streaming": "",
        "camera_help.covered": (
            "Die Kamera sieht nichts: Decken Sie sie auf, oder machen Sie Licht."
        ),
        "camera_help.frozen": (
            "Das Bild der Kamera steht still: Ziehen Sie ihren Stecker und stecken Sie ihn "
            "wieder ein."
        ),
        "camera_help.lost": (
            "Die Kamera antwortet nicht: Stecken Sie sie neu ein; jede Sekunde wird es wieder "
            "versucht."
        ),
        "camera_help.ended": "Die Aufnahme ist zu Ende.",
        "camera_help.silent": "Die Kamera sendet zurzeit kein Bild.",
        "camera_in_part": (
            "Von vorn kann die Kamera diese Übung erst beurteilen, wenn die Uhr ihr gezeigt hat, "
            "wie: Beginnen Sie mit der Uhr."
        ),
        "camera_place.far": (
            "Platz {number:.0f} von {wanted:.0f}: Stellen Sie sich aufrecht mit dem Gesicht zur "
            "Kamera, so weit weg, wie der Raum es zulässt, ganz im Bild."
        ),
        "camera_place.near": (
            "Platz {number:.0f} von {wanted:.0f}: Kommen Sie ein oder zwei Schritte näher und "
            "stehen Sie still, weiter ganz im Bild."
        ),
        "camera_place.aside": (
            "Platz {number:.0f} von {wanted:.0f}: Gehen Sie einen Schritt zur Seite, nach links "
            "oder rechts, schauen Sie zur Kamera und stehen Sie still."
        ),
        "camera_place.middle": (
            "Platz {number:.0f} von {wanted:.0f}: Gehen Sie in die Mitte des Bildes, so nah wie "
            "jetzt, und stehen Sie still."
        ),
        "camera_place.across": (
            "Platz {number:.0f} von {wanted:.0f}: Gehen Sie einen Schritt zur anderen Seite, "
            "schauen Sie zur Kamera und stehen Sie still."
        ),
        "camera_place.elsewhere": (
            "Platz {number:.0f} von {wanted:.0f}: Stehen Sie an irgendeinem anderen Platz still, "
            "ganz im Bild."
        ),
        "camera_place.hold": "Still stehen …",
        "camera_place.done": "Fertig",
        "view_distance": (
            "Diese Kamera sieht Sie ganz, wenn Sie {near:.1f} bis {far:.1f} m entfernt sind."
        ),
        "view_help.moved": (
            "Die Kamera steht nicht da, wo sie beim Kalibrieren stand, oder jemand anderes ist im "
            "Bild: Stellen Sie sie zurück, oder kalibrieren Sie sie neu."
        ),
        "view_help.shape": (
            "Das Bild der Kamera hat eine andere Form als beim Kalibrieren: Kalibrieren Sie sie "
            "neu."
        ),
        "view_help.light": "Von Ihnen ist zu wenig zu sehen: Machen Sie Licht.",
        "view_help.head": (
            "Gehen Sie zurück, oder stellen Sie die Kamera höher, bis der ganze Kopf zu sehen ist."
        ),
        "view_help.feet": (
            "Gehen Sie zurück, oder stellen Sie die Kamera tiefer, bis beide Füße zu sehen sind."
        ),
        "view_help.edge": "Sie stehen am Rand des Bildes: Gehen Sie in die Mitte.",
        "view_help.far": "Sie sind zu weit weg: Kommen Sie näher.",
        "view_help.rolled": "Die Kamera steht schief: Richten Sie sie gerade.",
        "view_help.front": "Schauen Sie zur Kamera.",
        "view_help.side": "Stellen Sie sich seitlich zur Kamera.",
        "presence.followed": "Kamera sieht Sie",
        "presence.nobody": "Niemand im Bild",
        "presence.other": "Jemand anderes im Bild",
        "presence_help.followed": "",
        "presence_help.nobody": (
            "Niemand ist im Bild: Stellen Sie sich so, dass die Kamera Sie ganz sieht."
        ),
        "presence_help.other": "Bitte nur eine Person im Bild.",
        "picture.card": "Ihr eigenes Bild",
        "picture.alt": "Sie, wie die Kamera Sie sieht",
        "picture.switch": "Mein Bild",
        "picture.barred": (
            "Ihr Bild wird nicht ohne Verschlüsselung (TLS) über ein Netz gesendet."
        ),
        # Was vor allem anderen zu wissen ist.
        "notice.simulated": "SIMULIERTER PATIENT",
        "notice.open_network": (
            "Offen für Ihr Heimnetz ohne Verschlüsselung (TLS): Andere darin könnten mitlesen. "
            "Es wird kein Bild gezeigt."
        ),
        "notice.encrypted_network": "Offen für Ihr Heimnetz, verschlüsselt.",
        "notice.silent": "{name} antwortet gerade nicht. Bitte halten Sie still.",
        "notice.restarting": "{name} wird neu gestartet. Bitte halten Sie einen Moment still.",
        "notice.held_off": (
            "{name}: bricht immer wieder ab und wird alle paar Sekunden neu versucht: {words}"
        ),
        "notice.failed": (
            "{name}: fünfmal in einer Minute abgebrochen und aufgegeben; die Sitzung geht ohne "
            "weiter: {words}"
        ),
        "recording.full": (
            "Der Datenträger ist voll: Seit {time} wird dort nichts mehr aufbewahrt. Bitte "
            "schaffen Sie Platz; was Sie seitdem getan haben, bleibt so lange im Arbeitsspeicher."
        ),
        "recording.read_only": (
            "Auf den Datenträger darf nicht geschrieben werden: Seit {time} wird dort nichts mehr "
            "aufbewahrt. Was Sie seitdem getan haben, bleibt so lange im Arbeitsspeicher."
        ),
        "recording.failed": (
            "Der Datenträger nimmt die Aufnahme nicht an: Seit {time} wird dort nichts mehr "
            "aufbewahrt. Was Sie seitdem getan haben, bleibt im Arbeitsspeicher und wird alle zwei "
            "Sekunden neu versucht."
        ),
        "recording.removed": (
            "Der Ordner dieser Sitzung war gelöscht worden; die ganze Aufzeichnung ist wieder da."
        ),
        "silence.ends": (
            "Die Uhr sendet nichts. Nach {minutes:.3g} Minuten endet die Sitzung von selbst; was "
            "Sie getan haben, bleibt erhalten."
        ),
        "silence.ended": (
            "Die Uhr hat {minutes:.3g} Minuten lang nichts gesendet, deshalb ist die Sitzung "
            "beendet. Was Sie getan haben, bleibt erhalten."
        ),
        "restarted.watch": (
            "{name} wurde neu gestartet; Ihre bisherigen Wiederholungen bleiben erhalten."
        ),
        "restarted.other": "{name} wurde neu gestartet; nichts Aufgezeichnetes ging verloren.",
        "process.watch": "Die Verbindung zur Uhr",
        "process.camera": "Die Kamera",
        "process.pose": "Die Haltungsschätzung der Kamera",
        "process.motion": "Die Bewegungserkennung",
        "process.coach": "Die Auswertung",
        "process.recorder": "Die Aufzeichnung",
        "process.screening": "Die Untersuchung",
        "process.page": "Diese Seite",
        "process.uplink": "Die Verbindung zur Therapie",
        "process.other": "Der Teil {name}",
        # Was sich unten aufklappen lässt.
        "panel.why": "Warum? Die Signale Ihrer letzten Wiederholung",
        "panel.earlier": "Frühere Sitzungen",
        "panel.diagnostics": "Verbindung und Prozesse",
        "why.empty": "Die Signale erscheinen nach der ersten Wiederholung.",
        "why.matters": "Wo es zählt: je dunkler, desto mehr",
        "why.figures": (
            "Wiederholung {number:.0f}: Ähnlichkeit {similarity:.0%}, "
            "Umfang {rom:.0f}° ({difference:+.0f}°), "
            "{tempo:.1f} s ({ratio:.2f} × die Zeit der Referenz)"
        ),
        "aspect.overall": "Insgesamt",
        "aspect.range_of_motion": "Bewegungsumfang",
        "aspect.stability": "Gleichmäßigkeit",
        "judge.network": "Bewertet vom vergleichenden Netz, erklärt durch dessen Gradienten.",
        "judge.alignment": (
            "Bewertet allein durch den Abgleich mit Ihrer Referenz: Es gibt kein Netz dafür."
        ),
        "earlier.first": "Dies ist die erste Sitzung dieser Übung.",
        "earlier.simulated": "Als „simuliert“ bezeichnete Sitzungen sind von keiner Person.",
        "earlier.day": "Tag",
        "earlier.done": "Gemacht",
        "earlier.range": "Umfang",
        "earlier.similarity": "Ähnlichkeit",
        "earlier.pain": "Schmerz",
        "earlier.effort": "Mühe",
        "earlier.count": "{done:.0f} von {prescribed:.0f}",
        "value.simulated": "{name} (simuliert)",
        "value.degrees": "{value:.0f}°",
        "value.percent": "{value:.0%}",
        "value.hertz": "{value:.1f} Hz",
        "value.loss": "{value:.1f} %",
        "value.ms": "{value:.0f} ms",
        "value.fine_ms": "{value:.1f} ms",
        "value.bias": "{value:.2f} ± {within:.2f}°/s",
        "value.heading_known": "±{value:.0f}° (95 %), ohne Magnetometer",
        "value.heading_lost": "±{value:.0f}° (95 %): Die Ebene der Bewegung ist nicht mehr bekannt",
        "value.ppm": "{value:.1f} ppm",
        "value.seconds": "{seconds:.0f} s",
        "value.minutes": "{minutes:.0f} min {seconds:.0f} s",
        "value.unknown": "noch nicht bekannt",
        "fact.device": "Gerät",
        "fact.rate": "Rate",
        "fact.lost": "In den letzten 10 s verloren",
        "fact.packets": "Pakete unlesbar, doppelt, verspätet",
        "fact.gathers": "So lange sammelt das Gerät selbst",
        "fact.delay": "Die Messung kommt hier an nach",
        "fact.clock_restarts": "Neustarts der Uhrzeit",
        "fact.offset": "Versatz der Uhrzeit",
        "fact.drift": "Drift der Uhrzeit",
        "fact.gyro_bias": "Drehratensensor in Ruhe (x, y, z)",
        "fact.heading": "Richtung",
        "fact.tolerances": "Toleranzen (95 %)",
        "fact.camera": "Kamera",
        "fact.pictures": "Bilder",
        "fact.left_out": "Ausgelassene Bilder",
        "fact.camera_offset": "Kamera nach der Uhr",
        "fact.source": "Winkel gemessen von",
        "sensor.watch": "Uhr",
        "sensor.camera": "Kamera",
        "stages.process": "Prozess",
        "stages.state": "Zustand",
        "stages.restarts": "Neustarts",
        "stages.dropped": "Verworfen",
        "stages.queue": "Schlange",
        "state.starting": "startet",
        "state.running": "läuft",
        "state.silent": "antwortet nicht",
        "state.restarting": "startet neu",
        "state.held_off": "wartet",
        "state.stopped": "beendet",
        "state.failed": "aufgegeben",
        # Das Ende einer Übung.
        "review.card": "Ihre Zusammenfassung",
        "review.questions": "Ihre Antworten",
        "review.keys": "Auch die Tasten 0 bis 9 antworten; 1 und 0 heißt zehn.",
        "review.pain": "Schmerz bei der Übung",
        "review.no_pain": "keiner",
        "review.most_pain": "der stärkste denkbare",
        "review.effort": "Anstrengung",
        "review.no_effort": "gar keine",
        "review.most_effort": "mit aller Kraft",
        "review.stopped": "Warum haben Sie vorzeitig aufgehört?",
        "letter.title": "Der Praxis schreiben",
        "letter.pain": "Es geht um Schmerzen",
        "letter.when": (
            "Wird mit der Sitzung gesendet. Niemand liest es sofort: Rufen Sie im Notfall Hilfe."
        ),
        "letter.kept": "Ihre Nachricht ist aufbewahrt und wird gesendet.",
        "letter.failed": (
            "Ihre Nachricht konnte nicht aufbewahrt werden; drücken Sie noch einmal, um ohne sie "
            "fortzufahren."
        ),
        "stopped.pain": "Wegen Schmerzen",
        "stopped.fatigue": "Zu müde",
        "stopped.other": "Ein anderer Grund",
        "review.repetitions": "Wiederholungen",
        "review.good": "Wie in Ihrer Referenz",
        "review.held": "Lange genug gehalten",
        "review.duration": "Dauer",
        "review.legend": "Gefüllt: wie in Ihrer Referenz. Umrandet: mit einem Hinweis.",
        "chart.repetition": "Wiederholung",
        "chart.range": "Bewegungsumfang",
        "chart.similarity": "Ähnlichkeit",
        "chart.target": "Ziel",
        "chart.reference": "Referenz",
        "chart.axis": "{axis}, {unit}",
        "page.footer": "Übungshilfe, kein Medizinprodukt",
        "program.lost": "Verbindung verloren",
        "program_help.lost": "Einen Moment: Es wird wieder versucht.",
        "program.gone": "Das Programm antwortet nicht mehr",
        "program_help.gone": (
            "Das Aufgezeichnete bleibt erhalten. Wurde es beendet, so starten Sie es neu."
        ),
        "page.language": "Sprache",
        # Film und Bericht.
        "code.title": "Geben Sie den Code ein",
        "code.help": (
            "Er steht in dem Fenster, in dem das Programm gestartet wurde. Jeder Code lässt einen "
            "Browser ein."
        ),
        "code.foreign_name": "Unter diesem Namen antwortet die Seite nicht.",
        "code.open": "Seite öffnen",
        "code.by_address": (
            "Diese Seite öffnet sich nur mit ihrer ganzen Adresse samt Schlüssel, die das Programm "
            "zu Beginn der Sitzung gezeigt hat."
        ),
        "code.wrong": "Das ist nicht der Code.",
        "code.wait": "Zu viele Versuche: warten Sie {seconds:.0f} s.",
        "film.simulated": "S I M U L I E R T E R   P A T I E N T",
        "film.repetition": "Wiederholung {number:.0f}, {side}",
        "film.departed": "Violett: wo sie am meisten abwich",
        "film.along": "Im Verlauf der Referenz",
        "film.lean": "Die Neigung ist so, wie die Auswertung sie schätzt.",
        "report.title": "Übungssitzung von {patient}, {date}",
        "report.heading": "Übungssitzung von {patient}",
        "report.simulated": "Simulierter Patient: Keiner dieser Werte ist von einer Person.",
        "report.exercise": "Übung",
        "report.side": "Seite",
        "report.prescribed": "Verordnet",
        "report.done": "Gemacht",
        "report.good": "Wie die Referenz",
        "report.range": "Umfang",
        "report.reference": "Referenz",
        "report.target": "Ziel",
        "report.limit": "Grenze",
        "report.pain": "Schmerz",
        "report.effort": "Anstrengung",
        "report.left": "links",
        "report.right": "rechts",
        "report.not_done": "nicht gemacht",
        "report.hold": "{dose}, {seconds:g} s halten",
        "report.held": "{done:.0f} ({held:.0f} gehalten)",
        "report.not_finished": "Die Übung wurde nicht abgeschlossen.",
        "report.recorded": "Referenz: {when}.",
        "report.tolerances": "Toleranzen (95-%-Intervall): {words}.",
        "tolerance.usual": "die üblichen",
        "tolerance.learnt": "aus {count:.0f} guten Wiederholungen: {limits}",
        "tolerance.planned": "Umfang {limit:.0f}° zu klein (verordnet)",
        "tolerance.range": "Umfang {limit:.1f}° zu klein ({low:.1f}° bis {high:.1f}°)",
        "tolerance.lean": "Neigung {limit:.1f}° ({low:.1f}° bis {high:.1f}°)",
        "tolerance.fast": "{limit:.2f}-mal so schnell ({low:.2f} bis {high:.2f})",
        "tolerance.slow": "{limit:.2f}-mal so langsam ({low:.2f} bis {high:.2f})",
        "tolerance.jerk": "{limit:.1f}-mal so ruckartig ({low:.1f} bis {high:.1f})",
        "tolerance.tremor": "{limit:.1f}-mal so zittrig ({low:.1f} bis {high:.1f})",
        "tolerance.departure": "Stellen {limit:.1f}-mal so weit ab ({low:.1f} bis {high:.1f})",
        "tolerance.turn": "gedreht um {limit:.0f}° ({low:.0f}° bis {high:.0f}°)",
        "report.said": "Wiederholungen: {counts}.",
        "kind.not_compared": "nicht verglichen",
        "report.counted": "{n:.0f} {kind}",
        "report.summary": Plural(
            one=(
                "{done:.0f} von {n:.0f} verordneten Wiederholung gemacht, {good:.0f} wie die "
                "Referenz."
            ),
            other=(
                "{done:.0f} von {n:.0f} verordneten Wiederholungen gemacht, {good:.0f} wie die "
                "Referenz."
            ),
        ),
        "report.spread": (
            "Umfang im Mittel {mean:.0f}°, von {low:.0f}° bis {high:.0f}°; Referenz "
            "{reference:.0f}°, Ziel {target:.0f}°."
        ),
        "report.number": "Nr.",
        "report.difference": "Gegen die Referenz",
        "report.duration": "Dauer",
        "report.steadiness": "Gleichmäßigkeit",
        "report.similarity": "Ähnlichkeit",
        "report.finding": "Befund",
        "report.watch": "Uhr: {name}",
        "report.date": "{day}. {month} {year}, {time}",
        "report.undated": "Datum unbekannt",
        "month.1": "Januar",
        "month.2": "Februar",
        "month.3": "März",
        "month.4": "April",
        "month.5": "Mai",
        "month.6": "Juni",
        "month.7": "Juli",
        "month.8": "August",
        "month.9": "September",
        "month.10": "Oktober",
        "month.11": "November",
        "month.12": "Dezember",
        "report.range_plot": "Bewegungsumfang in Grad",
        "report.stability_plot": "Gleichmäßigkeit (normierter Ruck)",
        "report.tempo_plot": "Dauer in Sekunden",
        "report.progress_plot": "Mittlerer Umfang in Grad, letzte Sitzungen",
        "report.where": (
            "Wo die Wiederholungen von der Referenz abweichen, und bei wie vielen von ihnen"
        ),
        "report.limit_line": "Grenze",
        "report.rating": "{value:.0f}/10",
        "report.drift": (
            "Drehratensensor in Ruhe (x, y, z): {start} am Anfang, {end} am Ende. Richtung am"
            " Ende: {heading}."
        ),
        "report.footer": (
            "Alle Werte sind mit einer Uhr am Handgelenk gemessen und mit der eigenen "
            "Referenzwiederholung verglichen, die unter Aufsicht einer Therapeutin oder eines "
            "Therapeuten aufgenommen wurde. Der Bewegungsumfang ist der Winkel, um den sich das "
            "Körperteil im Raum dreht. Die Gleichmäßigkeit ist ein normierter Ruck: Größer ist "
            "gleichmäßiger. Ein gefüllter Punkt ist eine Wiederholung wie die Referenz. Schmerz "
            "und Anstrengung sind eigene Angaben von 0 bis 10."
        ),
        "report.aid": "Übungshilfe, kein Medizinprodukt.",
        "kind.praise": "wie die Referenz",
        "kind.low_range": "zu geringer Umfang",
        "kind.short_hold": "zu kurz gehalten",
        "kind.over_range": "über der Grenze",
        "kind.bent_elbow": "Ellenbogen gebeugt",
        "kind.shrug": "Schulter hochgezogen",
        "kind.too_fast": "zu schnell",
        "kind.too_slow": "zu langsam",
        "kind.shaky": "unruhig",
        "kind.leaning": "Rumpf geneigt",
        "kind.turned": "Ausgangsstellung verdreht",
        # Was beim Lesen einer Aufnahme der Uhr auffiel.
        "span.years": Plural(one="{n:g} Jahr", other="{n:g} Jahre"),
        "span.days": Plural(one="{n:g} Tag", other="{n:g} Tage"),
        "span.hours": Plural(one="{n:g} Stunde", other="{n:g} Stunden"),
        "span.seconds": "{n:g} s",
        "sensor.accelerometer": "Beschleunigungssensors",
        "sensor.gyroscope": "Gyroskops",
        "remark.separator": "die Spalten sind durch „{separator}“ getrennt, nicht durch Kommas",
        "remark.encoding": "die Datei ist in {name} geschrieben",
        "remark.nul_bytes": (
            "die Datei enthält NUL-Bytes, wie nach einem Stromausfall; sie wurden weggelassen"
        ),
        "remark.last_row_cut": "die letzte Zeile bricht ab und wurde weggelassen",
        "remark.rows_unreadable": Plural(
            one="1 Zeile ist nicht lesbar (Zeile {line:.0f}) und wurde weggelassen",
            other=(
                "{n:.0f} Zeilen sind nicht lesbar (die erste ist Zeile {line:.0f}) und wurden "
                "weggelassen"
            ),
        ),
        "remark.rows_missing": (
            "in {n:.0f} von {rows:.0f} Zeilen fehlen Werte oder sind unendlich; sie wurden "
            "weggelassen"
        ),
        "remark.rows_repeated": Plural(
            one="1 Zeile steht doppelt da und wurde weggelassen",
            other="{n:.0f} Zeilen stehen doppelt da und wurden weggelassen",
        ),
        "remark.rows_zero": Plural(
            one="1 Zeile enthält nur Nullen, was kein Sensor misst, und wurde weggelassen",
            other=(
                "{n:.0f} Zeilen enthalten nur Nullen, was kein Sensor misst, und wurden weggelassen"
            ),
        ),
        "remark.rows_impossible": Plural(
            one="1 Zeile enthält Werte, die keine Uhr misst, und wurde weggelassen",
            other="{n:.0f} Zeilen enthalten Werte, die keine Uhr misst, und wurden weggelassen",
        ),
        "remark.time_unit": "die Zeiten sind in {unit} und wurden in Sekunden umgerechnet",
        "remark.time_in_days": (
            "die Zeiten sind Tage einer Tabelle und wurden in Sekunden umgerechnet"
        ),
        "remark.time_of_day": "die Zeiten sind als Datum oder Uhrzeit geschrieben",
        "remark.newest_first": "die neueste Zeile steht zuerst; die Reihenfolge wurde umgedreht",
        "remark.rows_sorted": "die Zeilen standen nicht in zeitlicher Folge und wurden sortiert",
        "remark.rows_out_of_time": Plural(
            one="1 Zeile fällt aus der Zeit und wurde weggelassen",
            other="{n:.0f} Zeilen fallen aus der Zeit und wurden weggelassen",
        ),
        "remark.clock_forward": (
            "nach {at_s:g} s wurde die Uhr um {by} vorgestellt oder die Aufnahme unterbrochen; "
            "der Sprung wurde herausgenommen"
        ),
        "remark.clock_back": (
            "nach {at_s:g} s wurde die Uhr um {by} zurückgestellt; der Sprung wurde herausgenommen"
        ),
        "remark.times_shared": (
            "mehrere Messwerte tragen dieselbe Zeit, wie in Paketen; sie wurden gleichmäßig "
            "verteilt"
        ),
        "remark.times_jitter": (
            "die Zeiten springen hin und her wie die von Ankünften; sie wurden gleichmäßig verteilt"
        ),
        "remark.slow": "aufgenommen mit {rate:.3g} Hz: schnelle Bewegungen gehen verloren",
        "remark.fast": "aufgenommen mit {rate:.4g} Hz: mehr als nötig, es wird verringert",
        "remark.uneven": "die Messwerte haben ungleiche Abstände und werden umgerechnet",
        "remark.gaps": Plural(
            one="1 Lücke ohne Messwerte, von {longest:.3g} s",
            other="{n:.0f} Lücken ohne Messwerte, die längste von {longest:.3g} s",
        ),
        "remark.accel_in_g": "die Beschleunigung ist in g und wurde in m/s² umgerechnet",
        "remark.accel_in_mg": (
            "die Beschleunigung ist in Tausendsteln von g und wurde in m/s² umgerechnet"
        ),
        "remark.gyro_in_degrees": "die Drehrate ist in Grad/s und wurde in rad/s umgerechnet",
        "remark.gravity_unknown": (
            "die übliche Beschleunigung ist {value:.3g}, weder in m/s² noch in g die Schwerkraft; "
            "sie wurde als m/s² gelesen"
        ),
        "import.read": (
            "{format}: Beschleunigung in {unit}, {sign}; {gyro}; {rate:.4g} Hz; {changed}"
        ),
        "import.up": ("in Ruhe nach oben positiv"),
        "import.down": ("in Ruhe nach unten positiv"),
        "import.rate": ("Drehrate in {unit}"),
        "import.no_gyroscope": ("ohne Gyroskop"),
        "import.changed": ("geändert: {changes}"),
        "import.unchanged": ("nichts wurde geändert"),
        "remark.streams_in_turn": ("Beschleunigung und Drehrate stehen in eigenen Zeilen"),
        "remark.streams_joined": (
            "Beschleunigung und Drehrate haben eigene Zeiten und wurden zusammengeführt"
        ),
        "remark.accel_in_counts": (
            "die Beschleunigung ist in Schritten von {unit} und wurde in m/s² umgerechnet"
        ),
        "remark.gyro_in_millidegrees": (
            "die Drehrate ist in Tausendstel Grad/s und wurde in rad/s umgerechnet"
        ),
        "remark.unit_contradicted": (
            "die Datei sagt {named}, die Schwerkraft aber ist 1 g in {unit}; das wurde genommen"
        ),
        "remark.raw_counts": (
            "die Beschleunigung ist in Rohwerten des Sensors ({value:.0f} bei Schwerkraft), und "
            "nichts sagt, wie viele Rohwerte des Gyroskops ein Grad pro Sekunde sind"
        ),
        "remark.sign_reversed": (
            "die Beschleunigung hatte das Vorzeichen der Schwerkraft (unten ist positiv) und "
            "wurde umgekehrt"
        ),
        "remark.sign_assumed": (
            "nichts sagt, ob ein iPhone oder ein Android es aufnahm; das Vorzeichen von "
            "{platform} wurde genommen"
        ),
        "remark.gravity_added": (
            "die Schwerkraft steht für sich und wurde zur Beschleunigung addiert"
        ),
        "remark.turned_from_world": (
            "die Schwerkraft wurde addiert und die Beschleunigung aus den Achsen der Welt in die "
            "des Sensors gedreht"
        ),
        "remark.gyro_from_orientation": ("die Drehrate wurde aus der Änderung der Lage genommen"),
        "remark.phone_left_out": (
            "die Sensoren des Telefons wurden weggelassen: die der Uhr wurden genommen"
        ),
        "remark.files_left_out": Plural(
            one="1 der Dateien ist von keiner bekannten App und wurde weggelassen",
            other="{n:.0f} der Dateien sind von keiner bekannten App und wurden weggelassen",
        ),
        "remark.axes_swapped": "X und Y wurden getauscht: die Firmware verwechselt sie",
        "remark.records_damaged": Plural(
            one="1 Datensatz ist beschädigt und wurde weggelassen",
            other="{n:.0f} Datensätze sind beschädigt und wurden weggelassen",
        ),
        "remark.no_gyroscope": (
            "es ist kein Gyroskop dabei: Wiederholungen werden gezählt, nur Drehungen um die "
            "Senkrechte nicht, die die Schwerkraft nicht zeigt; Winkel lassen sich nicht bestimmen"
        ),
        "remark.constant": "das Signal ändert sich nie; war der Sensor eingeschaltet?",
        "remark.no_gravity": (
            "der Beschleunigung fehlt die Schwerkraft: das aufnehmende Programm hat sie abgezogen"
        ),
        "remark.gyroscope_dead": "das Gyroskop zeigt durchweg {value:.3g}: es ist ausgefallen",
        "remark.accelerometer_dead": (
            "der Beschleunigungssensor zeigt durchweg {value:.3g}: er ist ausgefallen"
        ),
        "remark.axis_dead": "die Achse {axis} des {sensor} ändert sich nie: sie ist ausgefallen",
        "remark.gyroscope_stalls": (
            "das Gyroskop zeigt {seconds:.1f} s lang 0, während die Uhr gedreht wird"
        ),
        "remark.readings_frozen": (
            "die Sensoren wiederholen {seconds:.1f} s lang einen Messwert, mitten in der Bewegung"
        ),
        "remark.gyroscope_clipped": (
            "das Gyroskop ist bei {value:.0f}°/s abgeschnitten: Winkel werden zu klein"
        ),
        "remark.accelerometer_clipped": (
            "der Beschleunigungssensor ist bei {value:.3g} g abgeschnitten"
        ),
        # Eine Untersuchung vor der Kamera: die Seite, die durch die Beugungen führt.
        "bending.title": "Untersuchung des unteren Rückens",
        "bending.person": "Kürzel {code}",
        "bending.simulated": "SIMULIERTER MENSCH",
        "bending.footer": "Keine Diagnose, kein Medizinprodukt",
        "bending.code": "Kürzel der Person",
        "bending.wrong_code": (
            "Das ist kein Kürzel: bis zu 16 Buchstaben, Ziffern und Striche mit einer Ziffer "
            "darunter und kein Name, oder leer lassen."
        ),
        "bending.body": "Was die Kamera sieht",
        "bending.picture": "Die Person, wie die Kamera sie sieht",
        "bending.frame": "Der ganze Körper muss in diesem Rahmen liegen.",
        "bending.show_picture": "Kamerabild",
        "bending.guide": "Was zu tun ist",
        "bending.answer": "Die Antwort mit ihren Gründen",
        "bending.forward": "Vorwärts",
        "bending.backward": "Rückwärts",
        "bending.count": "{done:.0f} von {wanted:.0f}",
        "bending.so_far": (
            "Bisher {forward:.0f} von {wanted:.0f} Beugungen vorwärts, {backward:.0f} von "
            "{wanted:.0f} rückwärts."
        ),
        "bending_button.begin": "Beginnen",
        "bending_button.restart": "Noch einmal beginnen",
        "bending_button.answer": "Jetzt antworten",
        "bending_button.leave": "Beenden",
        "bending_step.sideways": "Genau seitlich zur Kamera stehen, drei Meter entfernt.",
        "bending_step.whole": "Ganz im Bild sein, vom Kopf bis zu den Füßen, und niemand sonst.",
        "bending_step.arms": "Die Arme vor der Brust kreuzen oder hängen lassen.",
        "bending_step.forward": (
            "Fünfmal langsam nach vorn beugen, so weit es angenehm ist; dazwischen still stehen."
        ),
        "bending_step.backward": "Dann ebenso fünfmal langsam nach hinten beugen.",
        "bending_now.code": "Wer ist es?",
        "bending_now.place": "Seitlich zur Kamera stehen",
        "bending_now.forward": "Langsam nach vorn beugen",
        "bending_now.backward": "Langsam nach hinten beugen",
        "bending_now.still": "Still stehen",
        "bending_now.answering": "Einen Moment",
        "bending_now.answered": "Es gibt eine Antwort",
        "bending_now.unanswered": "Keine Antwort",
        "bending_now.ended": "Die Untersuchung ist beendet",
        "bending_explained.code": (
            "Geben Sie ein Kürzel mit einer Ziffer ein, keinen Namen; es darf leer bleiben. Die "
            "Kamera steht fest in Hüfthöhe. Dann drücken Sie Beginnen."
        ),
        "bending_explained.place": "Sie müssen ganz im Bild sein, und niemand sonst.",
        "bending_explained.forward": (
            "So weit es angenehm ist, dann wieder hochkommen und einen Moment still stehen."
        ),
        "bending_explained.backward": (
            "So weit es angenehm ist, dann wieder hochkommen und einen Moment still stehen."
        ),
        "bending_explained.still": "Das reicht. Bleiben Sie aufrecht, bis die Antwort kommt.",
        "bending_explained.answering": "Die Netze werden befragt.",
        "bending_explained.answered": (
            "Sie steht unten, mit ihren Gründen, und ist als Seite aufgehoben."
        ),
        "bending_explained.unanswered": (
            "Unten steht, was gegen eine Antwort spricht und was zu tun ist. Mit R beginnt es noch "
            "einmal."
        ),
        "bending_explained.ended": "Was aufgenommen und geantwortet wurde, ist aufgehoben.",
        "bending_now.nobody": "Niemand ist zu sehen",
        "bending_now.stranger": "Ist es noch dieselbe Person?",
        "bending_now.second": "Zwei Menschen sind zu sehen",
        "bending_now.camera": "Die Kamera hat sich bewegt",
        "bending_now.rate": "Zu wenige Bilder",
        "bending_now.head": "Der Kopf ist nicht zu sehen",
        "bending_now.feet": "Die Füße sind nicht zu sehen",
        "bending_now.view": "Genau seitlich stehen",
        "bending_help.nobody": "Stellen Sie sich drei Meter vor die Kamera, bei Licht.",
        "bending_help.stranger": (
            "Dort scheint jemand anderes zu stehen: Nur ein Mensch darf sich beugen. Mit R beginnt "
            "es noch einmal."
        ),
        "bending_help.second": "Bitten Sie alle anderen, aus dem Bild zu gehen.",
        "bending_help.camera": "Stellen Sie die Kamera auf etwas Festes, und drücken Sie R.",
        "bending_help.rate": (
            "Dieser Rechner schafft keine zehn Bilder je Sekunde: Schließen Sie andere Programme."
        ),
        "bending_help.view": "Eine Schulter muss die andere vor der Kamera verdecken.",
        # Rückenuntersuchung.
        "screening.title": "Untersuchung des unteren Rückens von {code}",
        "screening.nameless": "Untersuchung des unteren Rückens",
        "screening.facts": "{date} · Film von {seconds:.0f} s · {pictures:.0f} Bilder angesehen",
        "screening.not_diagnosis": "Keine Diagnose; gelernt an simulierten Menschen.",
        "screening.simulated_person": "Wer sich beugt, ist simuliert.",
        "screening.no_plan": (
            "Aus dieser Seite folgt kein Übungsplan, und wie weit sie auf Patienten zutrifft, ist "
            "nicht bekannt."
        ),
        "screening.question": "{negative} oder {positive}? ({directions})",
        "screening.answer": (
            "Das Netz {network} sieht das Bewegungsmuster „{group}“ mit einer Wahrscheinlichkeit "
            "von {probability:.0%}."
        ),
        "screening.reliability": (
            "Antworten von dieser Sicherheit ({low:.0%} bis {high:.0%}) stimmten bei {right:.0f} "
            "von {people:.0f} simulierten Menschen, an denen das Netz nicht gelernt hatte: "
            "{share:.0%}, 95-%-Intervall {least:.0%} bis {most:.0%}."
        ),
        "screening.reliability_unknown": (
            "Wie oft eine Antwort von dieser Sicherheit stimmt, wurde nicht gemessen."
        ),
        "screening.accuracy": (
            "Von allen seinen Antworten über solche Menschen stimmten {accuracy:.0%}; Raten "
            "erreicht die Hälfte."
        ),
        "screening.no_answer": "KEINE ANTWORT",
        "screening.no_answer_help": "Was gegen eine Antwort spricht, und was zu tun ist:",
        "screening.agree": "Alle {n:.0f} befragten Netze nennen dieses Muster.",
        "screening.disagree": (
            "Die Netze sind sich nicht einig: {share:.0%} von {n:.0f} nennen das Muster, in dem "
            "sie am ehesten übereinstimmen."
        ),
        "screening.also": "{network}: „{group}“, {probability:.0%}",
        "screening.moments": "Was am meisten zählte",
        "screening.moments_help": (
            "Von den {masks:.0f} Umrissen des Rückens, die das Netz sah, sprachen diese am meisten "
            "für seine Antwort; violett ist, wo. Ein Feld dieser Karte ist {cell:.0f} Bildpunkte "
            "breit bei einem Rücken von {size:.0f}: Es kann auf einen Teil des Rückens zeigen, nie "
            "auf einen Wirbel."
        ),
        "screening.moment": (
            "{place:.0f}. Bei {degrees:.0f}°, Beugen {direction}, {seconds:.1f} s"
        ),
        "screening.moment_text": (
            "Umriss des Rückens bei einem Rumpfwinkel von {degrees:.0f}°, aufrecht gedreht; am "
            "stärksten gefärbt ist das {part} Drittel."
        ),
        "screening.joints_text": "Die Gelenke des Körpers in diesem Moment, von der Seite.",
        "screening.no_heat": "Kein Teil eines Umrisses spricht für sich allein für die Antwort.",
        "part.images": "Umrisse",
        "part.proms": "Fragebögen",
        "part.angle": "Winkel",
        "part.velocity": "Winkelgeschwindigkeit",
        "part.acceleration": "Winkelbeschleunigung",
        "part.upper": "obere",
        "part.middle": "mittlere",
        "part.lower": "untere",
        "screening.counted": "Was zählte: {parts}.",
        "screening.counted_part": "{part} {share:.0%}",
        "screening.moved": (
            "Zahlen, die die Antwort am meisten bewegten, zu ihr hin (+) oder von ihr weg (−): "
            "{figures}."
        ),
        "screening.moved_part": "{figure} {value:+.2f}",
        "screening.figures": "Zahlen neben denen der simulierten Menschen",
        "screening.figures_help": (
            "Der Balken ist der Bereich der Menschen, an denen das Netz gelernt hat, der Strich "
            "ihr Mittel, der Punkt diese Person."
        ),
        "screening.figure": "Zahl",
        "screening.person": "Person",
        "screening.mean": "Mittel",
        "screening.range": "Bereich",
        "screening.place": "Lage",
        "screening.place_text": "{value}, zwischen {lowest} und {highest}",
        "screening.outside_text": "{value}, außerhalb von {lowest} bis {highest}",
        "screening.course": "Der Rumpfwinkel",
        "screening.course_text": (
            "Der Rumpfwinkel über den Film: 180° ist aufrecht, weniger vorgebeugt, mehr "
            "zurückgebeugt."
        ),
        "screening.film": "Güte des Films",
        "screening.rule": "Regel",
        "screening.measured": "Gemessen",
        "screening.limit": "Grenze",
        "screening.kept": "Eingehalten",
        "screening.yes": "ja",
        "screening.no": "nein",
        "screening.at_least": "mindestens {limit}",
        "screening.at_most": "höchstens {limit}",
        "screening.networks": "Die Netze",
        "screening.privacy": (
            "Die Seite zeigt Umrisse und Gelenke; kein Bild des Films ist darin."
        ),
        "direction.forward": "vorwärts",
        "direction.backward": "rückwärts",
        "group.FP": "Flexionsmuster (FP)",
        "group.EP": "aktives Extensionsmuster (EP)",
        "group.MI": "Bewegungsstörung (MI)",
        "group.MCI": "Störung der Bewegungskontrolle (MCI)",
        "figure.F0": "Varianz des Winkels (Grad²)",
        "figure.F1": "Standardabweichung des Winkels (°)",
        "figure.F2": "kleinster Winkel (°)",
        "figure.F3": "Umfang (°)",
        "figure.F4": "größter Winkel (°)",
        "figure.F5": "Dauer einer Beugung (s)",
        "figure.F6": "Varianz dieser Dauer (s²)",
        "figure.F7": "Varianz der Tiefe (Grad²)",
        "figure.F8": "Zeit des Haltens in der Tiefe (s)",
        "rule.person": "Bilder mit einer Person",
        "rule.stranger": "Bilder, in denen es jemand anderes sein kann",
        "rule.second": "durchsuchte Bilder mit jemand anderem",
        "rule.camera": "Bewegung der Kamera, von der Bildhöhe",
        "rule.rate": "Bilder je Sekunde",
        "rule.head": "Bilder ohne den Kopf",
        "rule.feet": "Bilder ohne die Füße",
        "rule.view": "neben der Seitenansicht",
        "rule.silhouette": "Umrisse, die kein Rücken haben kann",
        "rule.bends": "Beugungen {direction}",
        "rule.range": "Weite {direction}, gemessen an der fast aller simulierten Menschen",
        "rule.unusual": "{figure}: jenseits des Bereichs der simulierten Menschen",
        "refusal.nobody": (
            "Im Film ist niemand zu finden: Filmen Sie eine ganze Person von der Seite, gut "
            "beleuchtet."
        ),
        "refusal.person": (
            "Nur in {measured:.0%} der Bilder ist eine Person zu finden: Filmen Sie durchgehend "
            "eine ganze Person, gut beleuchtet."
        ),
        "refusal.stranger": (
            "In {measured:.0%} der Bilder ist nicht sicher, dass es die Person vom Anfang ist: "
            "Filmen Sie eine Person allein."
        ),
        "refusal.second": (
            "Jemand anderes ist im Bild: Bitten Sie andere hinaus und filmen Sie eine Person "
            "allein."
        ),
        "refusal.camera": (
            "Die Kamera hat sich bewegt, um {measured:.0%} der Bildhöhe: Stellen Sie sie auf etwas "
            "Festes."
        ),
        "refusal.rate": (
            "Es sind nur {measured:.1f} Bilder je Sekunde: Filmen Sie mit mindestens 10, besser 25."
        ),
        "refusal.head": (
            "Der Kopf ist in {measured:.0%} der Bilder außerhalb: Gehen Sie zurück, bis immer der "
            "ganze Körper im Bild ist."
        ),
        "refusal.feet": (
            "Die Füße sind in {measured:.0%} der Bilder nicht zu sehen: Gehen Sie zurück, bis "
            "immer der ganze Körper im Bild ist."
        ),
        "refusal.view": (
            "Die Kamera steht {measured:.0f}° neben der Seite: Drehen Sie sich, bis sie Sie genau "
            "von der Seite sieht."
        ),
        "refusal.silhouette": (
            "In {measured:.0%} der Bilder kann der Umriss des Rückens nicht stimmen: Tragen Sie "
            "enge Kleidung in einer anderen Farbe als die Wand, und filmen Sie in gleichmäßigem "
            "Licht."
        ),
        "refusal.bends": Plural(
            one=(
                "{n:.0f} ganze Beugung {direction} ist zu sehen: Machen Sie mindestens drei, "
                "langsam, und stehen Sie dazwischen still."
            ),
            other=(
                "{n:.0f} ganze Beugungen {direction} sind zu sehen: Machen Sie mindestens drei, "
                "langsam, und stehen Sie dazwischen still."
            ),
        ),
        "refusal.range": (
            "Die Beugungen {direction} gehen nur {measured:.0%} so weit wie die fast aller, an "
            "denen die Netze gelernt haben: Beugen Sie sich langsam so weit, wie es angenehm ist; "
            "geht es nicht weiter, gibt es hier keine Antwort für Sie."
        ),
        "refusal.unusual": (
            "Diese Bewegung liegt außerhalb dessen, was das Netz kennt ({figure}): Beugen Sie sich "
            "langsam und gleichmäßig, so weit es angenehm ist."
        ),
        "refusal.questionnaires": (
            "Das Netz fragt auch nach {names}: Geben Sie diese Werte in einer Datei mit --proms an."
        ),
        "remark.walking": "{seconds:.0f} s sehen nach Gehen aus und werden nicht gezählt",
        # Die Seite über die Bewegung eines Säuglings, für Fachleute.
        "infant.title": "Bewegung von Säugling {code}",
        "infant.simulated": (
            "Vorführgewichte: allein an simulierten Säuglingen gelernt. Diese Seite zeigt, wie das "
            "Verfahren arbeitet, und sagt nichts über diesen Säugling."
        ),
        "infant.prepared_otherwise": (
            "Die Gelenkpunkte wurden anders aufbereitet als die, an denen die Netze gelernt haben "
            "(Mitte des Rumpfs als Ursprung, Rumpf aufrecht, eine Länge für den Film): Schwellen "
            "und Bereiche gelten nicht."
        ),
        "infant.scaling": (
            "die Karte jedes Netzes durch ihren größten Betrag, bei 0 abgeschnitten; Mediane über "
            "die Fenster, dann über die Netze"
        ),
        "infant.recording": "1 · Die Aufnahme",
        "infant.length": "{seconds:.0f} s mit {rate:.3g} Bildern pro Sekunde ({source})",
        "infant.rate_given": "wie angegeben",
        "infant.rate_file": "aus den Zeiten der Datei",
        "infant.tracked": (
            "{layout}; {gaps:.1%} der Punkte fehlen, Seiten in {swaps:.1%} der Bilder vertauscht, "
            "von oben gesehen in {facing:.0%}"
        ),
        "infant.age": "korrigiertes Alter {weeks:.0f} Wochen",
        "infant.age_unknown": "korrigiertes Alter nicht angegeben",
        "infant.age_outside": (
            "Das korrigierte Alter liegt außerhalb von 9 bis 18 Wochen, für die das Verfahren "
            "beschrieben ist"
        ),
        "infant.short": "Kürzer als drei Minuten: ein Augenblick aus dem Tag eines Säuglings",
        "infant.by_hand_state": "Zustand (wach, ohne Schnuller), von Hand: ____________________",
        "infant.answer": "2 · Die Antwort",
        "infant.none": "Keine Antwort",
        "infant.group.very_low": "Sehr niedrig",
        "infant.group.low": "Niedrig",
        "infant.group.high": "Hoch",
        "infant.group.very_high": "Sehr hoch",
        "infant.score": Plural(
            one="Wert {median:.2f}; Fenster von {first:.2f} bis {last:.2f}. Ein einziges Netz hat "
            "geurteilt: wie weit Netze über diesen Säugling auseinandergehen, ist nicht bekannt",
            other="Mittlerer Wert {median:.2f}; die Hälfte der {n:.0f} Netze zwischen {low:.2f} "
            "und {high:.2f}; Fenster von {first:.2f} bis {last:.2f}",
        ),
        "infant.threshold": "Schwelle {threshold:.3f} ({source})",
        "infant.usable": "{usable:.0f} von {n:.0f} Fenstern zu 5 s brauchbar",
        "infant.corrected": (
            "Berichtigt danach, wie selten die auffällige Gruppe ist (1 von {one_in:.0f} statt 1 "
            "von 2): {share:.1%}"
        ),
        "infant.why.windows": "{n:.0f} brauchbare Fenster, nötig sind mindestens {least:.0f}",
        "infant.why.crossing": (
            "in {share:.0%} der Fenster sind sich die Netze über die Seite der Schwelle uneins"
        ),
        "infant.why.swaps": "rechts und links wurden in {share:.0%} der Bilder verwechselt",
        "infant.why.gaps": "{share:.0%} der Punkte wurden nicht gefunden",
        "infant.why.not_supine": (
            "in {share:.0%} der Bilder liegt der Säugling nicht, von oben gesehen, auf dem Rücken"
        ),
        "infant.why.speed": (
            "die Hände bewegen sich mit {speed:.2f} Rumpflängen pro Sekunde; die Netze kennen "
            "{low:.2f} bis {high:.2f}"
        ),
        "infant.why.tracker": (
            "die Netze schauen dorthin, wo die Erkennung versagt (r = {r:.2f}), nicht auf die "
            "Bewegung"
        ),
        "infant.meaning": "3 · Was es bedeuten würde",
        "infant.meaning_text": (
            "Mit der Sensitivität von 71 % und der Spezifität von 94 % der veröffentlichten Netze "
            "wären von hundert als hoch gemeldeten Säuglingen 57 zu Recht gemeldet, wo einer von "
            "10 betroffen ist, und 2 oder 3, wo es 2 von 1000 sind: eine Sache der Nachsorge bei "
            "hohem Risiko. Für diese Gewichte gibt es solche Zahlen nicht."
        ),
        "infant.timeline": "4 · Fenster für Fenster",
        "infant.timeline_note": "Linie: Median der Netze. Band: ihre mittlere Hälfte. "
        "Schraffiert: nicht brauchbar. Gestrichelt: die Schwelle.",
        "infant.body": "5 · Welche Gelenke für die auffällige Gruppe sprechen",
        "infant.map.cam": "CAM",
        "infant.map.gradcam": "Grad-CAM",
        "infant.agreement": "Beide Karten stimmen über die Gelenke mit r = {r:.2f} überein",
        "infant.agreement_none": "Eine der Karten ist flach: es gibt nichts zu vergleichen",
        "infant.joint.very_low": "sehr niedrig",
        "infant.joint.low": "niedrig",
        "infant.joint.high": "hoch",
        "infant.joint.very_high": "sehr hoch",
        "infant.joint.none": "in keinem Gelenk etwas, das für diese Gruppe spricht",
        "infant.joint.unseen": "nicht beobachtet",
        "infant.top.low": (
            "Nach {name} sprechen in den meisten Fenstern am wenigsten für die auffällige Gruppe: "
            "{joints}"
        ),
        "infant.top.high": (
            "Nach {name} sprechen in den meisten Fenstern am meisten für die auffällige Gruppe: "
            "{joints}"
        ),
        "infant.top_none": "Nach {name} tritt kein Gelenk hervor",
        "infant.top_doubtful": "(zweifelhaft: kein klarer Knick)",
        "infant.table.joint": "Gelenk",
        "infant.table.signed": "roh, {name}",
        "infant.table.value": "normiert, {name}",
        "infant.name.head_top": "Scheitel",
        "infant.name.nose": "Nase",
        "infant.name.right_ear": "rechtes Ohr",
        "infant.name.left_ear": "linkes Ohr",
        "infant.name.upper_neck": "Hals",
        "infant.name.right_shoulder": "rechte Schulter",
        "infant.name.right_elbow": "rechter Ellbogen",
        "infant.name.right_wrist": "rechtes Handgelenk",
        "infant.name.thorax": "Brustkorb",
        "infant.name.left_shoulder": "linke Schulter",
        "infant.name.left_elbow": "linker Ellbogen",
        "infant.name.left_wrist": "linkes Handgelenk",
        "infant.name.pelvis": "Becken",
        "infant.name.right_hip": "rechte Hüfte",
        "infant.name.right_knee": "rechtes Knie",
        "infant.name.right_ankle": "rechter Knöchel",
        "infant.name.left_hip": "linke Hüfte",
        "infant.name.left_knee": "linkes Knie",
        "infant.name.left_ankle": "linker Knöchel",
        "infant.movement": "6 · Wie sich der Säugling bewegt hat",
        "infant.hand_speed": (
            "Hände: im Mittel {speed:.2f} Rumpflängen pro Sekunde (Säuglinge der Kalibrierung, "
            "simuliert: {low:.2f} bis {high:.2f} mit Rand)"
        ),
        "infant.limb.right_arm": "rechtes Handgelenk",
        "infant.limb.left_arm": "linkes Handgelenk",
        "infant.limb.right_leg": "rechter Knöchel",
        "infant.limb.left_leg": "linker Knöchel",
        "infant.figure.limb": "Glied",
        "infant.figure.pair": "Paar",
        "infant.figure.speed": "Tempo (Rumpflängen pro Sekunde)",
        "infant.figure.spread": "Spielraum (Rumpflängen)",
        "infant.figure.curvature": "Krümmung (Bogenmaß pro Rumpflänge)",
        "infant.figure.likeness": "rechts und links zugleich (Rangkorrelation der Tempi)",
        "infant.figure.beside": "{value} ({low} bis {high})",
        "infant.movement_note": (
            "In Klammern: neun von zehn unauffälligen Säuglingen der Kalibrierung, simuliert und "
            "ohne Alter; * liegt außerhalb. Ein ungewöhnlicher Wert ist kein Befund: auch Kamera "
            "und Verfolgung ändern ihn."
        ),
        "infant.movement_bare": "Diese Netze bringen keinen üblichen Bereich dieser Werte mit.",
        "infant.whatif": "7 · Was wäre, bewegte er sich langsamer oder schneller",
        "infant.whatif.limbs": "Glieder",
        "infant.whatif.before": "wie gefilmt",
        "infant.whatif.slower": "halb so schnell",
        "infant.whatif.faster": "doppelt so schnell",
        "infant.whatif.learned": "was die Netze gelernt haben",
        "infant.whatif.arms": "Arme",
        "infant.whatif.legs": "Beine",
        "infant.whatif.all": "alles",
        "infant.whatif.slower_raises": "langsamer erhöht den Wert",
        "infant.whatif.slower_lowers": "langsamer senkt den Wert",
        "infant.whatif.both_raise": "jedes andere Tempo erhöht den Wert",
        "infant.whatif.both_lower": "jedes andere Tempo senkt den Wert",
        "infant.whatif.no_difference": "das Tempo macht keinen Unterschied",
        "infant.whatif_note": (
            "Das beschreibt diese Netze, nicht den Säugling: andere Gewichte haben vielleicht das "
            "Gegenteil gelernt."
        ),
        "infant.perturb": "Stimmen die Erklärungen? Die genannten Gelenke, anders bewegt",
        "infant.perturb.velocity": "Langsamer und schneller",
        "infant.perturb.angle": "Durch kleinere und größere Winkel",
        "infant.perturb.combined": "Beides zugleich",
        "infant.perturb.plot": "{name}, {joints}; {n:.0f} Fenster, Risiko {group}",
        "infant.perturb.top": "Gelenke, auf die es ankommt",
        "infant.perturb.others": "alle anderen Gelenke",
        "infant.perturb.slower": "mal das Langsamste",
        "infant.perturb.faster": "mal das Schnellste",
        "infant.perturb.bones": "Knochen ändern ihre Länge um bis zu {share:.2f} Rumpflängen",
        "infant.perturb.note": (
            "Zeichen: Median über die Fenster. Balken: ihre mittlere Hälfte. Gestrichelt: wie "
            "gefilmt. Eine Erklärung stimmt, wo die genannten Gelenke den Wert mehr bewegen als "
            "alle anderen. Das beschreibt die Netze, nicht den Säugling."
        ),
        "infant.hand": "8 · Von Hand",
        "infant.hand_text": (
            "Fidgety Movements: vorhanden ☐ sporadisch ☐ fehlend ☐ übermäßig ☐   MOS-R: ____   "
            "MRT: ____   HINE: ____   Nächster Schritt: ____________   Unterschrift: ____________"
        ),
        "infant.foot": (
            "Keine Diagnose und kein Medizinprodukt. Nicht für Eltern ohne Fachperson."
        ),
        "infant.weights": "Netze: {names} (zusammen {n:.0f}), gelernt an {sources}. {date}",
    },
)
