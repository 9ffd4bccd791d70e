package dev.errand.button;

import dev.errand.client.ErrandClient;
import dev.errand.client.Job;
import dev.errand.client.JobAnswer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Waits for jobs to change, so that browsers need not ask each second. */
@Singleton
class Waiter {

  /** A running job changes by ending, which Errand reports at once. */
  private static final Duration UNTIL_IT_ENDS = Duration.ofSeconds(20);

  /** What keeps a job from starting may change before its end. */
  private static final Duration UNTIL_IT_STARTS = Duration.ofSeconds(2);

  private final ErrandClient errand;

  @Inject
  Waiter(ErrandClient errand) {
    this.errand = errand;
  }

  /** Returns once one of the jobs has ended, or after a while; at once if all have ended. */
  void awaitChange(List<Job> jobs) {
    List<Job> open = jobs.stream().filter(job -> !job.state().isFinal()).toList();
    if (open.isEmpty()) {
      return;
    }
    boolean running = open.stream().allMatch(job -> job.state() == Job.State.RUNNING);
    Duration wait = running ? UNTIL_IT_ENDS : UNTIL_IT_STARTS;
    awaitFirst(
        open.stream().<Callable<JobAnswer>>map(job -> () -> errand.poll(job.id(), wait)).toList());
  }

  private static void awaitFirst(List<Callable<JobAnswer>> polls) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.invokeAny(polls);
    } catch (ExecutionException e) {
      throw new IllegalStateException("no poll succeeded", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
