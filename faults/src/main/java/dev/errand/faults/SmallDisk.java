package dev.errand.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/** A disk in memory that is soon full; only root may have one. */
record SmallDisk(Path folder) implements AutoCloseable {

  private static final String SIZE = "size=400m";
  private static final Duration FREE = Duration.ofSeconds(30);

  /** Mounts it on an empty folder. */
  static SmallDisk mount(Path folder) {
    if (!succeeds("mount", "-t", "tmpfs", "-o", SIZE, "tmpfs", folder.toString())) {
      throw new IllegalStateException("a small disk at " + folder + " needs root");
    }
    return new SmallDisk(folder);
  }

  /** Waits for the last process that uses it. */
  @Override
  public void close() {
    Waiting.until(folder + " is free", FREE, () -> succeeds("umount", folder.toString()));
  }

  private static boolean succeeds(String... command) {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
