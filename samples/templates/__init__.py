"""Templates of the samples, one module per document type; each has a function `samples`."""

from samples.templates import (
    acquisition_report,
    broken,
    daily_drilling_report,
    decision_support_package,
    directional_survey,
    end_of_job_report,
    final_well_report,
    intervention_report,
    lithology_log,
    mud_report,
    peer_review,
    pvt_fluid_analysis,
    rig_action_plan,
    risk_assessment,
    site_survey_report,
    well_test_report,
)

MODULES = (
    acquisition_report,
    broken,
    daily_drilling_report,
    decision_support_package,
    directional_survey,
    end_of_job_report,
    final_well_report,
    intervention_report,
    lithology_log,
    mud_report,
    peer_review,
    pvt_fluid_analysis,
    rig_action_plan,
    risk_assessment,
    site_survey_report,
    well_test_report,
)
