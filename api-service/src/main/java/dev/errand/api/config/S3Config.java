package dev.errand.api.config;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** {@code errand.openai.files.s3.*}: a bucket for files. */
public interface S3Config {

  /** The bucket; without one, no file can be in S3. */
  Optional<String> bucket();

  /** The server's URL; none: Amazon's in the region. */
  Optional<URI> endpoint();

  /** The region; servers other than Amazon's mostly take any. */
  @WithDefault("us-east-1")
  String region();

  /** What the names of all objects begin with. */
  Optional<String> prefix();

  /** Whether the bucket is in the path of a URL instead of its host name. */
  Optional<Boolean> pathStyle();

  /** None: what the AWS SDK finds. */
  Optional<String> accessKey();

  /** Its secret. */
  Optional<String> secretKey();

  /** A file with the secret instead; it is read for each request. */
  Optional<Path> secretKeyFile();

  /** The TLS configuration with the CAs that are trusted. */
  Optional<String> tls();

  /** How long one try of a request may take; there are three. */
  @NotNull
  @DurationMin(seconds = 1)
  @DurationMax(minutes = 5)
  @WithDefault("10S")
  Duration timeout();
}
