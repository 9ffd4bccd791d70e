package dev.errand.api.admin;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** Who did what to which thing, when and from where. Written once, never changed. */
@Entity
@Immutable
@Table(name = "audit")
class AuditEntry {

  @Id UUID id;

  Instant at;
  String tenant;
  String who;
  String what;
  String which;
  String origin;

  @Column(columnDefinition = "jsonb")
  @JdbcTypeCode(SqlTypes.JSON)
  Map<String, String> details;

  /** For Hibernate. */
  AuditEntry() {}
}
