package dev.errand.local.part;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordTest {
  @TempDir Path directory;

  private final Console console = new Console(System.out, System.err, false, false);
  private Process sleeper;

  @BeforeEach
  void startSleeper() throws IOException {
    sleeper = new ProcessBuilder("sleep", "60").start();
  }

  @AfterEach
  void stopSleeper() {
    sleeper.destroyForcibly();
  }

  @Test
  void stopsAProcessThatARunLeftBehind() throws IOException {
    record().note("api", sleeper.toHandle());
    record().stopLeftovers();
    assertFalse(sleeper.isAlive());
    assertEquals(List.of(), List.of(directory.toFile().list()));
  }

  @Test
  void sparesAStrangerWithTheSameNumber() throws IOException {
    Files.writeString(directory.resolve("api"), sleeper.pid() + " 1000");
    record().stopLeftovers();
    assertTrue(sleeper.isAlive());
  }

  @Test
  void passesOverANoteThatWasCutShort() throws IOException {
    Files.writeString(directory.resolve("api"), Long.toString(sleeper.pid()));
    record().stopLeftovers();
    assertTrue(sleeper.isAlive());
  }

  private RunRecord record() {
    return new RunRecord(directory, console);
  }
}
