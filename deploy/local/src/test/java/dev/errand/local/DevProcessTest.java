package dev.errand.local;

import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.local.part.Postmaster;
import dev.errand.local.part.Processes;
import dev.errand.local.plan.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevProcessTest {
  private static final Pattern DATABASE = Pattern.compile("jdbc:postgresql://\\S+");

  // One for all: a database that outlasts its run is the normal case, and quicker to start.
  @TempDir static Path directory;

  private final String port = Integer.toString(new Ports().free());

  private final List<Launcher> launchers = new ArrayList<>();

  @AfterEach
  void stop() {
    launchers.forEach(Launcher::close);
  }

  @Test
  void startsEverythingAndSaysSoOnceAllIsReady() throws Exception {
    try (Launcher dev = start(Map.of(), "--workers", "2").awaitUp()) {
      assertEquals(4, dev.services().size());
      assertTrue(dev.out().contains("http://127.0.0.1:" + port + "/q/swagger-ui"), dev.out());
      assertTrue(dev.out().contains("\"model\": \"sim\""), dev.out());
      assertTrue(Files.readString(log("worker-2")).contains("worker says hello"));

      String variables = get(dev.port("worker"), "/");
      assertTrue(variables.contains("OPENAI_BASE_URL=http://127.0.0.1:" + dev.port("simulator")));
      assertTrue(variables.contains("ERRAND_BROKER=postgres"), variables);
      assertTrue(variables.contains("ERRAND_DATABASE_URL=" + databaseUrl(dev)), variables);
      assertTrue(get(dev.port("api"), "/").contains("ERRAND_ACCESS=open"), "the API is open");
      assertTrue(dev.out().contains("open to every program on this machine"), dev.out());
    }
  }

  @Test
  void isQuietUntilItIsUpAndSaysWhereTheLogsAre() throws Exception {
    try (Launcher dev = start(Map.of(), "--workers", "2").awaitUp()) {
      List<String> before =
          dev.out().lines().takeWhile(line -> !line.equals("Errand is up.")).toList();
      assertTrue(before.size() < 15, dev.out());
      assertEquals("Logs: " + data().resolve("logs"), before.getFirst());
      assertFalse(dev.out().contains("says hello"), dev.out());
      for (String part : List.of("postgres", "simulator", "api", "worker-1", "worker-2")) {
        assertFalse(Files.readString(log(part)).isBlank(), part);
      }
      assertEquals("", dev.err());
    }
  }

  @Test
  void verboseShowsTheLogsOnTheTerminalToo() throws Exception {
    try (Launcher dev = start(Map.of(), "--verbose").awaitUp()) {
      assertTrue(dev.out().contains("api       | api says hello"), dev.out());
      assertTrue(dev.out().contains("postgres  | "), dev.out());
      assertTrue(Files.readString(log("api")).contains("api says hello"));
    }
  }

  @Test
  void withKeysTheAdminKeyIsOnALineOfItsOwn() throws Exception {
    try (Launcher dev = start(Map.of(), "--keys").awaitUp()) {
      String key =
          dev.out()
              .lines()
              .map(String::strip)
              .filter(it -> it.matches("[0-9a-f]{64}"))
              .findFirst()
              .orElseThrow();
      String api = get(dev.port("api"), "/");
      assertTrue(api.contains("ERRAND_ACCESS=keys"), "the API asks for keys");
      assertTrue(api.contains("ERRAND_ACCESS_BOOTSTRAP_KEY=" + key), "the API knows the key");
      assertFalse(get(dev.port("worker"), "/").contains(key), "the worker does not");
    }
  }

  @Test
  void theDemoRunsIfItIsAskedForAndKnowsTheApiAndTheKey() throws Exception {
    try (Launcher dev = start(Map.of(), "--demo", "--keys").awaitUp()) {
      int demo = dev.port("demo");
      assertTrue(dev.out().contains("Demo       http://127.0.0.1:" + demo + "/\n"), dev.out());
      String variables = get(demo, "/");
      assertTrue(variables.contains("QUARKUS_HTTP_PORT=" + demo), variables);
      assertTrue(variables.contains("ERRAND_URL=http://127.0.0.1:" + port), variables);
      assertTrue(variables.contains("BUTTON_MODEL=sim"), variables);
      assertTrue(Pattern.compile("ERRAND_API_KEY=[0-9a-f]{64}").matcher(variables).find());
    }
  }

  @Test
  void keepsTheDatabaseAndItsDurability() throws Exception {
    try (Launcher dev = start(Map.of()).awaitUp()) {
      assertEquals("on", query(dev, "SHOW fsync"));
      assertEquals("on", query(dev, "SHOW synchronous_commit"));
      assertEquals("on", query(dev, "SHOW full_page_writes"));
      query(dev, "CREATE TABLE kept ()");
    }
    try (Launcher dev = start(Map.of()).awaitUp()) {
      assertEquals("kept", query(dev, "SELECT to_regclass('kept')"));
    }
  }

  @Test
  void stopsInOrderOnTermAndLeavesNoProcess() throws Exception {
    Launcher dev = start(Map.of()).awaitUp();
    List<ProcessHandle> services = dev.services();
    ProcessHandle postgres = postmaster();

    dev.signal("TERM");

    assertEquals(0, dev.exitCode());
    assertEquals(List.of("worker", "api", "simulator"), dev.stopped());
    assertFalse(postgres.isAlive());
    assertTrue(services.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void killsEverythingOnASecondCtrlC() throws Exception {
    Launcher dev = start(Map.of("FAKE_NEVER_STOPS", "worker")).awaitUp();
    List<ProcessHandle> services = dev.services();
    ProcessHandle postgres = postmaster();

    dev.signal("INT");
    await().atMost(Launcher.PATIENCE).until(() -> dev.out().contains("Stopping ..."));
    dev.signal("INT");

    assertEquals(130, dev.exitCode());
    await().until(() -> services.stream().noneMatch(ProcessHandle::isAlive));
    await().until(() -> !postgres.isAlive());
  }

  @Test
  void stopsTheRestAndShowsTheLastLinesWhenAPartDies() throws Exception {
    Launcher dev = start(Map.of()).awaitUp();
    ProcessHandle postgres = postmaster();

    HttpClient.newHttpClient().sendAsync(request(dev.port("worker"), "/die"), ofString());

    assertEquals(1, dev.exitCode());
    assertTrue(dev.err().contains("worker-1 exited unexpectedly with exit code 3"), dev.err());
    assertTrue(dev.err().contains("last words 11\n"), dev.err());
    assertTrue(dev.err().contains("last words 30\n"), dev.err());
    assertFalse(dev.err().contains("last words 10\n"), dev.err());
    assertEquals(List.of("api", "simulator"), dev.stopped());
    assertFalse(postgres.isAlive());
  }

  @Test
  void stopsTheRestWhenPostgresDies() throws Exception {
    Launcher dev = start(Map.of()).awaitUp();

    Processes.signal(postmaster(), "QUIT");

    assertEquals(1, dev.exitCode());
    assertTrue(dev.err().contains("postgres exited unexpectedly"), dev.err());
    assertEquals(List.of("worker", "api", "simulator"), dev.stopped());
  }

  @Test
  void givesUpWhenAServiceDoesNotStart() throws Exception {
    Launcher dev = start(Map.of("FAKE_REFUSES", "api"));

    assertEquals(1, dev.exitCode());
    assertTrue(dev.err().contains("api refuses to start"), dev.err());
    assertFalse(dev.out().contains("Errand is up."));
    assertEquals(List.of("simulator"), dev.stopped());
  }

  @Test
  void getsGoingAgainAfterTheLauncherWasKilled() throws Exception {
    Launcher killed = start(Map.of()).awaitUp();
    List<ProcessHandle> orphans = killed.services();
    ProcessHandle postgres = postmaster();
    killed.signal("KILL");
    killed.exitCode();
    assertTrue(postgres.isAlive() && orphans.stream().allMatch(ProcessHandle::isAlive));

    try (Launcher _ = start(Map.of()).awaitUp()) {
      assertFalse(postgres.isAlive());
      assertTrue(orphans.stream().noneMatch(ProcessHandle::isAlive));
      assertEquals(3, killed.stopped().size());
    }
  }

  @Test
  void rejectsASecondRunWithTheSameData() throws Exception {
    try (Launcher _ = start(Map.of()).awaitUp()) {
      assertRefused(start(Map.of()), "Another ./errand dev is using " + data());
    }
  }

  @Test
  void rejectsAPortInUse() throws Exception {
    try (ServerSocket _ =
        new ServerSocket(Integer.parseInt(port), 1, InetAddress.getLoopbackAddress())) {
      assertRefused(start(Map.of()), "Port " + port + " is in use");
    }
  }

  @Test
  void rejectsADatabaseThatCannotBeReached() throws Exception {
    Map<String, String> given =
        Map.of("ERRAND_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/errand?password=secret");
    Launcher dev = start(given);
    assertRefused(dev, "The database at jdbc:postgresql://127.0.0.1:1/errand");
    assertFalse(dev.err().contains("secret"), dev.err());
  }

  @Test
  void rejectsABrokerThatDoesNotRespond() throws Exception {
    Map<String, String> given = Map.of("ERRAND_RABBITMQ_URL", "amqp://guest:secret@127.0.0.1:1");
    Launcher dev = start(given);
    assertRefused(dev, "No RabbitMQ responds at amqp://127.0.0.1:1");
    assertFalse(dev.err().contains("secret"), dev.err());
  }

  @Test
  void saysWhenRabbitMqIsUsed() throws Exception {
    try (Greeter rabbit = new Greeter();
        Launcher dev = start(Map.of("ERRAND_RABBITMQ_URL", rabbit.url())).awaitUp()) {
      assertTrue(dev.out().contains("Broker     rabbitmq at " + rabbit.shown() + "\n"), dev.out());
      String variables = get(dev.port("worker"), "/");
      assertTrue(variables.contains("ERRAND_BROKER=rabbitmq"), variables);
      assertTrue(variables.contains("ERRAND_RABBITMQ_URL=" + rabbit.url()), variables);
    }
  }

  @Test
  void saysWhenRabbitMqIsNotUsedAndWhy() throws Exception {
    String health =
        "{\"checks\": [{\"name\": \"worker\", \"data\": {\"broker_connected\": false,"
            + " \"broker_trouble\": \"the virtual host does not exist\"}}]}";
    try (Greeter rabbit = new Greeter();
        Launcher dev =
            start(Map.of("ERRAND_RABBITMQ_URL", rabbit.url(), "FAKE_HEALTH", health)).awaitUp()) {
      String expected = rabbit.shown() + ", BUT NOT IN USE: the virtual host does not exist.\n";
      assertTrue(dev.out().contains(expected), dev.out());
      assertFalse(dev.out().contains("secret"), dev.out());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "amqp://u:se#cret@localhost:5672/, write it as %23",
    "amqp://u:secret@, has no host",
    "amqp://u:secret@localhost:port/, has a port that is no number",
    "redis://u:secret@localhost, must begin with amqp:// or amqps://",
    "amqp://u:se/cret@localhost/, write / as %2F"
  })
  void rejectsAnInvalidRabbitMqUrl(String url, String message) throws Exception {
    Launcher dev = start(Map.of("ERRAND_RABBITMQ_URL", url));
    assertRefused(dev, "ERRAND_RABBITMQ_URL ");
    assertTrue(dev.err().contains(message), dev.err());
    assertFalse(dev.err().contains("cret"), dev.err());
  }

  @Test
  void rejectsInvalidOptions() throws Exception {
    assertRefused(start(Map.of(), "--workers", "0"), "--workers must be 1 to 64");
    assertRefused(start(Map.of(), "--workers", "many"), "'--workers'");
    assertRefused(start(Map.of(), "--broker", "kafka"), "postgres or rabbitmq");
  }

  private void assertRefused(Launcher dev, String message) {
    assertEquals(2, dev.exitCode(), dev.err());
    assertEquals(1, dev.err().lines().count(), dev.err());
    assertTrue(dev.err().contains(message), dev.err());
    assertEquals(List.of(), dev.events());
  }

  private Launcher start(Map<String, String> environment, String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of("--data", data().toString(), "--port", port));
    all.addAll(List.of(options));
    Launcher launcher = Launcher.start(directory, environment, all);
    launchers.add(launcher);
    return launcher;
  }

  private static Path data() {
    return directory.resolve("data");
  }

  private static Path log(String name) {
    return data().resolve("logs").resolve(name + ".log");
  }

  private static ProcessHandle postmaster() {
    return Postmaster.of(data().resolve("postgres")).orElseThrow().process();
  }

  private static String databaseUrl(Launcher dev) {
    Matcher matcher = DATABASE.matcher(dev.out());
    assertTrue(matcher.find());
    return matcher.group();
  }

  private static String query(Launcher dev, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(databaseUrl(dev), "postgres", "");
        Statement statement = connection.createStatement()) {
      return statement.execute(sql) ? only(statement.getResultSet()) : "";
    }
  }

  private static String only(ResultSet result) throws SQLException {
    try (result) {
      result.next();
      return result.getString(1);
    }
  }

  private static String get(int port, String path) throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request(port, path), ofString()).body();
  }

  private static HttpRequest request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
  }
}
