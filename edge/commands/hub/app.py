"""The table of the hub's commands, in the order in which they are listed."""

import typer

from edge.commands.hub import (
    adherence,
    cohort,
    dashboard,
    demo,
    fhir,
    group,
    pairing,
    patients,
    review,
    rotate_key,
    rtm,
    serve,
    setup,
    staff,
    upkeep,
    worklist,
)

app = typer.Typer()
app.command("init")(setup.init)
app.command("serve")(serve.serve)
app.command("dashboard")(dashboard.dashboard)
app.command("certificate")(dashboard.certificate)
app.add_typer(staff.app, name="staff", help="Accounts of the staff.", no_args_is_help=True)
app.add_typer(patients.app, name="patient", help="Patients by their codes.", no_args_is_help=True)
app.command("invite")(pairing.invite)
app.command("confirm")(pairing.confirm)
app.command("revoke")(pairing.revoke)
app.command("resolve")(pairing.resolve)
app.command("rotate-key")(rotate_key.rotate_key)
app.command("worklist")(worklist.show_worklist)
app.command("snooze")(worklist.snooze)
app.command("thresholds")(worklist.thresholds)
app.command("adherence")(adherence.show_adherence)
app.command("rtm")(rtm.rtm)
app.command("review")(review.review)
app.command("fhir")(fhir.fhir)
app.command("cohort")(cohort.cohort)
app.command("maintain")(upkeep.maintain)
app.command("backup")(upkeep.backup)
app.command("restore")(upkeep.restore)
app.command("upgrade")(setup.upgrade)
app.command("audit")(upkeep.show_audit)
app.command("demo")(demo.demo)
app.add_typer(group.app, name="group", help="Hubs of a group of clinics.", no_args_is_help=True)
