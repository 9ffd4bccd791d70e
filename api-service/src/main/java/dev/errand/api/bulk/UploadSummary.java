package dev.errand.api.bulk;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What became of an upload, as sent to the client. */
@RegisterForReflection
@Schema(name = "UploadSummary", description = "What became of an upload.")
record UploadSummary(
    @Schema(description = "Lines that have a result.", examples = "3") int lines,
    @Schema(description = "Lines that became new jobs.", examples = "1") int accepted,
    @Schema(description = "Lines that were accepted before, under the same key.", examples = "1")
        int replayed,
    @Schema(description = "Lines that have a problem.", examples = "1") int rejected,
    @Schema(
            description =
                "Whether the upload was read to its end. If not, the last result says why, and"
                    + " later lines were not read.")
        boolean complete) {}
