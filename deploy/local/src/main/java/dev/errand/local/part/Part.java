package dev.errand.local.part;

import java.util.concurrent.CompletableFuture;

/** A process of the run. */
public interface Part {
  String name();

  PartLog log();

  /** Completes with a description of its end once the process has ended. */
  CompletableFuture<String> end();

  void askToStop();

  /** Returns once the process has exited; it is killed if that takes too long. */
  void awaitStop();

  void kill();
}
