package dev.errand.api.bulk;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The end of a response to an upload: a response without it has been cut off. */
@RegisterForReflection
@Schema(
    name = "LastLine",
    description = "The last line of the response. A response without it has been cut off.",
    requiredProperties = "summary")
record LastLine(UploadSummary summary) {}
