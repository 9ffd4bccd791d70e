package dev.errand.api.files;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.errand.store.files.FileId;
import dev.errand.store.files.StoredFile;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A file as OpenAI's clients see it. */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
    name = "OpenAIFile",
    description = "A file.",
    requiredProperties = {
      "id",
      "object",
      "bytes",
      "created_at",
      "expires_at",
      "filename",
      "purpose",
      "status",
      "status_details"
    })
public record FileView(
    @Schema(description = "Its id.", examples = "file-019a3c5e7d107a529d3e0f6a4c1b2d3e") String id,
    @Schema(description = "Always file.", examples = "file") String object,
    @Schema(description = "How many bytes it has.", examples = "1024") long bytes,
    @Schema(description = "When its upload was complete, in Unix seconds.", examples = "1767607200")
        long createdAt,
    @Schema(
            nullable = true,
            description = "When it is deleted, in Unix seconds; null if never.",
            examples = "1770199200")
        @Nullable Long expiresAt,
    @Schema(description = "Its name, as the client sent it.", examples = "batch.jsonl")
        String filename,
    @Schema(description = "What it is for.", examples = "batch") String purpose,
    @Schema(description = "Always processed.", examples = "processed") String status,
    @Schema(nullable = true, description = "Always null.") @Nullable String statusDetails) {

  public static FileView of(StoredFile file) {
    return new FileView(
        FileId.text(file.id()),
        "file",
        file.bytes(),
        file.createdAt().getEpochSecond(),
        Optional.ofNullable(file.expiresAt()).map(Instant::getEpochSecond).orElse(null),
        file.filename(),
        file.purpose(),
        "processed",
        null);
  }

  /** A page of files. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @Schema(
      name = "OpenAIFiles",
      description = "A page of files.",
      requiredProperties = {"object", "data", "first_id", "last_id", "has_more"})
  record Page(
      @Schema(description = "Always list.", examples = "list") String object,
      @Schema(description = "The files.") List<FileView> data,
      @Schema(nullable = true, description = "The id of the first one; null if there is none.")
          @Nullable String firstId,
      @Schema(
              nullable = true,
              description = "The id of the last one, the next page's after; null if there is none.")
          @Nullable String lastId,
      @Schema(description = "Whether there are more.") boolean hasMore) {

    static Page of(List<FileView> files, boolean more) {
      return new Page(
          "list",
          files,
          files.isEmpty() ? null : files.getFirst().id(),
          files.isEmpty() ? null : files.getLast().id(),
          more);
    }
  }

  /** What a deletion responds. */
  @RegisterForReflection
  @Schema(
      name = "OpenAIFileDeleted",
      description = "A deleted file.",
      requiredProperties = {"id", "object", "deleted"})
  record Deleted(
      @Schema(description = "Its id.", examples = "file-019a3c5e7d107a529d3e0f6a4c1b2d3e")
          String id,
      @Schema(description = "Always file.", examples = "file") String object,
      @Schema(description = "Always true.", examples = "true") boolean deleted) {

    static Deleted of(String id) {
      return new Deleted(id, "file", true);
    }
  }
}
