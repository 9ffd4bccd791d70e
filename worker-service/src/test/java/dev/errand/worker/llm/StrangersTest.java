package dev.errand.worker.llm;

import static dev.errand.worker.llm.EchoJobs.chunked;
import static dev.errand.worker.llm.EchoJobs.json;
import static dev.errand.worker.llm.EchoJobs.ok;
import static dev.errand.worker.llm.EchoJobs.say;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.worker.llm.EchoJobs.End;
import dev.errand.worker.llm.EchoJobs.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No job gets another job's answer, whatever a connection carries. */
class StrangersTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String STRANGE = ok("a stranger");

  /** As much reuse as possible, so that left-over bytes of an answer hit the next job. */
  private static final Map<String, String> BUSY =
      Map.of("errand.providers.p.rest", "0S", "errand.providers.p.reuse-pause", "0S");

  private static final Map<String, String> USUAL = Map.of();

  @AutoClose private final ScriptedProvider provider = new ScriptedProvider();

  static Stream<Arguments> interim() {
    return Stream.of(
            "102 Processing\r\n",
            "103 Early Hints\r\nLink: </style.css>; rel=preload\r\n",
            "100 Continue\r\n",
            "101 Switching Protocols\r\n",
            "101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n",
            "104 Upload Resumption Supported\r\nUpload-Offset: 5\r\n",
            "110 \r\n",
            "199 Miscellaneous\r\nX-Progress: 50%\r\n",
            "102 Processing\r\nContent-Length: 5\r\n",
            "102 Processing\r\nTransfer-Encoding: chunked\r\n",
            "102 Processing\r\nConnection: close\r\n")
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("interim")
  void interimAnswersAreWaitedThrough(String interim) throws Exception {
    String head = "HTTP/1.1 " + interim + "\r\n";
    Reply reply =
        (client, number, job) -> {
          switch (number) {
            case 0 -> {
              say(client, head);
              Thread.sleep(100);
              say(client, ok(job));
            }
            case 1 -> say(client, head + head + head + ok(job));
            case 2 -> {
              for (String part : (head + ok(job)).split("(?<=\r\n)")) {
                say(client, part);
                Thread.sleep(5);
              }
            }
            default -> say(client, ok(job));
          }
        };
    try (RawServer server = new RawServer(EchoJobs.each(reply))) {
      EchoJobs jobs = jobs(server, BUSY);
      for (int i = 0; i < 5; i++) {
        assertEquals(End.OWN_TEXT, jobs.run());
      }
      assertEquals(1, server.connections(), "the connection is good for all of them");
    }
  }

  /** The possible answers of one job, and whether the job gets it; the others always get theirs. */
  static Stream<Arguments> odd() {
    return Stream.of(
        odd("no oddity", End.OWN_TEXT, (c, _, job) -> say(c, ok(job))),
        odd("two answers at once", End.OWN_TEXT, (c, _, job) -> say(c, ok(job) + STRANGE)),
        odd("more bytes", End.OWN_TEXT, (c, _, job) -> say(c, ok(job) + "{\"more\": true}")),
        odd("an empty line", End.OWN_TEXT, (c, _, job) -> say(c, ok(job) + "\r\n")),
        odd("half an answer more", End.OWN_TEXT, (c, _, job) -> say(c, ok(job) + "HTTP/1.1 200")),
        odd("two interim ones after it", End.OWN_TEXT, StrangersTest::interimAfterwards),
        odd(
            "chunks and another answer",
            End.OWN_TEXT,
            (c, _, job) -> say(c, chunked(job) + STRANGE)),
        odd("chunks and garbage", End.OWN_TEXT, (c, _, job) -> say(c, chunked(job) + "0\r\n\r\n")),
        odd("interim with a body", End.FAILURE, StrangersTest::interimWithBody),
        odd("interim within chunks", End.FAILURE, StrangersTest::interimWithinChunks),
        odd("no content, but an answer", End.FAILURE, status("204 No Content")),
        odd("not modified, but an answer", End.FAILURE, status("304 Not Modified")),
        odd("an error and an answer", End.FAILURE, status("502 Bad Gateway")),
        odd("a length and chunks", End.OWN_TEXT, StrangersTest::twoFramings),
        odd("chunks of another kind", End.OWN_TEXT, StrangersTest::otherCoding),
        odd("the length twice", End.OWN_TEXT, StrangersTest::lengthTwice),
        odd("the length in a list", End.OWN_TEXT, StrangersTest::lengthList),
        odd("two lengths", End.FAILURE, StrangersTest::twoLengths),
        odd("a negative length", End.FAILURE, (c, _, _) -> say(c, headed("Content-Length: -5"))),
        odd("folded headers", End.OWN_TEXT, (c, _, job) -> say(c, ok(job, "X-A: 1\r\n 2\r\n\t3"))),
        odd("HTTP/1.0", End.OWN_TEXT, (c, _, job) -> say(c, old(ok(job)) + STRANGE)),
        odd("close, yet open", End.OWN_TEXT, (c, _, job) -> say(c, ok(job, "Connection: close"))),
        odd("close in a list", End.OWN_TEXT, (c, _, job) -> say(c, closing(job) + STRANGE)),
        odd("lines that end in LF", End.OWN_TEXT, (c, _, job) -> say(c, lines(ok(job)))),
        odd("chunks that end in LF", End.FAILURE, (c, _, job) -> say(c, lines(chunked(job)))),
        odd("no HTTP", End.FAILURE, (c, _, _) -> say(c, "SSH-2.0-OpenSSH_9.2\r\n\r\n")),
        odd("invalid status", End.FAILURE, (c, _, job) -> say(c, ok(job).replace("200", "042"))),
        odd(
            "another protocol",
            End.FAILURE,
            (c, _, job) -> say(c, ok(job).replace("/1.1", "/3.0"))),
        odd("keep-alive of no time", End.OWN_TEXT, (c, _, job) -> say(c, ok(job, KEEP_NO_TIME))));
  }

  private static final String KEEP_NO_TIME = "Keep-Alive: timeout=0";

  @ParameterizedTest(name = "{0}")
  @MethodSource("odd")
  void anOddAnswerIsItsOwnJobsMatter(String name, End end, Reply odd) throws Exception {
    Reply reply =
        (client, number, job) -> {
          if (number % 3 == 0) {
            odd.to(client, number, job);
          } else {
            say(client, ok(job));
          }
        };
    try (RawServer server = new RawServer(EchoJobs.each(reply))) {
      EchoJobs jobs = jobs(server, BUSY);
      assertEquals(end, jobs.run());
      assertEquals(End.OWN_TEXT, jobs.run());
      assertEquals(End.OWN_TEXT, jobs.run());
      // On a reused connection, a failure never belongs to the job itself.
      jobs.run();
      assertEquals(End.OWN_TEXT, jobs.run());
      assertEquals(End.OWN_TEXT, jobs.run());
    }
  }

  static Stream<Arguments> late() {
    return Stream.of(
        Arguments.of("another answer", STRANGE),
        Arguments.of("garbage", "{\"more\": true}"),
        Arguments.of("an interim answer", "HTTP/1.1 102 Processing\r\n\r\n"),
        Arguments.of("an empty line", "\r\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("late")
  void bytesAfterAnAnswerEndTheConnection(String name, String late) throws Exception {
    CompletableFuture<Void> said = new CompletableFuture<>();
    Reply reply =
        (client, number, job) -> {
          say(client, ok(job));
          if (number == 0) {
            Thread.sleep(300);
            say(client, late);
            said.complete(null);
          }
        };
    try (RawServer server = new RawServer(EchoJobs.each(reply))) {
      EchoJobs jobs = jobs(server, USUAL);
      assertEquals(End.OWN_TEXT, jobs.run());
      assertEquals(End.OWN_TEXT, jobs.run(), "on a connection of its own: the first rests");
      said.join();
      // From now on, no connection serves two calls.
      for (int i = 0; i < 3; i++) {
        assertEquals(End.OWN_TEXT, jobs.run());
      }
      assertEquals(5, server.connections());
    }
  }

  @Test
  void bytesOnAnIdleConnectionEndIt() throws Exception {
    CompletableFuture<Void> said = new CompletableFuture<>();
    Reply reply =
        (client, number, job) -> {
          say(client, ok(job));
          if (number == 0) {
            Thread.sleep(300);
            say(client, STRANGE);
            said.complete(null);
          }
        };
    try (RawServer server = new RawServer(EchoJobs.each(reply))) {
      EchoJobs jobs = jobs(server, BUSY);
      assertEquals(End.OWN_TEXT, jobs.run());
      said.join();
      assertEquals(End.OWN_TEXT, jobs.run());
      assertEquals(End.OWN_TEXT, jobs.run());
      assertEquals(2, server.connections());
    }
  }

  @Test
  void idleConnectionsAreLeftOneAfterAnotherOnceTheProviderIsNotTrusted() throws Exception {
    int idle = 6;
    CountDownLatch all = new CountDownLatch(idle);
    CompletableFuture<Void> said = new CompletableFuture<>();
    CompletableFuture<Void> stray = new CompletableFuture<>();
    Reply reply =
        (client, number, job) -> {
          all.countDown();
          all.await();
          say(client, ok(job));
          if (number == 0) {
            stray.join();
            say(client, STRANGE);
            said.complete(null);
          }
        };
    try (RawServer server = new RawServer(EchoJobs.each(reply))) {
      EchoJobs jobs = jobs(server, Map.of("errand.providers.p.rest", "0S"));
      List<CompletableFuture<End>> ends =
          Stream.generate(() -> CompletableFuture.supplyAsync(jobs::run, VIRTUAL))
              .limit(idle)
              .toList();
      ends.forEach(end -> assertEquals(End.OWN_TEXT, end.join()));
      stray.complete(null);
      said.join();
      Thread.sleep(100);

      // Each of them takes an unusable connection first, and then another.
      for (int i = 0; i < 3; i++) {
        assertEquals(End.OWN_TEXT, jobs.run());
      }
      assertEquals(idle + 3, server.connections());
    }
  }

  private static final Executor VIRTUAL = task -> Thread.ofVirtual().start(task);

  @Test
  void anAnswerThatComesWhileTheRequestIsStillSentEndsTheConnection() throws Exception {
    int size = 16 << 20;
    AtomicLong read = new AtomicLong();
    CompletableFuture<Void> over = new CompletableFuture<>();
    RawServer.Script script =
        client -> {
          byte[] start = client.getInputStream().readNBytes(1_000);
          String job = EchoJobs.nameIn(new String(start));
          say(client, ok(job));
          Thread.sleep(300);
          try {
            read.set(client.getInputStream().transferTo(OutputStream.nullOutputStream()));
          } finally {
            over.complete(null);
          }
        };
    try (RawServer server = new RawServer(script)) {
      EchoJobs jobs = jobs(server, BUSY);
      assertEquals(End.OWN_TEXT, jobs.run("x".repeat(size)));
      over.join();
      assertTrue(read.get() < size - 1_000, "the rest of the request is not sent: " + read.get());
      assertEquals(End.OWN_TEXT, jobs.run("x".repeat(2_000)));
      assertEquals(2, server.connections());
    }
  }

  @Test
  void anAnswerBeforeItsRequestOnAReusedConnectionIsDiscarded() throws Exception {
    RawServer.Script script =
        client -> {
          String job = EchoJobs.nameIn(RawServer.readRequest(client));
          say(client, ok(job));
          client.getInputStream().readNBytes(1_000);
          say(client, STRANGE);
          Thread.sleep(PATIENCE);
        };
    String padding = "x".repeat(16 << 20);
    try (RawServer server = new RawServer(script)) {
      EchoJobs jobs = jobs(server, BUSY);
      assertEquals(End.OWN_TEXT, jobs.run());
      assertEquals(End.FAILURE, jobs.run(padding));
      assertEquals(End.OWN_TEXT, jobs.run());
    }
  }

  @Test
  void anAnswerToAnAbandonedCallIsDiscarded() throws Exception {
    Reply reply =
        (client, number, job) -> {
          if (number % 2 == 0) {
            Thread.sleep(700);
          }
          say(client, ok(job));
        };
    try (RawServer server = new RawServer(EchoJobs.each(reply))) {
      EchoJobs jobs = new EchoJobs(provider, provider.client(server.port(), BUSY), SHORT);
      for (int i = 0; i < 4; i++) {
        assertEquals(End.FAILURE, jobs.run());
        Thread.sleep(300);
        assertEquals(End.OWN_TEXT, jobs.run());
      }
    }
  }

  private static final Duration SHORT = Duration.ofMillis(500);

  @Test
  void aConnectionThatIsResetBetweenJobsCostsNone() throws Exception {
    Reply reply =
        (client, _, job) -> {
          say(client, ok(job));
          Thread.sleep(20);
          client.setSoLinger(true, 0);
          client.close();
        };
    try (RawServer server = new RawServer(EchoJobs.each(reply))) {
      EchoJobs jobs = jobs(server, BUSY);
      for (int i = 0; i < 5; i++) {
        assertEquals(End.OWN_TEXT, jobs.run());
        Thread.sleep(60);
      }
    }
  }

  @Test
  void aProviderWhoseConnectionsAreNotReusedGetsOneForEachCall() throws Exception {
    Map<String, String> settings = Map.of("errand.providers.p.reuse-connections", "false");
    try (RawServer server = new RawServer(EchoJobs.each((c, _, job) -> say(c, ok(job))))) {
      EchoJobs jobs = jobs(server, settings);
      for (int i = 0; i < 4; i++) {
        assertEquals(End.OWN_TEXT, jobs.run());
      }
      assertEquals(4, server.connections());
    }
  }

  @Test
  void aConnectionServesTheNextCallAfterItsRest() throws Exception {
    Map<String, String> settings = Map.of("errand.providers.p.rest", "0.2S");
    try (RawServer server = new RawServer(EchoJobs.each((c, _, job) -> say(c, ok(job))))) {
      EchoJobs jobs = jobs(server, settings);
      for (int i = 0; i < 4; i++) {
        assertEquals(End.OWN_TEXT, jobs.run());
        Thread.sleep(500);
      }
      assertEquals(1, server.connections());
    }
  }

  private EchoJobs jobs(RawServer server, Map<String, String> settings) {
    return new EchoJobs(provider, provider.client(server.port(), one(settings)), PATIENCE);
  }

  /** One connection at a time can be idle. */
  private static Map<String, String> one(Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>(settings);
    all.put("errand.worker.concurrency", "1");
    return all;
  }

  private static Arguments odd(String name, End end, Reply reply) {
    return Arguments.of(name, end, reply);
  }

  private static void interimAfterwards(Socket client, int number, String job) throws IOException {
    say(client, ok(job) + "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n");
  }

  private static void interimWithBody(Socket client, int number, String job) throws IOException {
    say(client, "HTTP/1.1 102 Processing\r\nContent-Length: 5\r\n\r\nhello" + ok(job));
  }

  private static void interimWithinChunks(Socket client, int number, String job)
      throws IOException {
    String answer = chunked(job);
    int end = answer.lastIndexOf("0\r\n\r\n");
    say(client, answer.substring(0, end) + "HTTP/1.1 102 Processing\r\n\r\n" + "0\r\n\r\n");
  }

  private static Reply status(String status) {
    return (client, _, job) -> say(client, ok(job).replace("200 OK", status) + STRANGE);
  }

  private static void twoFramings(Socket client, int number, String job) throws IOException {
    String answer = chunked(job).replaceFirst("\r\n", "\r\nContent-Length: 3\r\n");
    say(client, answer + STRANGE);
  }

  private static void otherCoding(Socket client, int number, String job) throws IOException {
    say(client, ok(job, "Transfer-Encoding: identity") + STRANGE);
  }

  private static void lengthTwice(Socket client, int number, String job) throws IOException {
    say(client, ok(job, "Content-Length: " + json(job).length()));
  }

  private static void lengthList(Socket client, int number, String job) throws IOException {
    int length = json(job).length();
    say(client, headed("Content-Length: %d, %d".formatted(length, length)) + json(job));
  }

  private static void twoLengths(Socket client, int number, String job) throws IOException {
    say(client, ok(job, "Content-Length: 5"));
  }

  private static String headed(String header) {
    return "HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n";
  }

  private static String closing(String job) {
    return ok(job, "Connection: Keep-Alive, close");
  }

  private static String old(String answer) {
    return answer.replace("HTTP/1.1", "HTTP/1.0");
  }

  private static String lines(String answer) {
    return answer.replace("\r\n", "\n");
  }
}
