package dev.errand.job;

import jakarta.persistence.Basic;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** What a job sends to the provider, byte for byte, and what its client wants to find it by. */
@Entity
@Immutable
@Table(name = "job_request")
public class JobRequest {
  @Id
  @Column(name = "job_id")
  public UUID jobId;

  public Endpoint endpoint;
  public String model;

  /** The client's pairs; null where there are none. */
  @JdbcTypeCode(SqlTypes.JSON)
  public Map<String, String> metadata;

  /** The provider's request. Loaded only when touched: it may be megabytes. */
  @Basic(fetch = FetchType.LAZY)
  public byte[] body;
}
