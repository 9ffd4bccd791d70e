"""OpenAI's Python package, unmodified, against Errand."""

import calls
import errors
import files
import uploads
import batches
from checks import run

run()
