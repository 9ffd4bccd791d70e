package dev.errand.e2e;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.client.ErrandClient;
import dev.errand.client.NoAnswerException;
import dev.errand.client.ProblemException;
import dev.errand.client.Submission;
import dev.errand.e2e.fuzz.Vitals;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** More submissions than the API service can write. */
@Isolated("measures what the service holds")
class OverloadIT {

  private static final int CLIENTS = 400;
  private static final int BODY = 20_000;
  private static final Duration LOAD = Duration.ofSeconds(4);
  private static final Duration STANDSTILL = Duration.ofSeconds(5);
  private static final Duration PROMISED = Duration.ofSeconds(10);

  /** Sooner than {@code Retry-After} asks. */
  private static final Duration RETRY = Duration.ofMillis(200);

  private static final Duration EARLY = Duration.ofSeconds(1);

  /** The allowed growth of the heap: pools and caches that have grown once. */
  private static final long HEAP = 32L << 20;

  /** A commit takes everything that waits: half of the clients have room, the others do not. */
  private static final Map<String, String> SMALL_QUEUE =
      Map.of("ERRAND_API_SUBMIT_QUEUE_JOBS", String.valueOf(CLIENTS / 4));

  private static final String NO_ROOM = "too many requests are already waiting for the database";

  private static final Submission JOB = Submission.prompt("sim", "x".repeat(BODY));

  /** A client's response: a job's id, or the detail of a problem. */
  private record Answer(int status, boolean retryAfter, Duration took, String told) {}

  @Test
  void excessSubmissionsAreRejectedEarlyTheRestIsStoredAndMemoryStaysFlat() throws Exception {
    try (Installation errand = new Installation("overload", SMALL_QUEUE)) {
      ErrandClient client = errand.client();
      load(client, () -> Thread.sleep(LOAD));
      Vitals before = Vitals.atRest(errand.api());

      Collection<Answer> answers =
          load(
              client,
              () -> {
                Thread.sleep(LOAD);
                standStill(errand.databaseUrl());
                Thread.sleep(LOAD);
              });

      Vitals after = Vitals.atRest(errand.api());
      report(answers, before, after);
      assertAnswered(answers);
      List<String> accepted =
          answers.stream().filter(OverloadIT::accepted).map(Answer::told).toList();
      assertEquals(accepted.size(), stored(errand.databaseUrl(), accepted));
      assertFalse(after.heapGrew(before, HEAP), () -> before + " " + after);
      // No longer than the longest earlier one.
      assertEquals(202, submit(client).status);
    }
  }

  /** Lets all clients submit repeatedly while something happens. */
  private Collection<Answer> load(ErrandClient client, Happening meanwhile) throws Exception {
    Collection<Answer> answers = new ConcurrentLinkedQueue<>();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (!Thread.currentThread().isInterrupted()) {
                      Answer answer = submit(client);
                      answers.add(answer);
                      if (answer.status == 503) {
                        pause(RETRY);
                      }
                    }
                  }));
    }
    meanwhile.run();
    clients.forEach(Thread::interrupt);
    for (Thread each : clients) {
      each.join();
    }
    // Interrupted ones have no response.
    answers.removeIf(answer -> answer.status == 0);
    return answers;
  }

  /** Something that happens under load. */
  @FunctionalInterface
  private interface Happening {
    void run() throws Exception;
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Answer submit(ErrandClient client) {
    long began = System.nanoTime();
    try {
      String id = client.submit(JOB).job().id().toString();
      return new Answer(202, false, since(began), id);
    } catch (ProblemException e) {
      boolean retryAfter = e.retryAfter().isPresent();
      return new Answer(e.status(), retryAfter, since(began), e.problem().detail());
    } catch (NoAnswerException e) {
      int status = Thread.currentThread().isInterrupted() ? 0 : -1;
      return new Answer(status, false, Duration.ZERO, e.toString());
    }
  }

  private static Duration since(long began) {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private static void assertAnswered(Collection<Answer> answers) {
    for (Answer answer : answers) {
      assertTrue(answer.status == 202 || answer.status == 503, answer::toString);
      assertTrue(answer.status == 202 || answer.retryAfter, answer::toString);
      assertTrue(answer.took.compareTo(PROMISED) < 0, answer::toString);
    }
    List<Duration> early = took(answers, OverloadIT::hadNoRoom);
    assertTrue(early.size() > CLIENTS, "refused " + early.size());
    assertTrue(median(early).compareTo(EARLY) < 0, () -> "refused after " + median(early));
    int accepted = took(answers, OverloadIT::accepted).size();
    assertTrue(accepted > CLIENTS, "accepted " + accepted);
  }

  private static boolean accepted(Answer answer) {
    return answer.status == 202;
  }

  private static boolean hadNoRoom(Answer answer) {
    return answer.status == 503 && answer.told.contains(NO_ROOM);
  }

  private static void report(Collection<Answer> answers, Vitals before, Vitals after) {
    System.out.printf(
        "overload: %s, median of 202: %s, where there is no room: %s, longest: %s%n"
            + "overload: before %s%n"
            + "overload: after  %s%n",
        answers.stream().collect(groupingBy(Answer::status, counting())),
        median(took(answers, OverloadIT::accepted)),
        median(took(answers, OverloadIT::hadNoRoom)),
        answers.stream().map(Answer::took).max(Duration::compareTo).orElseThrow(),
        before,
        after);
  }

  private static List<Duration> took(Collection<Answer> answers, Predicate<Answer> which) {
    return answers.stream().filter(which).map(Answer::took).sorted().toList();
  }

  private static Duration median(List<Duration> sorted) {
    return sorted.isEmpty() ? Duration.ZERO : sorted.get(sorted.size() / 2);
  }

  private static void standStill(String url) throws SQLException, InterruptedException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table job in access exclusive mode");
      Thread.sleep(STANDSTILL);
      connection.rollback();
    }
  }

  private static int stored(String url, List<String> ids) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement statement =
            connection.prepareStatement("select count(*) from job where id = any (?::uuid[])")) {
      statement.setArray(1, connection.createArrayOf("text", ids.toArray()));
      ResultSet row = statement.executeQuery();
      row.next();
      return row.getInt(1);
    }
  }
}
