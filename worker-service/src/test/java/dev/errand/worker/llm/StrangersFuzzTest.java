package dev.errand.worker.llm;

import static dev.errand.worker.llm.EchoJobs.chunked;
import static dev.errand.worker.llm.EchoJobs.ok;
import static dev.errand.worker.llm.EchoJobs.say;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.worker.llm.EchoJobs.End;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hundreds of calls over randomly misbehaving connections: every job gets its own text or a
 * failure.
 */
class StrangersFuzzTest {

  private static final int CALLS = 600;
  private static final int AT_ONCE = 8;
  private static final String STRANGE = ok("a stranger");
  private static final String INTERIM = "HTTP/1.1 1%02d Wait\r\nX-Step: %1$d\r\n\r\n";

  /** Violations affect only their connection, so that there are always more. */
  private static final Map<String, String> SETTINGS =
      Map.of("errand.providers.p.reuse-pause", "0S", "errand.worker.concurrency", "" + AT_ONCE);

  @AutoClose private final ScriptedProvider provider = new ScriptedProvider();

  @ParameterizedTest
  @ValueSource(longs = {1, 20_260, 4_711})
  void eachJobGetsItsOwnTextOrAFailure(long seed) throws Exception {
    Random seeds = new Random(seed);
    RawServer.Script script = client -> misbehave(client, new Random(next(seeds)));
    try (RawServer server = new RawServer(script);
        ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE)) {
      LlmClient client = provider.client(server.port(), SETTINGS);
      EchoJobs jobs = new EchoJobs(provider, client, Duration.ofSeconds(2));
      List<Future<End>> ends = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        String padding = i % 50 == 0 ? "x".repeat(4 << 20) : "";
        ends.add(callers.submit(() -> jobs.run(padding)));
      }
      int own = 0;
      for (Future<End> end : ends) {
        own += end.get() == End.OWN_TEXT ? 1 : 0;
      }
      assertTrue(own > CALLS / 2, "seed %d: only %d have their text".formatted(seed, own));
      assertTrue(server.connections() < CALLS, "connections are reused");
      assertEquals(CALLS, ends.size());
    }
  }

  private static long next(Random seeds) {
    synchronized (seeds) {
      return seeds.nextLong();
    }
  }

  private static void misbehave(Socket client, Random dice)
      throws IOException, InterruptedException {
    client.setTcpNoDelay(true);
    while (true) {
      String job = EchoJobs.nameIn(RawServer.readRequest(client));
      Thread.sleep(dice.nextInt(10));
      for (int i = dice.nextInt(4); i > 1; i--) {
        say(client, INTERIM.formatted(dice.nextInt(100)));
        Thread.sleep(dice.nextInt(5));
      }
      String answer = dice.nextBoolean() ? ok(job) : chunked(job);
      switch (dice.nextInt(14)) {
        case 0 -> say(client, answer + STRANGE);
        case 1 -> later(client, answer, STRANGE, dice);
        case 2 -> later(client, answer, "{\"more\": true}", dice);
        case 3 -> later(client, answer, INTERIM.formatted(2), dice);
        case 4 -> inPieces(client, answer, dice);
        case 5 -> say(client, answer.substring(0, dice.nextInt(answer.length())));
        case 6 -> later(client, answer.replace("200 OK", "504 Late"), ok("late " + job), dice);
        case 7 -> reset(client, answer, dice);
        default -> say(client, answer);
      }
    }
  }

  /** Sends both, with a pause that is shorter than a connection's rest. */
  private static void later(Socket client, String answer, String more, Random dice)
      throws IOException, InterruptedException {
    say(client, answer);
    Thread.sleep(dice.nextInt(60));
    say(client, more);
  }

  private static void inPieces(Socket client, String answer, Random dice)
      throws IOException, InterruptedException {
    for (int i = 0; i < answer.length(); ) {
      int end = Math.min(answer.length(), i + 1 + dice.nextInt(60));
      say(client, answer.substring(i, end));
      Thread.sleep(1);
      i = end;
    }
  }

  private static void reset(Socket client, String answer, Random dice)
      throws IOException, InterruptedException {
    say(client, answer);
    Thread.sleep(dice.nextInt(20));
    client.setSoLinger(true, 0);
    client.close();
  }
}
