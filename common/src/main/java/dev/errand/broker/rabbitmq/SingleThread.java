package dev.errand.broker.rabbitmq;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One virtual thread that runs tasks one after the other; after its end it ignores them. */
final class SingleThread implements Executor {

  private final ThreadPoolExecutor executor;

  SingleThread(String name) {
    this.executor =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofVirtual().name(name).factory(),
            new ThreadPoolExecutor.DiscardPolicy());
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(task);
  }

  /** Runs the tasks submitted so far, and returns when they are done or the time is over. */
  void end(Duration atMost) throws InterruptedException {
    executor.shutdown();
    executor.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }
}
