package dev.errand.api.s3;

import dev.errand.api.config.S3Config;
import dev.errand.process.TlsBuckets;
import dev.errand.rig.S3Server;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The settings for a server on this machine. */
record TestedS3(String server, String name, String secret) implements S3Config {

  static S3Bucket bucket(S3Server server) {
    return new TestedS3(server.endpoint(), S3Server.BUCKET, S3Server.SECRET_KEY).client();
  }

  S3Bucket client() {
    return new S3Bucket(new S3Clients(new TlsBuckets(null)).client(this), name);
  }

  @Override
  public Optional<String> bucket() {
    return Optional.of(name);
  }

  @Override
  public Optional<URI> endpoint() {
    return Optional.of(URI.create(server));
  }

  @Override
  public String region() {
    return "us-east-1";
  }

  @Override
  public Optional<String> prefix() {
    return Optional.empty();
  }

  @Override
  public Optional<Boolean> pathStyle() {
    return Optional.empty();
  }

  @Override
  public Optional<String> accessKey() {
    return Optional.of(S3Server.ACCESS_KEY);
  }

  @Override
  public Optional<String> secretKey() {
    return Optional.of(secret);
  }

  @Override
  public Optional<Path> secretKeyFile() {
    return Optional.empty();
  }

  @Override
  public Optional<String> tls() {
    return Optional.empty();
  }

  @Override
  public Duration timeout() {
    return Duration.ofSeconds(10);
  }
}
