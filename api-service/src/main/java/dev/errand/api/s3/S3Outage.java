package dev.errand.api.s3;

import dev.errand.store.files.FileStoreException;
import dev.errand.telemetry.LogLine;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Whether the server does what it is asked for; logged when that changes. */
final class S3Outage {

  private static final Logger LOG = Logger.getLogger(S3Outage.class);

  private final String bucket;
  private final AtomicReference<Optional<String>> trouble = new AtomicReference<>(Optional.empty());
  private volatile boolean worked;

  S3Outage(String bucket) {
    this.bucket = bucket;
  }

  /** A request succeeded. */
  void isOver() {
    worked = true;
    if (trouble.getAndSet(Optional.empty()).isPresent()) {
      LOG.info(LogLine.event("file_store_recovered").with("store", "s3").with("bucket", bucket));
    }
  }

  /** A request failed; returns what to throw. */
  FileStoreException because(RuntimeException e) {
    String error = text(e);
    if (trouble.getAndSet(Optional.of(error)).isEmpty()) {
      LOG.warn(
          LogLine.event("file_store_failed")
              .with("store", "s3")
              .with("bucket", bucket)
              .with("error", error)
              .next(next(e)));
    }
    return new FileStoreException("s3 bucket %s: %s".formatted(bucket, error), e);
  }

  /** Whether the server has never done what it was asked for. */
  boolean hasNeverWorked() {
    return !worked;
  }

  private static String next(RuntimeException e) {
    return isRefusal(e)
        ? "check errand.openai.files.s3.*: bucket, region, access key and what it may do"
        : "files get 503 until it answers; jobs are not affected";
  }

  /**
   * Whether trying again changes nothing: credentials, permissions, or a bucket that isn't there.
   */
  static boolean isRefusal(FileStoreException e) {
    return isRefusal(e.getCause());
  }

  private static boolean isRefusal(@Nullable Throwable e) {
    return e instanceof AwsServiceException answer
        && answer.statusCode() >= 300
        && answer.statusCode() < 500
        && answer.statusCode() != 408
        && answer.statusCode() != 429;
  }

  /** The reason without the SDK's sentence around it. */
  static String text(Throwable e) {
    if (e instanceof AwsServiceException answer) {
      return "%d %s"
          .formatted(
              answer.statusCode(),
              answer.awsErrorDetails() == null || answer.awsErrorDetails().errorCode() == null
                  ? ""
                  : answer.awsErrorDetails().errorCode())
          .strip();
    }
    Throwable cause = e instanceof SdkException && e.getCause() != null ? e.getCause() : e;
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
