package dev.errand.worker;

import dev.errand.testing.Authority;
import dev.errand.testing.Authority.Issued;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A provider as {@code localhost} that requires client certificates, and for each of these lanes a
 * provider and a TLS configuration: {@code known} is complete; {@code stranger} trusts another CA;
 * {@code address} uses another host name; {@code anonymous} has no certificate; {@code rotated} is
 * like {@code stranger} until its files are replaced.
 */
public class TlsProvider implements QuarkusTestResourceLifecycleManager {

  private static final String ANSWER =
      "{\"status\":\"completed\",\"output\":[{\"type\":\"message\"}]}";

  private final Vertx vertx = Vertx.vertx();
  private final Map<String, String> settings = new HashMap<>();
  private Authority known;
  private Issued rotated;
  private Path rotatedTrust;

  @Override
  public Map<String, String> start() {
    Path folder = folder();
    known = new Authority(folder.resolve("known"));
    Authority other = new Authority(folder.resolve("other"));
    int port = serve(known.issue("localhost"));
    Issued client = known.issue("client");
    rotated = other.issue("client");
    rotatedTrust = other.certificate().resolveSibling("rotated.crt");
    Authority.replace(rotatedTrust, other.certificate());
    lane("known", "localhost", port, known.certificate());
    show("known", client);
    lane("stranger", "localhost", port, other.certificate());
    show("stranger", client);
    lane("address", "127.0.0.1", port, known.certificate());
    show("address", client);
    lane("anonymous", "localhost", port, known.certificate());
    lane("rotated", "localhost", port, rotatedTrust);
    show("rotated", rotated);
    settings.put("quarkus.tls.rotated.reload-period", Authority.RELOAD_PERIOD);
    return settings;
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(this, new TestInjector.MatchesType(TlsProvider.class));
  }

  /** Completes the TLS configuration {@code rotated}. */
  public void rotate() {
    Authority.replace(rotatedTrust, known.certificate());
    known.issue("client").replace(rotated);
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("errand-provider");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int serve(Issued own) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setSsl(true)
            .setKeyCertOptions(
                new PemKeyCertOptions()
                    .setCertPath(own.certificate().toString())
                    .setKeyPath(own.key().toString()))
            .setTrustOptions(new PemTrustOptions().addCertPath(known.certificate().toString()))
            .setClientAuth(ClientAuth.REQUIRED);
    return vertx
        .createHttpServer(options)
        .requestHandler(request -> request.response().end(ANSWER))
        .listen(0)
        .toCompletionStage()
        .toCompletableFuture()
        .join()
        .actualPort();
  }

  private void lane(String name, String host, int port, Path trusted) {
    settings.put("errand.lanes." + name + ".models", name);
    settings.put("errand.lanes." + name + ".provider", name);
    settings.put(
        "errand.providers." + name + ".base-url", "https://%s:%d/v1".formatted(host, port));
    settings.put("errand.providers." + name + ".tls", name);
    settings.put("quarkus.tls." + name + ".trust-store.pem.certs", trusted.toString());
  }

  private void show(String name, Issued client) {
    String pair = "quarkus.tls." + name + ".key-store.pem.client.";
    settings.put(pair + "cert", client.certificate().toString());
    settings.put(pair + "key", client.key().toString());
  }

  @Override
  public void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
