package dev.errand.simulator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SimulatorCommandTest {

  private static final String READY = "simulator listening on ";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void theCommandPrintsItsAddressAndServesUntilItIsStopped() throws Exception {
    Thread running = Thread.startVirtualThread(() -> run("--port=0", "--error-rate=100"));
    await().until(() -> out.toString().endsWith("/v1" + System.lineSeparator()));

    String body = SimulatorClient.chat("sim", "hello").encode();
    URI uri = URI.create(out.toString().strip().substring(READY.length()) + "/chat/completions");
    HttpRequest request = HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(body)).build();

    try (HttpClient http = HttpClient.newHttpClient()) {
      assertEquals(500, http.send(request, BodyHandlers.ofString()).statusCode());
    }
    running.interrupt();
    running.join();
    assertEquals("", err.toString());
  }

  @Test
  void aPortInUseEndsTheCommandWithOneLine() {
    try (Simulator first = Simulator.start(SimulatorOptions.anyPort())) {
      assertEquals(1, run("--port=" + first.port()));
    }

    assertEquals(1, err.toString().lines().count());
    assertTrue(err.toString().contains("in use"), err.toString());
  }

  @Test
  void anUnknownFaultEndsTheCommandNamingTheKnownOnes() {
    assertEquals(2, run("--faults=explode"));

    assertTrue(err.toString().contains("throttle-N"));
  }

  private int run(String... arguments) {
    return new CommandLine(new SimulatorCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
