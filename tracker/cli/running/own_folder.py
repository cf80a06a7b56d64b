"""flask check-local: whether the council's own reports, feeds and look can be used."""

from tracker.cli import answer
from tracker.packing import local_folder
from tracker.wording.counts import counted


@answer.command(None, "check-local", database=False)
def check_local() -> int:
    """Try everything in the council's own folder.

    TRACKER_LOCAL names the folder. Each report and feed is opened, and each example of
    a feed is read as if it had arrived today; nothing is stored. The command ends with
    1 where something cannot be used.

    \b
    Example:
        TRACKER_LOCAL=/etc/tracker/local flask check-local
    """
    folder = local_folder.FOLDER
    if folder is None:
        raise answer.CannotBeDone(
            f"Set {local_folder.SETTING} to the folder with the council's own reports, "
            "feeds and look."
        )
    from tracker.actions.doctor import own_folder

    answer.start()
    authority = answer.settings().authority or "000"
    found = list(own_folder.look(folder, authority=authority, on=answer.today()))
    wrong = [each for each in found if each.problem]
    answer.give(
        {
            "folder": str(folder),
            "found": [
                answer.fields(each, "kind", "name", "finding", "problem")
                for each in found
            ],
        },
        answer.table(
            ["kind", "place", "found"],
            [(each.kind, each.name, each.problem or each.finding) for each in found],
        ),
        f"{counted(len(found), 'thing')} in {folder}, of which {len(wrong)} "
        "have to be put right.",
    )
    return answer.DONE_WITH_ISSUES if wrong else answer.DONE
