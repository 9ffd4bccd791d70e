package dev.errand.cli.service;

import dev.errand.cli.settings.Target;
import dev.errand.client.ErrandClient;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Function;

/** The service that a command calls. */
public final class Connection {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration UNKNOWN = Duration.ofSeconds(10);
  private static final Duration KNOWN = Duration.ofMinutes(10);

  private final ErrandClient client;
  private final URI url;
  private final Retries retries;

  private Connection(ErrandClient client, URI url, Retries retries) {
    this.client = client;
    this.url = url;
    this.retries = retries;
  }

  /**
   * Prepares to call a service; nothing is sent yet.
   *
   * @param log takes a line about each request
   */
  public static Connection to(Target target, Consumer<String> log) {
    return to(target, log, Pauses.REAL);
  }

  static Connection to(Target target, Consumer<String> log, Pauses pauses) {
    ErrandClient open = ErrandClient.of(target.url()).withTimeout(TIMEOUT).withLog(log);
    return new Connection(
        target.key().map(open::withKey).orElse(open),
        target.url(),
        new Retries(InstantSource.system(), pauses, UNKNOWN, KNOWN));
  }

  /** Where the service is. */
  public URI url() {
    return url;
  }

  /** Sends a request that may be repeated, until it is answered. */
  public <T> T ask(Function<ErrandClient, T> request) {
    return retries.until(() -> request.apply(client));
  }

  /** Sends a request once. */
  public <T> T once(Function<ErrandClient, T> request) {
    return request.apply(client);
  }
}
