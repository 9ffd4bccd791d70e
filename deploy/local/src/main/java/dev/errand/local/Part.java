package dev.errand.local;

import java.util.concurrent.CompletableFuture;

/** A process of the run. */
public interface Part {
  String name();

  PartLog log();

  /** Completes with what became of the process, in words, once it has ended. */
  CompletableFuture<String> end();

  void askToStop();

  /** Returns once the process is gone; one that outstays its time is killed. */
  void awaitStop();

  void kill();
}
