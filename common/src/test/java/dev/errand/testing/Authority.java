package dev.errand.testing;

import io.smallrye.certs.CertificateHolder;
import io.smallrye.certs.CertificateRequest.Issuer;
import io.smallrye.certs.ca.CaGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** A certificate authority for tests; its certificates are PEM files in its folder. */
public final class Authority {

  /**
   * How often the services under test read certificates. Reading takes a second of CPU on a slow
   * machine, and the next read does not wait for it: with a shorter period, nothing else would run.
   */
  public static final String RELOAD_PERIOD = "2S";

  private static final String PASSWORD = "changeit";

  private final Path folder;
  private final Path certificate;
  private final Issuer issuer;

  /** A certificate with its key. */
  public record Issued(Path certificate, Path key) {

    /** Replaces the files of a certificate that a process is using with these. */
    public void replace(Issued used) {
      Authority.replace(used.key, key);
      Authority.replace(used.certificate, certificate);
    }
  }

  /** Creates it with its own key. */
  public Authority(Path folder) {
    try {
      this.folder = Files.createDirectories(folder);
      this.certificate = folder.resolve("authority.crt");
      this.issuer = authority();
    } catch (Exception e) {
      throw new IllegalStateException("no certificate authority", e);
    }
  }

  /** Its own certificate, for clients that trust it. */
  public Path certificate() {
    return certificate;
  }

  /**
   * Issues a certificate for a server or a client.
   *
   * @param host the name in it: {@code localhost}
   */
  public Issued issue(String host) {
    try {
      CertificateHolder made =
          new CertificateHolder(
              host, List.of("DNS:" + host), Duration.ofDays(2), false, PASSWORD, issuer);
      String name = host + "-" + System.nanoTime();
      return new Issued(
          write(name + ".crt", "CERTIFICATE", made.certificate().getEncoded()),
          write(name + ".key", "PRIVATE KEY", made.keys().getPrivate().getEncoded()));
    } catch (Exception e) {
      throw new IllegalStateException("no certificate for " + host, e);
    }
  }

  /** Replaces a file atomically. */
  public static void replace(Path used, Path by) {
    try {
      Path copy = Files.copy(by, used.resolveSibling(used.getFileName() + ".new"));
      Files.move(copy, used, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Issuer authority() throws Exception {
    Path store = folder.resolve("authority.p12");
    X509Certificate own =
        new CaGenerator(
                certificate.toFile(),
                folder.resolve("authority.key").toFile(),
                store.toFile(),
                PASSWORD)
            .generate("Errand's tests " + System.nanoTime(), null, null, null, null, null);
    write(certificate.getFileName().toString(), "CERTIFICATE", own.getEncoded());
    char[] password = PASSWORD.toCharArray();
    KeyStore keys = KeyStore.getInstance(store.toFile(), password);
    return new Issuer(own, (PrivateKey) keys.getKey(CaGenerator.KEYSTORE_KEY_ENTRY, password));
  }

  /** In lines, as OpenSSL requires; readable only by the owner, as Postgres requires. */
  private Path write(String file, String kind, byte[] content) throws IOException {
    Path path = folder.resolve(file);
    Files.writeString(
        path,
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(
                kind, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content), kind));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    return path;
  }
}
