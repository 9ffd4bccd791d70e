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

/** Sends requests, and tells what came back. One thread's own. */
final class Exchange implements AutoCloseable {

  /** No answer may take longer. */
  static final int LONGEST_MS = 10_000;

  /** After so long without a byte the server is taken to wait for more of the request. */
  private static final int PAUSE_MS = 100;

  private static final int PAUSE_BETWEEN_MS = 20;

  private final URI server;
  private Connection open;

  Exchange(URI server) {
    this.server = server;
  }

  /**
   * What came back.
   *
   * @param fault what is wrong with the exchange itself; empty where nothing is
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

  /** Exactly one answer must come, over a connection that is used again and again. */
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

  /** Any number of answers may come, and then the connection must end with the client's side. */
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
        // After an upgrade it is not HTTP/1.1 that is spoken; nor is it, if HTTP/2 was greeted.
        boolean other = new String(made.bytes(), ISO_8859_1).contains("PRI * HTTP/2.0");
        return new Heard(answers, other ? Optional.empty() : Optional.of(e.toString()));
      } catch (IOException e) {
        // It may cut off whoever sends nonsense, and may drop what it was about to answer.
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
      // It waits for more, or for a job: the end of this side tells it that nothing more comes.
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
