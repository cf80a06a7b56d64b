"""The permission of each of these pages; a page that is missing here is forgotten."""

from tracker.access import Permission

PAGES: dict[str, Permission | str] = {
    "management.dashboard": Permission.SEE_FIGURES,
    "management.figures_by": Permission.SEE_FIGURES,
    "management.figures_unknown": Permission.SEE_FIGURES,
    "management.figures_lapses": Permission.SEE_FIGURES,
    "management.figures_flows": Permission.SEE_FIGURES,
    "management.figures_caseloads": Permission.SEE_FIGURES,
    "management.chart_file": Permission.SEE_FIGURES,
    "management.list_behind": Permission.SEE_PEOPLE,
    "management.list_file": Permission.SEE_PEOPLE,
    "management.list_caseloads": Permission.SEE_PEOPLE,
    "management.list_unassigned": Permission.SEE_PEOPLE,
    "management.the_year": Permission.SEE_PEOPLE,
    "management.the_year_list": Permission.SEE_PEOPLE,
    "management.the_year_file": Permission.SEE_PEOPLE,
    "management.the_year_owing": Permission.SEE_WORK,
    "management.the_year_owing_list": Permission.SEE_WORK,
    "management.the_year_owing_file": Permission.SEE_WORK,
    "management.the_year_september": Permission.SEE_PEOPLE,
    "management.the_year_september_table": Permission.SEE_PEOPLE,
    "management.the_year_september_list": Permission.SEE_PEOPLE,
    "management.the_year_september_file": Permission.SEE_PEOPLE,
    "management.at_risk": Permission.SEE_PEOPLE,
    "management.risk_thresholds": Permission.SEE_FIGURES,
    "management.reports": Permission.SEE_REPORTS,
    "management.report": Permission.SEE_REPORTS,
    "management.report_file": Permission.SEE_REPORTS,
    "management.improvement_plan": Permission.PLAN_IMPROVEMENT,
    "management.improvement_plan_restore": Permission.PLAN_IMPROVEMENT,
}
