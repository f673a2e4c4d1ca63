"""`python -m renda_desktop` is the command line."""

import sys

from renda_desktop.cli import main

sys.exit(main())
