"""``python -m brochure`` is the command ``brochure``."""

import sys

from brochure.cli.main import main

sys.exit(main())
