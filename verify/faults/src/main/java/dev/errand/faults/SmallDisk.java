package dev.errand.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A small disk in memory, which fills up soon; only root can mount one. */
record SmallDisk(Path folder) implements AutoCloseable {

  private static final String SIZE = "size=400m";

  /** Mounts it on an empty folder. */
  static SmallDisk mount(Path folder) {
    if (!succeeds("mount", "-t", "tmpfs", "-o", SIZE, "tmpfs", folder.toString())) {
      throw new IllegalStateException("a small disk at " + folder + " needs root");
    }
    return new SmallDisk(folder);
  }

  /** Lazily: a log of ours on it may still be open. */
  @Override
  public void close() {
    if (!succeeds("umount", "-l", folder.toString())) {
      throw new IllegalStateException("could not unmount " + folder);
    }
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
