"""What Dataflow's launcher runs: a file beside the packages, so that none of their modules hides another's name."""

import sys

from dataflow.launch import main

if __name__ == "__main__":
    sys.exit(main())
