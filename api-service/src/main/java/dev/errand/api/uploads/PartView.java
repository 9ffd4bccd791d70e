package dev.errand.api.uploads;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.errand.store.files.UploadId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A part of an upload as OpenAI's clients see it. */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@Schema(
    name = "OpenAIUploadPart",
    description = "A part of an upload.",
    requiredProperties = {"id", "object", "created_at", "upload_id"})
record PartView(
    @Schema(description = "Its id.", examples = "part_019a3c5e7d107a529d3e0f6a4c1b2d3e") String id,
    @Schema(description = "Always upload.part.", examples = "upload.part") String object,
    @Schema(description = "When it was complete, in Unix seconds.", examples = "1767607200")
        long createdAt,
    @Schema(
            description = "The id of its upload.",
            examples = "upload_019a3c5e7d107a529d3e0f6a4c1b2d3e")
        String uploadId) {

  static PartView of(UUID part, UUID upload, Instant createdAt) {
    return new PartView(
        UploadId.PART.text(part),
        "upload.part",
        createdAt.getEpochSecond(),
        UploadId.UPLOAD.text(upload));
  }
}
