"""Run the command line with ``python -m chancery``."""

import sys

from chancery.cli import main

sys.exit(main())
