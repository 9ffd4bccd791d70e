package dev.errand.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A server with S3's protocol that may be killed: S3Proxy with its files in a folder, which checks
 * signatures. Its class path is written by the module verify/s3.
 */
public final class S3Server implements AutoCloseable {

  public static final String ACCESS_KEY = "errand-files";
  public static final String SECRET_KEY = "not-a-secret-but-long-enough-to-look-like-one";
  public static final String BUCKET = "errand";

  private static final Path CLASS_PATH = Path.of("../verify/s3/target/class-path");
  private static final String CONFIGURATION =
      """
      s3proxy.endpoint=http://127.0.0.1:%d
      s3proxy.authorization=aws-v4
      s3proxy.identity=%s
      s3proxy.credential=%s
      jclouds.provider=filesystem-nio2
      jclouds.identity=unused
      jclouds.credential=unused
      jclouds.filesystem.basedir=%s
      """;

  /** Otherwise it logs every byte. */
  private static final String LOGGING =
      """
      <configuration>
        <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
          <encoder><pattern>%d %-5level %logger %msg%n</pattern></encoder>
        </appender>
        <root level="INFO"><appender-ref ref="out"/></root>
      </configuration>
      """;

  private final Path folder;
  private final int port;
  private Program server;

  private S3Server(Path folder) {
    this.folder = folder;
    this.port = FreePorts.next();
  }

  /** Starts a server with an empty bucket, and waits until it listens. */
  public static S3Server start(Path folder) {
    S3Server server = new S3Server(folder.toAbsolutePath());
    try {
      Files.createDirectories(server.bucket());
      Files.writeString(
          server.folder.resolve("s3proxy.conf"),
          CONFIGURATION.formatted(
              server.port, ACCESS_KEY, SECRET_KEY, server.bucket().getParent()));
      Files.writeString(server.folder.resolve("logback.xml"), LOGGING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.start();
    return server;
  }

  /** Restarts it with its data. */
  public void start() {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dlogback.configurationFile=" + folder.resolve("logback.xml"),
            "-cp",
            classPath(),
            "org.gaul.s3proxy.Main",
            "--properties",
            folder.resolve("s3proxy.conf").toString());
    server = Program.start("S3Proxy", builder, folder.resolve("output"));
    server.awaitListening(port);
  }

  /** SIGKILL. */
  public void kill() {
    server.kill();
  }

  public String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  /** The names of all objects, and of parts of uploads that are not complete. */
  public List<String> objects() {
    try (Stream<Path> files = Files.walk(bucket())) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> bucket().relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Loses an object, behind everybody's back. */
  public void lose(String object) {
    try {
      Files.delete(bucket().resolve(object));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }

  private Path bucket() {
    return folder.resolve("data").resolve(BUCKET);
  }

  private static String classPath() {
    try {
      return Files.readString(CLASS_PATH);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "needs the class path that the module verify/s3 writes: build with -am", e);
    }
  }
}
