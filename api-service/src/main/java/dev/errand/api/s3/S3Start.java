package dev.errand.api.s3;

import dev.errand.api.config.OpenAiConfig;
import dev.errand.api.config.OpenAiConfig.FilesConfig;
import dev.errand.store.files.FileStoreException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Asks for the bucket when the service starts, until the first success. */
@ApplicationScoped
class S3Start {

  private static final int SECONDS = 5;

  private final S3FileStore store;
  private final OpenAiConfig config;
  private final ScheduledExecutorService timer =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("s3-", 0).daemon().factory());
  private volatile Optional<String> refusal = Optional.empty();

  @Inject
  S3Start(@Identifier(S3FileStore.NAME) S3FileStore store, OpenAiConfig config) {
    this.store = store;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    requireWhole();
    if (store.bucket().isPresent()) {
      timer.scheduleWithFixedDelay(this::look, 0, SECONDS, TimeUnit.SECONDS);
    }
  }

  void stop(@Observes ShutdownEvent event) {
    timer.shutdownNow();
  }

  /** Why files cannot be stored before somebody changes something; empty if that isn't known. */
  Optional<String> refusal() {
    return store.bucket().filter(bucket -> bucket.outage().hasNeverWorked()).flatMap(_ -> refusal);
  }

  private void requireWhole() {
    if (config.files().store() != FilesConfig.Store.S3) {
      return;
    }
    if (store.bucket().isEmpty()) {
      throw new ConfigurationException(
          "errand.openai.files.store=s3 needs errand.openai.files.s3.bucket");
    }
    requireStorable("files.limit", config.files().limit());
    requireStorable("uploads.limit", config.uploads().limit());
    requireStorable("uploads.part-limit", config.uploads().partLimit());
  }

  private static void requireStorable(String setting, MemorySize limit) {
    if (limit.asLongValue() > S3Output.MOST) {
      throw new ConfigurationException(
          "errand.openai.%s may be at most %d with errand.openai.files.store=s3"
              .formatted(setting, S3Output.MOST));
    }
  }

  /** The outage logs what is wrong. */
  private void look() {
    S3Bucket bucket = store.bucket().orElseThrow();
    try {
      bucket.check();
      timer.shutdown();
    } catch (FileStoreException e) {
      refusal = Optional.of(e).filter(S3Outage::isRefusal).map(FileStoreException::getMessage);
    }
  }
}
