package dev.errand.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Faults of Postgres and of the connections to it. */
final class DatabaseFaults {

  private static final Duration SOME_TIME = Duration.ofSeconds(15);
  private static final int MORE_THAN_THERE_ARE = 250;

  private final World world;
  private final List<Connection> held = new ArrayList<>();

  DatabaseFaults(World world) {
    this.world = world;
  }

  List<Fault> all() {
    return List.of(
        Fault.momentary("Postgres stopped and started", "Postgres", this::restart),
        new Fault(
            "Postgres killed, away for 15 s",
            "Postgres",
            SOME_TIME,
            () -> world.kill(Part.POSTGRES),
            () -> world.revive(Part.POSTGRES)),
        Fault.momentary("failover to a new server", "Postgres", this::failOver),
        BrokerFaults.blackhole("API to Postgres", world.apiNetwork().postgres()),
        BrokerFaults.blackhole("worker to Postgres", world.workerNetwork().postgres()),
        new Fault("jobs locked for 15 s", "Postgres", SOME_TIME, this::lock, this::release),
        new Fault(
            "connections used up by others for 15 s",
            "Postgres",
            SOME_TIME,
            this::takeAllConnections,
            this::release));
  }

  /** Its data must be on a separate small disk. */
  Fault diskFull(Path disk) {
    Path filler = disk.resolve("filler");
    return new Fault(
        "disk full for 15 s",
        "Postgres",
        SOME_TIME,
        () -> fill(filler),
        () -> {
          Files.delete(filler);
          // Postgres stops when it cannot write its log.
          if (!world.postgres().isAlive()) {
            world.revive(Part.POSTGRES);
          }
        });
  }

  private static void fill(Path file) throws IOException {
    try (var out = Files.newOutputStream(file)) {
      byte[] block = new byte[1 << 16];
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      if (Files.size(file) == 0) {
        throw e;
      }
      // Full, which was the purpose.
    }
  }

  private void restart() {
    world.postgres().stop();
    world.postgres().start();
  }

  private void failOver() throws IOException {
    world.postgres().stop();
    world.failOver();
  }

  private void lock() throws SQLException {
    Connection connection = world.database().connect();
    held.add(connection);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("lock table job in access exclusive mode");
    }
  }

  /** Ends all sessions first, so that the services must open new ones. */
  private void takeAllConnections() throws SQLException {
    Connection first = world.database().connect();
    held.add(first);
    try (Statement statement = first.createStatement()) {
      statement.execute(
          """
          select pg_terminate_backend(pid) from pg_stat_activity
          where backend_type = 'client backend' and pid <> pg_backend_pid()
          """);
    }
    for (int i = 0; i < MORE_THAN_THERE_ARE; i++) {
      try {
        held.add(world.database().connect());
      } catch (SQLException _) {
        // There are no more: as wanted.
        return;
      }
    }
  }

  private void release() throws SQLException {
    for (Connection connection : held) {
      connection.close();
    }
    held.clear();
  }
}
