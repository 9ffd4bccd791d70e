package dev.errand.e2e.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.errand.e2e.fuzz.Requests.Made;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends requests and returns the responses. Used by one thread. */
final class Exchange implements AutoCloseable {

  /** The time limit of a response. */
  static final int LONGEST_MS = 10_000;

  /** After this time without a byte, the server is assumed to wait for more of the request. */
  private static final int PAUSE_MS = 100;

  private static final int PAUSE_BETWEEN_MS = 20;

  private final URI server;
  private Connection open;

  Exchange(URI server) {
    this.server = server;
  }

  /**
   * The responses.
   *
   * @param fault the error of the exchange itself; empty if there is none
   */
  record Heard(List<Answer> answers, Optional<String> fault) {
    static Heard wrong(String fault) {
      return new Heard(List.of(), Optional.of(fault));
    }
  }

  Heard send(Made made) {
    try {
      return made.isPlain() ? one(made) : any(made);
    } catch (SocketTimeoutException e) {
      close();
      return Heard.wrong("no answer within %d ms".formatted(LONGEST_MS));
    } catch (IOException e) {
      close();
      return Heard.wrong(e.toString());
    }
  }

  /** There must be exactly one response, on a connection that is reused. */
  private Heard one(Made made) throws IOException {
    boolean fresh = open == null;
    if (fresh) {
      open = new Connection(server, LONGEST_MS);
    }
    Optional<Answer> answer = sendAndRead(made);
    if (answer.isEmpty() && !fresh) {
      // The server may close an idle connection at any time; a fresh one it must not.
      close();
      open = new Connection(server, LONGEST_MS);
      answer = sendAndRead(made);
    }
    if (answer.isEmpty() || answer.get().closes() || answer.get().status() == 101) {
      close();
    }
    return answer
        .map(one -> new Heard(List.of(one), Optional.empty()))
        .orElseGet(() -> Heard.wrong("the connection was closed without an answer"));
  }

  private Optional<Answer> sendAndRead(Made made) throws IOException {
    open.patience(LONGEST_MS);
    try {
      open.send(made.bytes());
      return open.read(made.request().method().equals("HEAD"));
    } catch (SocketException e) {
      return Optional.empty();
    }
  }

  /** There may be any number of responses; then the connection must end with the client's side. */
  private Heard any(Made made) throws IOException {
    List<Answer> answers = new ArrayList<>();
    try (Connection connection = new Connection(server, LONGEST_MS)) {
      try {
        connection.send(made.bytes());
        whileItAnswers(connection, made, answers);
        connection.endSending();
        connection.patience(LONGEST_MS);
        connection.awaitEnd();
      } catch (SocketTimeoutException e) {
        throw e;
      } catch (Connection.MalformedException e) {
        // After an upgrade or an HTTP/2 preface, the protocol is not HTTP/1.1.
        boolean other = new String(made.bytes(), ISO_8859_1).contains("PRI * HTTP/2.0");
        return new Heard(answers, other ? Optional.empty() : Optional.of(e.toString()));
      } catch (IOException e) {
        // It may cut off a client that sends nonsense, and discard its response.
        return new Heard(answers, Optional.empty());
      }
    }
    return new Heard(answers, Optional.empty());
  }

  private static void whileItAnswers(Connection connection, Made made, List<Answer> answers)
      throws IOException {
    connection.patience(PAUSE_MS);
    try {
      while (toTheNext(connection, made, answers)) {
        connection.patience(PAUSE_BETWEEN_MS);
      }
    } catch (SocketTimeoutException e) {
      // It waits for more, or for a job: closing this side tells it that there is nothing more.
      return;
    }
  }

  private static boolean toTheNext(Connection connection, Made made, List<Answer> answers)
      throws IOException {
    String start = new String(made.bytes(), 0, Math.min(5, made.bytes().length), ISO_8859_1);
    Optional<Answer> answer = connection.read(start.startsWith("HEAD"));
    answer.ifPresent(answers::add);
    return answer.filter(one -> one.status() != 101).isPresent();
  }

  @Override
  public void close() {
    if (open != null) {
      open.close();
      open = null;
    }
  }
}
