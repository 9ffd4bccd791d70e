"""OpenAI's Python package, unmodified, against Errand."""

import calls
import errors
import files
import uploads
from checks import run

run()
