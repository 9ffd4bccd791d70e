package dev.errand.worker.models;

import dev.errand.database.DatabaseException;
import dev.errand.store.models.Asking;
import dev.errand.store.models.ModelList;
import dev.errand.store.models.ModelListStore;
import dev.errand.store.models.ProviderModels;
import dev.errand.telemetry.LogLine;
import dev.errand.telemetry.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Watches one provider: asks it for its models when it is this worker's turn, and looks who did.
 */
final class ProviderWatch implements Runnable {

  private static final Logger LOG = Logger.getLogger(ProviderWatch.class);

  /** A worker that starts asks anew: its configuration may be new. Many that start do not. */
  private static final Duration AFTER_START = Duration.ofSeconds(5);

  /** After a database that could not be asked: it may be about to get its tables. */
  private static final Duration AGAIN = Duration.ofSeconds(5);

  /** Asks the provider. */
  @FunctionalInterface
  interface Asker {
    ModelsAnswer ask() throws InterruptedException;
  }

  private final String provider;
  private final Duration interval;
  private final Asker asker;
  private final ModelListStore store;
  private final MeterRegistry metrics;
  private volatile Optional<ProviderModels> known = Optional.empty();

  ProviderWatch(
      String provider,
      Duration interval,
      Asker asker,
      ModelListStore store,
      MeterRegistry metrics) {
    this.provider = provider;
    this.interval = interval;
    this.asker = asker;
    this.store = store;
    this.metrics = metrics;
    Metric.PROVIDER_ANSWERS.gauge(metrics, this::answers, provider);
  }

  private double answers() {
    return known.map(it -> it.listing().answers() ? 1.0 : 0.0).orElse(Double.NaN);
  }

  String provider() {
    return provider;
  }

  /** What was found out last, by whichever worker; empty until then. */
  Optional<ProviderModels> known() {
    return known;
  }

  /** Until it is interrupted. */
  @Override
  public void run() {
    Duration pause = least(AFTER_START, interval);
    try {
      while (true) {
        boolean looked = look(pause);
        // Less than the interval, which the workers would else miss by the time that a look takes.
        pause = interval.multipliedBy(9).dividedBy(10);
        Thread.sleep(looked ? interval : least(AGAIN, interval));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /**
   * Asks unless anybody did within the pause; then reads what is known. Returns whether the
   * database took part.
   */
  boolean look(Duration pause) throws InterruptedException {
    try {
      Optional<Asking> turn = store.begin(provider, pause);
      if (turn.isPresent()) {
        ask(turn.get());
      }
      known = store.of(List.of(provider)).stream().findFirst();
      return true;
    } catch (DatabaseException e) {
      // That the database is away is logged already, by those who need it more.
      return false;
    } catch (RuntimeException e) {
      LOG.warn(
          LogLine.event("models_not_asked")
              .with("provider", provider)
              .with("error", e)
              .next("calls go on; the next try is in " + interval),
          e);
      return true;
    }
  }

  private void ask(Asking turn) throws InterruptedException {
    ModelsAnswer answer = asker.ask();
    Metric.PROVIDER_MODELS_ASKED.counter(metrics, provider, answer.listing().text()).increment();
    if (answer.listing().answers()) {
      store.end(turn, answer.list());
    } else {
      store.fail(turn, answer.listing());
    }
    if (turn.before().filter(answer.listing()::equals).isEmpty()) {
      log(answer);
    }
  }

  private void log(ModelsAnswer answer) {
    LogLine line =
        LogLine.event(answer.listing().answers() ? "provider_answers" : "provider_gives_no_list")
            .with("provider", provider)
            .with("result", answer.listing().text());
    answer.list().map(ModelList::models).ifPresent(it -> line.with("models", it.size()));
    answer.detail().ifPresent(it -> line.with("error", it));
    if (answer.listing().answers()) {
      LOG.info(line);
    } else {
      LOG.warn(line.next("calls go on; it is asked again in " + interval));
    }
  }
}
