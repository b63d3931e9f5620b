"""`python -m tournee` is the command `tournee`."""

import sys

from tournee.bot.cli import main

sys.exit(main())
