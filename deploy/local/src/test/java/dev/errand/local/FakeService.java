package dev.errand.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Stands in for a service, as a real process: answers its readiness check, notes its start and stop
 * in a file of events, and dies when told to.
 */
final class FakeService {
  private final String role;
  private final Path events;

  private FakeService(String role, Path events) {
    this.role = role;
    this.events = events;
  }

  /** Arguments: the role, the file of events, then what the launcher adds. */
  public static void main(String[] args) throws IOException {
    FakeService service = new FakeService(args[0], Path.of(args[1]));
    List<String> rest = List.of(args).subList(2, args.length);
    service.serve(rest.isEmpty() ? System.getenv("QUARKUS_MANAGEMENT_PORT") : rest.getLast());
  }

  private void serve(String port) throws IOException {
    System.out.println(role + " says hello");
    if (role.equals(System.getenv("FAKE_REFUSES"))) {
      System.out.println(role + " refuses to start");
      System.exit(4);
    }
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
    HttpServer server = HttpServer.create(address, 0);
    server.createContext("/", exchange -> answer(exchange, environment()));
    server.createContext("/q/health/ready", exchange -> answer(exchange, health()));
    server.createContext("/die", _ -> die());
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    note("started " + port + " " + ProcessHandle.current().pid());
    server.start();
  }

  private void stop() {
    if (role.equals(System.getenv("FAKE_NEVER_STOPS"))) {
      new CompletableFuture<>().join();
    }
    note("stopped");
  }

  /** As the services say it, or what FAKE_HEALTH has. */
  private static String health() {
    return System.getenv()
        .getOrDefault(
            "FAKE_HEALTH",
            "{\"checks\": [{\"name\": \"broker\", \"data\": {\"connected\": true}}]}");
  }

  private static String environment() {
    return System.getenv().entrySet().stream()
        .map(Map.Entry::toString)
        .collect(Collectors.joining("\n"));
  }

  private static void answer(HttpExchange exchange, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static void die() {
    IntStream.rangeClosed(1, 30).forEach(line -> System.out.println("last words " + line));
    Runtime.getRuntime().halt(3);
  }

  private void note(String event) {
    try {
      Files.writeString(
          events, role + " " + event + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      System.err.println(e);
    }
  }
}
