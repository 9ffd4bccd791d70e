package dev.errand.api.s3;

import dev.errand.api.config.S3Config;
import dev.errand.process.TlsBuckets;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.tls.TlsConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/** Makes the client of the S3 server as configured. */
@ApplicationScoped
class S3Clients {

  private static final String SETTINGS = "errand.openai.files.s3.";
  private static final Duration CONNECT = Duration.ofSeconds(3);

  private final TlsBuckets tls;

  @Inject
  S3Clients(TlsBuckets tls) {
    this.tls = tls;
  }

  /**
   * A client, which connects when it is used.
   *
   * @throws ConfigurationException if the settings contradict each other
   */
  S3Client client(S3Config config) {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(config.region()))
            .credentialsProvider(credentials(config))
            .forcePathStyle(config.pathStyle().orElse(config.endpoint().isPresent()))
            .httpClient(http(config))
            .overrideConfiguration(
                each ->
                    each.apiCallAttemptTimeout(config.timeout())
                        // Three tries; the SDK's default is not fixed.
                        .retryStrategy(RetryMode.STANDARD));
    config.endpoint().map(S3Clients::server).ifPresent(builder::endpointOverride);
    return compatible(builder).build();
  }

  /** The URL is not in the message: it may contain a password. */
  private static URI server(URI endpoint) {
    boolean isServer =
        ("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme()))
            && endpoint.getHost() != null
            && endpoint.getRawUserInfo() == null
            && endpoint.getRawQuery() == null;
    if (!isServer) {
      throw new ConfigurationException(
          SETTINGS + "endpoint must be http[s]://host[:port], without credentials or parameters");
    }
    return endpoint;
  }

  /** Many servers don't know checksums in trailers, nor bodies that are signed in pieces. */
  private static S3ClientBuilder compatible(S3ClientBuilder builder) {
    return builder
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .serviceConfiguration(
            S3Configuration.builder()
                .chunkedEncodingEnabled(false)
                .expectContinueEnabled(false)
                .build());
  }

  private static AwsCredentialsProvider credentials(S3Config config) {
    boolean key = config.accessKey().isPresent();
    boolean secret = config.secretKey().isPresent();
    boolean file = config.secretKeyFile().isPresent();
    if (secret && file || key != (secret || file)) {
      throw new ConfigurationException(
          "set %1$saccess-key with either %1$ssecret-key or %1$ssecret-key-file, or none of them"
              .formatted(SETTINGS));
    }
    if (!key) {
      return DefaultCredentialsProvider.builder().build();
    }
    String name = config.accessKey().get();
    Supplier<String> content =
        config.secretKey().map(S3Clients::always).orElseGet(() -> in(config));
    return () -> AwsBasicCredentials.create(name, content.get());
  }

  private static Supplier<String> always(String secret) {
    return () -> secret;
  }

  /** It is read now, so that a wrong path is noticed at start. */
  private static Supplier<String> in(S3Config config) {
    Path file = config.secretKeyFile().orElseThrow();
    try {
      content(file);
    } catch (SdkClientException e) {
      throw new ConfigurationException(SETTINGS + "secret-key-file: " + e.getMessage(), e);
    }
    return () -> content(file);
  }

  private static String content(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw SdkClientException.create("%s cannot be read: %s".formatted(file, e));
    }
  }

  private SdkHttpClient http(S3Config config) {
    UrlConnectionHttpClient.Builder builder =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(CONNECT)
            .socketTimeout(config.timeout());
    config
        .tls()
        .map(name -> tls.named(name, SETTINGS + "tls"))
        .ifPresent(bucket -> builder.tlsTrustManagersProvider(() -> trusted(bucket)));
    return builder.build();
  }

  private static TrustManager[] trusted(TlsConfiguration bucket) {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(bucket.getTrustStore());
      return factory.getTrustManagers();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
