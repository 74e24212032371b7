"""Measurements beside peers, run on demand; one thread for numpy, as the service has it."""

import os

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(variable, "1")  # before numpy is imported
