package dev.errand.job;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** How a job ended: the provider's answer, byte for byte, or the error that was its last. */
@Entity
@Immutable
@Table(name = "job_result")
public class JobResult {
  @Id
  @Column(name = "job_id")
  public UUID jobId;

  /** The provider's JSON; null unless the job succeeded. */
  public byte[] body;

  /** The kind of error, a {@link Failure.Type} in lower case; null unless the job failed. */
  @Column(name = "error_type")
  public String errorType;

  @Column(name = "error_message")
  public String errorMessage;

  /** The provider's HTTP status; null where there was none. */
  @Column(name = "http_status")
  public Integer httpStatus;
}
