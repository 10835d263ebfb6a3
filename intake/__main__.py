"""``python -m intake`` is the command ``intake``."""

import sys

from intake.cli import main

sys.exit(main())
