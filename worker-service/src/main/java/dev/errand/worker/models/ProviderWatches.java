package dev.errand.worker.models;

import dev.errand.store.models.ModelListStore;
import dev.errand.worker.config.ProvidersConfig;
import dev.errand.worker.config.ProvidersConfig.ProviderConfig;
import dev.errand.worker.llm.LlmClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/** Watches the providers of the pool's lanes, each on a thread that nothing waits for. */
@Singleton
class ProviderWatches {

  private static final Duration LEAST = Duration.ofSeconds(1);

  private final List<ProviderWatch> watches = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  /**
   * Prepares.
   *
   * @throws ConfigurationException where an interval is too short
   */
  @Inject
  ProviderWatches(
      LlmClient llm,
      ProvidersConfig config,
      ModelsClient client,
      ModelListStore store,
      MeterRegistry metrics) {
    for (String provider : new TreeSet<>(llm.providers())) {
      ProviderConfig settings = Objects.requireNonNull(config.providers().get(provider));
      Duration interval = interval(provider, settings.modelsInterval());
      if (!interval.isZero()) {
        watches.add(
            new ProviderWatch(
                provider, interval, () -> client.ask(llm.models(provider)), store, metrics));
      }
    }
  }

  private static Duration interval(String provider, Duration interval) {
    if (!interval.isZero() && interval.compareTo(LEAST) < 0) {
      throw new ConfigurationException(
          "errand.providers.%s.models-interval is %s, but must be 1S or longer, or 0 for never"
              .formatted(provider, interval));
    }
    return interval;
  }

  List<ProviderWatch> all() {
    return watches;
  }

  void start(@Observes StartupEvent event) {
    watches.forEach(
        watch -> threads.add(Thread.ofVirtual().name("watch-" + watch.provider()).start(watch)));
  }

  void stop(@Observes ShutdownEvent event) {
    threads.forEach(Thread::interrupt);
  }
}
