package dev.errand.testing;

import dev.errand.testing.Authority.Issued;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A separate Postgres for this test, as {@code localhost}, that accepts only encrypted connections.
 */
public class TlsPostgres implements QuarkusTestResourceLifecycleManager {

  private Path folder;
  private Authority authority;
  private EmbeddedPostgres server;

  @Override
  public Map<String, String> start() {
    try {
      folder = Files.createTempDirectory("errand-postgres");
      authority = new Authority(folder.resolve("known"));
      Issued own = authority.issue("localhost");
      Path rules = Files.writeString(folder.resolve("hba"), "hostssl all all all trust\n");
      server =
          EmbeddedDatabase.builder()
              .setServerConfig("ssl", "on")
              .setServerConfig("ssl_cert_file", own.certificate().toString())
              .setServerConfig("ssl_key_file", own.key().toString())
              .setServerConfig("hba_file", rules.toString())
              .start();
      return Map.of(
          "errand.database.url",
          url("localhost", authority.certificate()),
          "quarkus.flyway.migrate-at-start",
          "true");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(this, new TestInjector.MatchesType(TlsPostgres.class));
  }

  /** The JDBC URL for a host name and a trusted certificate. */
  public String url(String host, Path trusted) {
    return "jdbc:postgresql://%s:%d/postgres?user=postgres&sslmode=verify-full&sslrootcert=%s"
        .formatted(host, server.getPort(), trusted);
  }

  /** A file with the certificate that signed the server's. */
  public Path known() {
    return authority.certificate();
  }

  /** A file with a certificate that did not sign the server's. */
  public Path stranger() {
    return new Authority(folder.resolve("other")).certificate();
  }

  /** Writes the certificate that signed the server's to a file. */
  public void rotate(Path trusted) {
    Authority.replace(trusted, authority.certificate());
  }

  @Override
  public void stop() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
