package dev.errand.api.uploads;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.errand.api.files.FileView;
import dev.errand.store.files.PartedUpload;
import dev.errand.store.files.StoredFile;
import dev.errand.store.files.UploadId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An upload in parts as OpenAI's clients see it. */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
    name = "OpenAIUpload",
    description = "An upload of a file in parts.",
    requiredProperties = {
      "id",
      "object",
      "bytes",
      "created_at",
      "expires_at",
      "filename",
      "purpose",
      "status",
      "file"
    })
record UploadView(
    @Schema(description = "Its id.", examples = "upload_019a3c5e7d107a529d3e0f6a4c1b2d3e")
        String id,
    @Schema(description = "Always upload.", examples = "upload") String object,
    @Schema(description = "As many as its parts have together.", examples = "1024") long bytes,
    @Schema(description = "When it began, in Unix seconds.", examples = "1767607200")
        long createdAt,
    @Schema(description = "When it expires, in Unix seconds.", examples = "1767610800")
        long expiresAt,
    @Schema(description = "The name of the file.", examples = "batch.jsonl") String filename,
    @Schema(description = "What the file is for.", examples = "batch") String purpose,
    @Schema(description = "pending, completed or cancelled.", examples = "pending") String status,
    @Schema(nullable = true, description = "The file that it has become; null until then.")
        @Nullable FileView file) {

  static UploadView of(PartedUpload upload, Optional<StoredFile> file) {
    return new UploadView(
        UploadId.UPLOAD.text(upload.id()),
        "upload",
        upload.bytes(),
        upload.createdAt().getEpochSecond(),
        upload.expiresAt().getEpochSecond(),
        upload.filename(),
        upload.purpose(),
        switch (upload.state()) {
          case PENDING, COMPLETING -> "pending";
          case COMPLETED -> "completed";
          case CANCELLED -> "cancelled";
        },
        file.map(FileView::of).orElse(null));
  }
}
