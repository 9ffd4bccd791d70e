package dev.errand.api.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

/** Nothing is written for a client that is gone. */
class ConnectedStreamTest {

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private boolean closed;

  @Test
  void everyWriteFailsOnceTheClientIsGone() throws IOException {
    ConnectedStream stream = new ConnectedStream(sent, response());
    stream.write(new byte[] {1, 2});
    stream.write(3);
    stream.flush();

    closed = true;

    assertThrows(IOException.class, () -> stream.write(new byte[] {4}));
    assertThrows(IOException.class, () -> stream.write(4));
    assertThrows(IOException.class, stream::flush);
    assertEquals(3, sent.size());
  }

  private HttpServerResponse response() {
    return (HttpServerResponse)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {HttpServerResponse.class},
            (_, method, _) -> {
              assertEquals("closed", method.getName());
              return closed;
            });
  }
}
