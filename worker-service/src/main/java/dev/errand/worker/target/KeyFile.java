package dev.errand.worker.target;

import dev.errand.telemetry.LogLine;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Keys in a file, one per line. It is read again by the first call two seconds after the last read,
 * or when a provider rejects a key. The content is compared, not the time stamp: Kubernetes
 * replaces the folder that contains a Secret's files.
 */
final class KeyFile {

  private static final Logger LOG = Logger.getLogger(KeyFile.class);
  private static final long FRESH = TimeUnit.SECONDS.toNanos(2);

  private final Path path;
  private final String setting;
  private final LongSupplier nanos;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile List<ApiKey> keys;
  private volatile long read;
  private boolean unusable;

  /**
   * Reads it for the first time.
   *
   * @throws ConfigurationException if it contains no key
   */
  KeyFile(String path, String setting, LongSupplier nanos) {
    this.path = Path.of(path);
    this.setting = setting;
    this.nanos = nanos;
    try {
      this.keys = load();
    } catch (IOException e) {
      throw new ConfigurationException(
          "%s: %s can't be read (%s)".formatted(setting, path, reason(e)), e);
    }
    this.read = nanos.getAsLong();
  }

  /** The keys, at most two seconds old. */
  List<ApiKey> keys() {
    if (nanos.getAsLong() - read >= FRESH && reading.tryLock()) {
      try {
        reload();
      } finally {
        reading.unlock();
      }
    }
    return keys;
  }

  /** The keys as they are now. */
  List<ApiKey> reread() {
    reading.lock();
    try {
      reload();
    } finally {
      reading.unlock();
    }
    return keys;
  }

  private void reload() {
    try {
      List<ApiKey> now = load();
      unusable = false;
      if (!now.equals(keys)) {
        keys = now;
        LOG.info(
            LogLine.event("keys_changed")
                .with("setting", setting)
                .with("keys", now.size())
                .next("new calls use them"));
      }
    } catch (IOException e) {
      warn(reason(e));
    } catch (ConfigurationException e) {
      warn(String.valueOf(e.getMessage()));
    }
    read = nanos.getAsLong();
  }

  /** Logged once, until the file is usable again. */
  private void warn(String reason) {
    if (!unusable) {
      unusable = true;
      LOG.warn(
          LogLine.event("keys_not_read")
              .with("setting", setting)
              .with("file", path)
              .with("error", reason)
              .next("the previous ones stay in use"));
    }
  }

  private List<ApiKey> load() throws IOException {
    List<ApiKey> loaded =
        Files.readString(path)
            .lines()
            .map(line -> line.replace("\uFEFF", "").strip())
            .filter(Predicate.not(String::isEmpty))
            .map(line -> ApiKey.of(line, setting))
            .distinct()
            .toList();
    if (loaded.isEmpty()) {
      throw new ConfigurationException(
          "%s: %s is empty; write the key into it, or one key a line".formatted(setting, path));
    }
    return loaded;
  }

  private static String reason(IOException e) {
    return e instanceof NoSuchFileException ? "there is no such file" : e.toString();
  }
}
