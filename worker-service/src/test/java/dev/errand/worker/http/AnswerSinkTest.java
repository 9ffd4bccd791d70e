package dev.errand.worker.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.errand.worker.config.TestedConfig;
import dev.errand.worker.http.AnswerSink.Demand;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A sink that receives an answer piece by piece, as one that stores streamed events will. */
class AnswerSinkTest {

  private final Vertx vertx = Vertx.vertx();
  private final CompletableFuture<HttpServerResponse> answering = new CompletableFuture<>();
  private final AtomicInteger closed = new AtomicInteger();
  private final HttpServer server =
      vertx
          .createHttpServer()
          .connectionHandler(it -> it.closeHandler(_ -> closed.incrementAndGet()))
          .requestHandler(it -> answering.complete(it.response().setChunked(true)))
          .listen(0, "localhost")
          .toCompletionStage()
          .toCompletableFuture()
          .join();
  private final TestedConfig config =
      new TestedConfig("http://localhost:" + server.actualPort(), Map.of());
  private final Connections connections =
      Connections.prepare("p", config.provider(), config.worker(), Optional.empty(), vertx);

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void piecesArriveBeforeTheAnswerIsOver() throws Exception {
    Pieces sink = new Pieces();
    Post<String> post = post(sink);

    send("one");
    await().untilAsserted(() -> assertEquals(List.of("200", "one"), sink.heard));
    assertFalse(post.answer().isDone());
    send("two");
    answering.join().end();

    assertEquals("one two", post.answer().get(20, TimeUnit.SECONDS));
    assertEquals(List.of("200", "one", "two", "end"), sink.heard);
  }

  @Test
  void anAnswerWaitsUntilItsSinkRequestsMore() throws Exception {
    Pieces sink = new Pieces();
    sink.onPiece = Demand.LATER;
    Post<String> post = post(sink);

    send("one");
    await().until(() -> sink.heard.size() == 2);
    sink.onPiece = Demand.MORE;
    send("two");
    answering.join().end().toCompletionStage().toCompletableFuture().join();
    assertEquals(List.of("200", "one"), sink.heard);
    sink.more.run();

    assertEquals("one two", post.answer().get(20, TimeUnit.SECONDS));
  }

  @Test
  void aSinkThatNeedsNoMoreEndsTheAnswerAndItsConnection() throws Exception {
    Pieces sink = new Pieces();
    sink.onPiece = Demand.NO_MORE;
    Post<String> post = post(sink);

    send("one");

    assertEquals("one", post.answer().get(20, TimeUnit.SECONDS));
    assertEquals(List.of("200", "one", "end"), sink.heard);
    await().until(() -> closed.get() == 1);
  }

  @Test
  void aSinkThatFailsEndsTheCallAndItsConnection() {
    Pieces sink = new Pieces();
    sink.onPiece = null;
    Post<String> post = post(sink);

    send("one");

    assertThrows(ExecutionException.class, () -> post.answer().get(20, TimeUnit.SECONDS));
    assertEquals(List.of("200", "one", "dropped"), sink.heard);
    await().until(() -> closed.get() == 1);
  }

  @Test
  void aSinkIsNotifiedWhenItsAnswerIsCutOff() {
    Pieces sink = new Pieces();
    Post<String> post = post(sink);

    send("one");
    await().until(() -> sink.heard.size() == 2);
    answering.join().reset();

    assertThrows(ExecutionException.class, () -> post.answer().get(20, TimeUnit.SECONDS));
    assertEquals(List.of("200", "one", "dropped"), sink.heard);
  }

  private Post<String> post(Pieces sink) {
    RequestOptions target =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost("localhost")
            .setPort(server.actualPort());
    return connections.post(target, new byte[0], false, new ByteBudget(100).reserve(0), sink);
  }

  private void send(String text) {
    answering.join().write(text).toCompletionStage().toCompletableFuture().join();
  }

  private static final class Pieces implements AnswerSink<String> {

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private volatile Demand onPiece = Demand.MORE;
    private volatile Runnable more;

    @Override
    public Demand head(int status, MultiMap headers, Runnable more) {
      this.more = more;
      heard.add(String.valueOf(status));
      return Demand.MORE;
    }

    /** Fails where it has no demand. */
    @Override
    public Demand piece(byte[] bytes) {
      heard.add(new String(bytes, StandardCharsets.UTF_8));
      return Optional.ofNullable(onPiece).orElseThrow();
    }

    @Override
    public String end() {
      heard.add("end");
      return String.join(" ", heard.subList(1, heard.size() - 1));
    }

    @Override
    public void dropped() {
      heard.add("dropped");
    }
  }
}
