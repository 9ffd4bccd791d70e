package dev.errand.local.part;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The parts of a run that have been started so far. */
public final class Parts {
  private static final Duration TIME_TO_GET_READY = Duration.ofMinutes(2);
  private static final Duration BETWEEN_PROBES = Duration.ofMillis(100);

  private final Map<Role, List<Part>> started = new EnumMap<>(Role.class);
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();
  private final ReadyProbe probe = new ReadyProbe();

  /** The first reason to end counts; later ones are its consequences. */
  public void end(Ending reason) {
    ending.complete(reason);
  }

  public boolean isEnding() {
    return ending.isDone();
  }

  public Ending awaitEnding() {
    return ending.join();
  }

  public synchronized void add(Role role, Part part) {
    started.computeIfAbsent(role, _ -> new ArrayList<>()).add(part);
    part.end().thenAccept(why -> end(new Ending.Failed(part.name(), why, part.log())));
  }

  /** Whether the part became ready; if not, the run is ending. */
  public boolean awaitReady(Part part, URI check) {
    long deadline = System.nanoTime() + TIME_TO_GET_READY.toNanos();
    while (!endsWithin(BETWEEN_PROBES)) {
      if (probe.ready(check)) {
        return true;
      }
      if (System.nanoTime() - deadline > 0) {
        String why = "was not ready after " + TIME_TO_GET_READY.toSeconds() + " s";
        end(new Ending.Failed(part.name(), why, part.log()));
      }
    }
    return false;
  }

  private boolean endsWithin(Duration wait) {
    try {
      ending.copy().orTimeout(wait.toMillis(), TimeUnit.MILLISECONDS).join();
      return true;
    } catch (CompletionException e) {
      if (e.getCause() instanceof TimeoutException) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Stops the parts in the reverse order of their start; parts with the same role stop in parallel.
   */
  public void stop() {
    for (Role role : List.of(Role.values()).reversed()) {
      List<Part> parts = of(role);
      parts.forEach(Part::askToStop);
      parts.forEach(Part::awaitStop);
    }
  }

  /** Kills all parts immediately. */
  public void kill() {
    for (Role role : List.of(Role.values()).reversed()) {
      of(role).forEach(Part::kill);
    }
  }

  private synchronized List<Part> of(Role role) {
    return List.copyOf(started.getOrDefault(role, List.of()));
  }
}
