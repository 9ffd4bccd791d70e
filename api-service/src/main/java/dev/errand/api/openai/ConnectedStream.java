package dev.errand.api.openai;

import io.vertx.core.http.HttpServerResponse;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The body of a response whose client may go away. Vert.x drops what is written then, so that a
 * long response would be made up to its end for nobody.
 */
final class ConnectedStream extends FilterOutputStream {

  private final HttpServerResponse response;

  ConnectedStream(OutputStream out, HttpServerResponse response) {
    super(out);
    this.response = response;
  }

  @Override
  public void write(int value) throws IOException {
    check();
    out.write(value);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    check();
    out.write(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    check();
    out.flush();
  }

  private void check() throws IOException {
    if (response.closed()) {
      throw new IOException("the client has closed the connection");
    }
  }
}
