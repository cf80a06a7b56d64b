"""The transfer file of a young person, for a school that asks for it."""

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from tracker import actions
from tracker.access import Permission
from tracker.domain.law.gateways import FIELDS, GATEWAYS, SCHOOL_TRANSFER
from tracker.reporting.files.transfer_file import version_on
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.attachments import attachment
from tracker.web.data_team import bp
from tracker.web.forms import Form, Needed, Text
from tracker.web.guard import requires, scope, standing_person
from tracker.web.named import naming


class Making(Form):
    """The school that asks."""

    school = Text(
        "Which school asks for it?",
        [Needed("Enter the number of the school.")],
        description="Its DfE number or URN, such as 3594034.",
    )


@bp.route("/people/<int:number>/transfer-file", methods=["GET", "POST"])
@requires(Permission.IMPORT_FILES, fresh=True)
def school_transfer(number: int) -> ResponseReturnValue:
    """Shows by what law and what would be given to a school, then gives the file."""
    person = standing_person(number)
    for_school = actions.law.school_transfers.for_school
    form = Making()
    if form.validate_on_submit():
        with refusals.in_form(form, for_school.SCHOOL):
            given = for_school.give(
                person.id,
                form.school.data or "",
                organisation=current_app.config["TRACKER"].organisation,
                within=scope(),
                act=act(),
            )
            naming.note([person.id])
            return attachment(given.name, given.content)
    gateway = GATEWAYS[SCHOOL_TRANSFER]
    return render_template(
        "data_team/leavers/school_transfer.html",
        person=person,
        form=form,
        gateway=gateway,
        fields=[FIELDS[each].label for each in gateway.fields],
        why_none=for_school.why_none(person),
        ctf_version=version_on(today()),
    )
