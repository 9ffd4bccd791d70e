package dev.errand.api.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.errand.api.config.ApiConfig;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.testing.TestConfig;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BodyReaderTest {

  @Test
  void aBodyThatBreaksOffIsTheClientsFaultAndNoDefect() {
    BodyReader bodies = reader(new AtomicBoolean());

    ProblemException e =
        assertThrows(
            ProblemException.class, () -> bodies.read(noHeaders(), broken(), bodies.reserve()));

    assertEquals(400, e.problem().status());
  }

  @Test
  void theBodyOrItsTimeLimitComesFirstAndTheOtherDoesNothing() {
    AtomicBoolean decided = new AtomicBoolean();
    BodyReader inTime = reader(decided);
    byte[] body = {1, 2, 3};

    assertArrayEquals(
        body, inTime.read(noHeaders(), new ByteArrayInputStream(body), inTime.reserve()));

    assertFalse(BodyTimeout.arrived(exchange(decided)), "the time limit would respond, too");
    BodyReader tooLate = reader(new AtomicBoolean(true));
    ProblemException e =
        assertThrows(
            ProblemException.class,
            () -> tooLate.readSettings(noHeaders(), new ByteArrayInputStream(body)));
    assertEquals(408, e.problem().status());
  }

  private static BodyReader reader(AtomicBoolean decided) {
    CurrentVertxRequest current = new CurrentVertxRequest();
    current.setCurrent(exchange(decided));
    return new BodyReader(TestConfig.with(Map.of()).getConfigMapping(ApiConfig.class), current);
  }

  /** A request with a time limit for its body. */
  private static RoutingContext exchange(AtomicBoolean decided) {
    return (RoutingContext)
        Proxy.newProxyInstance(
            RoutingContext.class.getClassLoader(),
            new Class<?>[] {RoutingContext.class},
            (proxy, method, arguments) -> method.getName().equals("get") ? decided : null);
  }

  private static InputStream broken() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException("Connection was closed");
      }
    };
  }

  private static HttpHeaders noHeaders() {
    return (HttpHeaders)
        Proxy.newProxyInstance(
            HttpHeaders.class.getClassLoader(),
            new Class<?>[] {HttpHeaders.class},
            (proxy, method, arguments) -> null);
  }
}
