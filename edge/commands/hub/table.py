"""The table of the hub's commands, in the order in which they are listed."""

from typing import Final

from edge.commands.by_name import Command, Table


def _command(place: str, line: str) -> Command:
    return Command(place=f"edge.commands.hub.{place}", help=line, extra="hub")


HUB: Final[Table] = {
    "init": _command("setup:init", "A new hub: folder, secret, key, database with one clinic."),
    "serve": _command("serve:serve", "Takes what patients' machines send."),
    "dashboard": _command("dashboard:dashboard", "The therapist's pages."),
    "certificate": _command("dashboard:certificate", "A certificate, to open them from elsewhere."),
    "staff": _command("staff:app", "Accounts of the staff."),
    "patient": _command("patients:app", "Patients by their codes."),
    "invite": _command("pairing:invite", "What lets a patient's machine be known, as text or QR."),
    "confirm": _command("pairing:confirm", "Lets in a machine whose four words were compared."),
    "revoke": _command("pairing:revoke", "Keeps a patient's machines out."),
    "resolve": _command("pairing:resolve", "Settles that a machine was copied."),
    "rotate-key": _command("rotate_key:rotate_key", "The hub's next key."),
    "worklist": _command("worklist:show_worklist", "Who needs attention, and why."),
    "snooze": _command("worklist:snooze", "Puts one of the worklist's reasons off."),
    "thresholds": _command("worklist:thresholds", "The numbers of the worklist's rules."),
    "adherence": _command("adherence:show_adherence", "Planned days against done ones."),
    "rtm": _command("rtm:rtm", "Days, minutes and contacts of remote monitoring."),
    "review": _command("review:review", "Starts or stops the time that is spent on a patient."),
    "fhir": _command("fhir:fhir", "A patient's sessions as FHIR R4."),
    "cohort": _command("cohort:cohort", "Tables of many patients under their codes."),
    "maintain": _command("upkeep:maintain", "What is due every night."),
    "backup": _command("upkeep:backup", "An encrypted backup, opened and checked."),
    "restore": _command("upkeep:restore", "A new database from a backup."),
    "upgrade": _command("setup:upgrade", "Brings an older database to this version."),
    "audit": _command("upkeep:show_audit", "Who did what."),
    "demo": _command("demo:demo", "A clinic with simulated patients."),
    "group": _command("group:app", "Hubs of a group of clinics."),
}
