// OpenAI's package for Node, unmodified, against Errand.

import "./calls.mjs";
import "./errors.mjs";
import "./files.mjs";
import "./uploads.mjs";
import "./batches.mjs";
import { run } from "./checks.mjs";

await run();
