package dev.errand.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The images' health check, run like an engine does. */
class ReadyScriptTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** The script's exit code and output. */
  private record Verdict(int exitCode, String output) {}

  @AfterEach
  void end() {
    threads.close();
  }

  @Test
  void aServiceThatAnswers200IsReady() throws Exception {
    assertEquals(new Verdict(0, ""), answeredWith(OK));
  }

  @Test
  void a200WithoutAReasonIsReady() throws Exception {
    assertEquals(new Verdict(0, ""), answeredWith("HTTP/1.1 200 \r\n\r\n"));
  }

  @Test
  void aServiceThatIsNotReadySaysWhy() throws Exception {
    Verdict verdict =
        answeredWith(
            "HTTP/1.1 503 Service Unavailable\r\n\r\n{\"status\":\"DOWN\",\"checks\":[1]}");
    assertEquals(1, verdict.exitCode());
    assertTrue(verdict.output().startsWith("503 "), verdict::output);
    assertTrue(verdict.output().contains("{\"status\":\"DOWN\",\"checks\":[1]}"), verdict::output);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 404 Not Found\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "\u0015\u0003\u0003\u0000\u0002\u0002P",
        "200",
        ""
      })
  void anythingElseIsNotReady(String answer) throws Exception {
    assertEquals(1, answeredWith(answer).exitCode());
  }

  @Test
  void withoutAServiceItIsNotReady() throws Exception {
    int port;
    try (ServerSocket socket = listener()) {
      port = socket.getLocalPort();
    }
    assertEquals(1, ask(port, "3").exitCode());
  }

  @Test
  void silenceIsNotReadyAndIsNotWaitedThrough() throws Exception {
    try (ServerSocket silent = listener()) {
      assertEquals(
          new Verdict(1, "no answer from port %d within 1 s\n".formatted(silent.getLocalPort())),
          ask(silent.getLocalPort(), "1"));
    }
  }

  private Verdict answeredWith(String answer) throws Exception {
    try (ServerSocket server = listener()) {
      var answered = threads.submit(() -> answerOnce(server, answer));
      Verdict verdict = ask(server.getLocalPort(), "30");
      assertEquals("GET /q/health/ready HTTP/1.1", answered.get());
      return verdict;
    }
  }

  /** The received request. */
  private static String answerOnce(ServerSocket server, String answer) throws IOException {
    try (Socket client = server.accept()) {
      StringBuilder request = new StringBuilder();
      while (!request.toString().endsWith("\r\n\r\n")) {
        request.append((char) client.getInputStream().read());
      }
      client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
      return request.toString().lines().findFirst().orElseThrow();
    }
  }

  private static ServerSocket listener() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private static Verdict ask(int port, String seconds) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", Sources.file("deploy/docker/ready.sh").toString(), seconds)
            .redirectErrorStream(true);
    builder.environment().put("QUARKUS_MANAGEMENT_PORT", Integer.toString(port));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Verdict(process.waitFor(), output);
  }
}
