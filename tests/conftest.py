"""Which servers may a test ask for, and which examples does Hypothesis try?

The fixtures stand in tests/fixtures/, one file per server.
"""

import os

from hypothesis import settings

pytest_plugins = [
    "tests.fixtures.authority",
    "tests.fixtures.browser",
    "tests.fixtures.databases",
    "tests.fixtures.imap",
    "tests.fixtures.smtp",
]

# The gate tries the same examples in every run, and no example fails for being slow on a busy machine: a
# change lands or not by what it does, never by chance. HYPOTHESIS_PROFILE=search looks for new examples.
settings.register_profile("gate", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))
