package dev.errand.process;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class ReadyQuestionTest {

  @Test
  void aServiceThatAnswers200IsReady() throws IOException {
    assertTrue(answeredWith(200));
  }

  @Test
  void aServiceThatResponds503IsNotReady() throws IOException {
    assertFalse(answeredWith(503));
  }

  @Test
  void withoutAServiceItIsNotReady() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertFalse(new ReadyQuestion(port).isAnsweredYes());
  }

  @Test
  void silenceIsNotReadyAndDoesNotLast() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      long began = System.nanoTime();
      assertFalse(new ReadyQuestion(silent.getLocalPort()).isAnsweredYes());
      assertTrue(System.nanoTime() - began < 20_000_000_000L);
    }
  }

  private static boolean answeredWith(int status) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/q/health/ready",
        exchange -> {
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    try {
      return new ReadyQuestion(server.getAddress().getPort()).isAnsweredYes();
    } finally {
      server.stop(0);
    }
  }
}
