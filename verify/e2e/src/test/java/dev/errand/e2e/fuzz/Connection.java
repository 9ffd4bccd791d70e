package dev.errand.e2e.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** A connection that can send anything, and parses responses strictly. */
final class Connection implements AutoCloseable {

  private static final int MOST_HEAD = 64 * 1024;

  /** The word before the slash is the request's: the HTTP server repeats any such word. */
  private static final Pattern STATUS_LINE =
      Pattern.compile("\\S*/[0-9]+\\.[0-9]+ ([1-5][0-9][0-9])( .*)?");

  private final Socket socket = new Socket();
  private final InputStream in;

  Connection(URI server, int patienceMs) throws IOException {
    socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), patienceMs);
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Closes the sending side. */
  void endSending() throws IOException {
    socket.shutdownOutput();
  }

  /** Sets the time limit of each following read. */
  void patience(int millis) throws IOException {
    socket.setSoTimeout(millis);
  }

  /**
   * The next final response; empty at the connection's end.
   *
   * @param bodiless whether the response has no body, whatever its headers say
   * @throws SocketTimeoutException if it does not arrive in time
   * @throws MalformedException if it is not HTTP
   */
  Optional<Answer> read(boolean bodiless) throws IOException {
    Optional<Answer> answer = readOne(bodiless);
    while (answer.isPresent() && answer.get().status() == 100) {
      answer = readOne(bodiless);
    }
    return answer;
  }

  /** Reads on until the server closes the connection. */
  void awaitEnd() throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }

  /** The server sends something that is not HTTP. */
  static final class MalformedException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedException(String what) {
      super(what);
    }
  }

  private Optional<Answer> readOne(boolean bodiless) throws IOException {
    String line = readLine();
    if (line == null) {
      return Optional.empty();
    }
    Matcher start = STATUS_LINE.matcher(line);
    if (!start.matches()) {
      throw new MalformedException("a status line is: " + line);
    }
    int status = Integer.parseInt(start.group(1));
    Map<String, List<String>> headers = readHeaders();
    Answer head = new Answer(status, headers, new byte[0]);
    boolean none = bodiless || status < 200 || status == 204 || status == 304;
    return Optional.of(none ? head : new Answer(status, headers, plain(head, readBody(head))));
  }

  /** The body without its content coding, which some requests ask for. */
  private static byte[] plain(Answer head, byte[] body) throws IOException {
    String coding = head.header("content-encoding").orElse("identity");
    InputStream coded = new ByteArrayInputStream(body);
    try {
      return switch (coding) {
        case "gzip" -> new GZIPInputStream(coded).readAllBytes();
        case "deflate" -> new InflaterInputStream(coded).readAllBytes();
        case "identity" -> body;
        default -> throw new MalformedException("a body is encoded as " + coding);
      };
    } catch (ZipException | EOFException e) {
      throw new MalformedException("a body is no " + coding + ": " + e.getMessage());
    }
  }

  private Map<String, List<String>> readHeaders() throws IOException {
    Map<String, List<String>> headers = new HashMap<>();
    for (String line = wholeLine(); !line.isEmpty(); line = wholeLine()) {
      int colon = line.indexOf(':');
      if (colon < 1 || line.chars().anyMatch(c -> c < ' ' && c != '\t')) {
        throw new MalformedException("a header is: " + line);
      }
      headers
          .computeIfAbsent(
              line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    return headers;
  }

  private byte[] readBody(Answer head) throws IOException {
    if (head.header("transfer-encoding").map("chunked"::equalsIgnoreCase).orElse(false)) {
      return readChunks();
    }
    Optional<String> length = head.header("content-length");
    if (length.isEmpty()) {
      return in.readAllBytes();
    }
    byte[] body = in.readNBytes(Integer.parseInt(length.get()));
    if (body.length < Integer.parseInt(length.get())) {
      throw new EOFException("the connection ended in a body");
    }
    return body;
  }

  private byte[] readChunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int size = chunkSize();
    while (size > 0) {
      body.writeBytes(in.readNBytes(size));
      wholeLine();
      size = chunkSize();
    }
    wholeLine();
    return body.toByteArray();
  }

  private int chunkSize() throws IOException {
    String line = wholeLine();
    try {
      return Integer.parseInt(line, 16);
    } catch (NumberFormatException e) {
      throw new MalformedException("a chunk's size is: " + line);
    }
  }

  private String wholeLine() throws IOException {
    String line = readLine();
    if (line == null) {
      throw new EOFException("the connection ended in an answer");
    }
    return line;
  }

  /** A line, or null at the connection's end. */
  private String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int c = in.read();
    if (c < 0) {
      return null;
    }
    while (c >= 0 && c != '\n' && line.size() < MOST_HEAD) {
      line.write(c);
      c = in.read();
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
