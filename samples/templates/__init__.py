"""Templates of the samples, one module per document type; each has a function `samples`."""

from samples.templates import (
    broken,
    daily_drilling_report,
    directional_survey,
    intervention_report,
    mud_report,
    well_test_report,
)

MODULES = (
    broken,
    daily_drilling_report,
    directional_survey,
    intervention_report,
    mud_report,
    well_test_report,
)
