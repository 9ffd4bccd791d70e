package dev.errand.worker.llm;

import dev.errand.rig.FreePorts;
import dev.errand.rig.Program;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * A forward proxy from a package, which resolves one more host name than this machine: {@value
 * #HOST}, which is this machine.
 */
final class RealProxy implements AutoCloseable {

  /** Only Squid resolves it. */
  static final String HOST = "llm.errand.test";

  /** Contains characters that a URL must encode. */
  static final String USER = "me@errand";

  static final String PASSWORD = "p:a/s s%w#rd";
  static final String ENCODED_LOGIN = "me%40errand:p%3Aa%2Fs%20s%25w%23rd";

  private final int port = FreePorts.next();
  private final Path folder;
  private final Program process;

  private RealProxy(Setup setup) {
    try {
      folder = Files.createTempDirectory("errand-proxy");
      // Squid switches from root to a user of its own.
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
      process =
          Program.start("proxy", new ProcessBuilder(setup.command(this)), folder.resolve("output"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process.awaitListening(port);
  }

  @FunctionalInterface
  private interface Setup {
    List<String> command(RealProxy proxy) throws IOException;
  }

  /** Squid, which requires {@link #USER} and {@link #PASSWORD} and forbids port 9. */
  static RealProxy squid() {
    return new RealProxy(RealProxy::squidCommand);
  }

  /** Tinyproxy, which requires no login. */
  static RealProxy tinyproxy() {
    return new RealProxy(RealProxy::tinyproxyCommand);
  }

  private List<String> squidCommand() throws IOException {
    Path helper =
        Files.writeString(
            folder.resolve("login.sh"),
            """
            while read -r user password rest; do
              if [ "$(printf '%b' "${user//%/\\\\x}")" = '{user}' ] \\
                && [ "$(printf '%b' "${password//%/\\\\x}")" = '{password}' ]; then echo OK; else echo ERR; fi
            done
            """
                .replace("{user}", USER)
                .replace("{password}", PASSWORD));
    Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost " + HOST + "\n");
    Path settings =
        Files.writeString(
            folder.resolve("squid.conf"),
            """
            http_port 127.0.0.1:{port}
            visible_hostname errand-tests
            pid_filename none
            hosts_file {folder}/hosts
            cache deny all
            netdb_filename none
            access_log none
            cache_log {folder}/cache.log
            coredump_dir {folder}
            shutdown_lifetime 0 seconds
            auth_param basic program {bash} {helper}
            auth_param basic children 2 startup=1
            acl known proxy_auth REQUIRED
            acl closed port 9
            http_access deny closed
            http_access allow known
            http_access deny all
            """
                .replace("{port}", String.valueOf(port))
                .replace("{bash}", program("bash", "brew install bash").toString())
                .replace("{helper}", helper.toString())
                .replace("{folder}", folder.toString()));
    return List.of(program("squid", "squid").toString(), "-N", "-f", settings.toString());
  }

  private List<String> tinyproxyCommand() throws IOException {
    Path settings =
        Files.writeString(
            folder.resolve("tinyproxy.conf"),
            "Port %d\nListen 127.0.0.1\nTimeout 60\nMaxClients 100\n".formatted(port));
    return List.of(program("tinyproxy", "tinyproxy").toString(), "-d", "-c", settings.toString());
  }

  private static Path program(String name, String from) {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator)),
            Stream.of("/usr/sbin", "/opt/homebrew/sbin", "/opt/homebrew/bin", "/usr/local/sbin"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the tests of proxies need %s: install the package %s, or run ./errand test, which installs it where it may"
                        .formatted(name, from)));
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.kill();
  }
}
