package dev.errand.api.tenants;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A tenant: whose jobs and keys are its own. */
@Entity
@Table(name = "tenant")
@SuppressWarnings("NullAway.Init") // by Hibernate, or before it is kept
class Tenant {

  @Id String name;

  @Column(name = "created_at")
  Instant createdAt;

  @Column(name = "suspended_at")
  @Nullable Instant suspendedAt;

  @Column(name = "deleted_at")
  @Nullable Instant deletedAt;

  int weight = 1;

  @Column(name = "highest_priority")
  @Nullable Short highestPriority;

  @Column(name = "per_second")
  @Nullable Integer perSecond;

  @Nullable Integer queued;
  @Nullable Integer running;

  @Column(name = "retention_seconds")
  @Nullable Integer retentionSeconds;

  @Column(name = "usd_per_day")
  @Nullable BigDecimal usdPerDay;

  @Column(name = "usd_per_month")
  @Nullable BigDecimal usdPerMonth;

  @Column(name = "tokens_per_day")
  @Nullable Long tokensPerDay;

  @Column(name = "tokens_per_month")
  @Nullable Long tokensPerMonth;

  /** For Hibernate. */
  Tenant() {}
}
