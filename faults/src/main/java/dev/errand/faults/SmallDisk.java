package dev.errand.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A disk in memory that is soon full; only root may have one. */
record SmallDisk(Path folder) implements AutoCloseable {

  private static final String SIZE = "size=400m";

  /** Mounts it on an empty folder. */
  static SmallDisk mount(Path folder) throws InterruptedException {
    run(List.of("mount", "-t", "tmpfs", "-o", SIZE, "tmpfs", folder.toString()));
    return new SmallDisk(folder);
  }

  @Override
  public void close() throws InterruptedException {
    run(List.of("umount", folder.toString()));
  }

  private static void run(List<String> command) throws InterruptedException {
    try {
      int code = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (code != 0) {
        throw new IllegalStateException("a small disk needs root: " + command);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
