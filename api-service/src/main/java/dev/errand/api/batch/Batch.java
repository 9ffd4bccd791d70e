package dev.errand.api.batch;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * A batch. Made here and read here; everything that moves it is SQL in {@code dev.errand.store}.
 */
@Entity
@Immutable
@Table(name = "batch")
@SuppressWarnings("NullAway.Init") // by Hibernate, or before it is kept
class Batch {

  @Id UUID id;

  String tenant;

  @Column(name = "api_key")
  @Nullable String apiKey;

  String endpoint;

  @Column(name = "input_file")
  UUID inputFile;

  /** The content of the input file. */
  UUID input;

  @Column(name = "completion_window")
  String completionWindow;

  short priority;

  @Column(columnDefinition = "jsonb")
  @JdbcTypeCode(SqlTypes.JSON)
  @Nullable Map<String, String> metadata;

  @Column(name = "output_seconds")
  @Nullable Long outputSeconds;

  String status;

  @Column(name = "created_at")
  Instant createdAt;

  @Column(name = "expires_at")
  Instant expiresAt;

  @Column(name = "in_progress_at")
  @Nullable Instant inProgressAt;

  @Column(name = "finalizing_at")
  @Nullable Instant finalizingAt;

  @Column(name = "cancelling_at")
  @Nullable Instant cancellingAt;

  @Column(name = "ended_at")
  @Nullable Instant endedAt;

  @Column(columnDefinition = "jsonb")
  @JdbcTypeCode(SqlTypes.JSON)
  @Nullable List<LineError> errors;

  @Nullable String model;
  @Nullable Integer total;

  /** At its end. */
  @Nullable Integer succeeded;

  @Column(name = "input_tokens")
  @Nullable Long inputTokens;

  @Column(name = "cached_tokens")
  @Nullable Long cachedTokens;

  @Column(name = "output_tokens")
  @Nullable Long outputTokens;

  @Column(name = "reasoning_tokens")
  @Nullable Long reasoningTokens;

  @Column(name = "output_file")
  @Nullable UUID outputFile;

  @Column(name = "error_file")
  @Nullable UUID errorFile;

  /** For Hibernate. */
  Batch() {}
}
