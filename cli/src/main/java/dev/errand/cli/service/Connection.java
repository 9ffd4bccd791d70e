package dev.errand.cli.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.cli.settings.Target;
import dev.errand.client.ErrandClient;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/** The service that a command calls. */
public final class Connection {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration UNKNOWN = Duration.ofSeconds(10);
  private static final Duration KNOWN = Duration.ofMinutes(10);

  private final ErrandClient client;
  private final Target target;
  private final Retries retries;

  private Connection(ErrandClient client, Target target, Retries retries) {
    this.client = client;
    this.target = target;
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
        target,
        new Retries(InstantSource.system(), pauses, UNKNOWN, KNOWN));
  }

  /** Where the service is. */
  public URI url() {
    return target.url();
  }

  /** Names the service together with the key, which it does not reveal. */
  public UUID account() {
    String account = target.url() + "\n" + target.key().orElse("");
    return UUID.nameUUIDFromBytes(account.getBytes(UTF_8));
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
