package dev.errand.api.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;

/** An HTTP/1.1 client for requests that no library would send. */
public final class RawClient implements AutoCloseable {

  private static final int PATIENCE_MS = 60_000;

  private final Socket socket;
  private final InputStream in;

  public RawClient(URI server) throws IOException {
    this.socket = new Socket(server.getHost(), server.getPort());
    socket.setSoTimeout(PATIENCE_MS);
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  public void send(String text) throws IOException {
    send(text.getBytes(UTF_8));
  }

  public void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Sends one chunk of a chunked body; an empty one ends it. */
  public void sendChunk(byte[] bytes) throws IOException {
    send(Integer.toHexString(bytes.length) + "\r\n");
    send(bytes);
    send("\r\n");
  }

  /** The head of the response, without the empty line. */
  public String readHead() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0) {
        throw new IOException("the server hung up after: " + head);
      }
      head.append((char) c);
    }
    return head.toString();
  }

  /** This many bytes of the response. */
  public String read(int length) throws IOException {
    return new String(in.readNBytes(length), UTF_8);
  }

  /** A chunked body to its end. */
  public String readChunks() throws IOException {
    StringBuilder body = new StringBuilder();
    for (int size = readSize(); size > 0; size = readSize()) {
      body.append(new String(in.readNBytes(size), ISO_8859_1));
      in.readNBytes(2);
    }
    in.readNBytes(2);
    return body.toString();
  }

  private int readSize() throws IOException {
    StringBuilder size = new StringBuilder();
    for (int c = in.read(); c != '\r'; c = in.read()) {
      size.append((char) c);
    }
    in.read();
    return Integer.parseInt(size.toString(), 16);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
