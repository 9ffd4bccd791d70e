package dev.errand.api.keys;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A recorded key; its secret is not. */
@Entity
@Table(name = "api_key")
@SuppressWarnings("NullAway.Init") // by Hibernate, or before it is kept
class ApiKey {

  @Id String id;

  String tenant;
  String name;

  @JdbcTypeCode(SqlTypes.ARRAY)
  List<String> roles;

  byte[] hash;

  @Column(name = "old_hash")
  byte @Nullable [] oldHash;

  @Column(name = "old_until")
  @Nullable Instant oldUntil;

  @Column(name = "created_at")
  Instant createdAt;

  @Column(name = "created_by")
  String createdBy;

  @Column(name = "expires_at")
  @Nullable Instant expiresAt;

  @Column(name = "revoked_at")
  @Nullable Instant revokedAt;

  /** Written by the replicas that see it. */
  @Column(name = "last_used_at", insertable = false, updatable = false)
  @Nullable Instant lastUsedAt;

  @JdbcTypeCode(SqlTypes.ARRAY)
  @Nullable List<String> models;

  @Column(name = "highest_priority")
  @Nullable Short highestPriority;

  @Column(name = "per_second")
  @Nullable Integer perSecond;

  @Nullable Integer queued;
  @Nullable Integer running;

  /** For Hibernate. */
  ApiKey() {}
}
