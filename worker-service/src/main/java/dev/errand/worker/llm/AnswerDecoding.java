package dev.errand.worker.llm;

import dev.errand.worker.http.ByteBudget;
import dev.errand.worker.http.HttpAnswer;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Makes an answer's body readable: decompressed, and valid UTF-8. If that is impossible, or the
 * answer is a redirect, a text that says so replaces it.
 */
final class AnswerDecoding {

  private static final String CODINGS =
      "the body has the Content-Encoding %s, which Errand cannot read (it reads gzip and deflate):"
          + " have the provider or its gateway send it uncompressed";

  private final String provider;
  private final long limit;

  /**
   * Creates it.
   *
   * @param provider its name, for messages
   * @param limit maximum bytes of a decompressed body
   */
  AnswerDecoding(String provider, long limit) {
    this.provider = provider;
    this.limit = limit;
  }

  /**
   * Decodes an answer.
   *
   * @throws IOException if its body is corrupt; another call may get a good one
   */
  HttpAnswer decode(HttpAnswer raw, ByteBudget.Reservation budget)
      throws IOException, InterruptedException {
    if (raw.status() / 100 == 3) {
      return with(raw, text(redirect(raw)));
    }
    if (raw.body().isEmpty()) {
      return raw;
    }
    List<String> codings = ContentCoding.of(raw.headers());
    Optional<String> unknown = codings.stream().filter(c -> !ContentCoding.isKnown(c)).findFirst();
    if (unknown.isPresent()) {
      return with(raw, text(CODINGS.formatted(unknown.get())));
    }
    Optional<byte[]> body = decompressed(raw, codings, budget);
    String type = raw.header(HttpHeaderNames.CONTENT_TYPE.toString());
    return with(raw, body.map(it -> Utf8.of(it, type)));
  }

  private Optional<byte[]> decompressed(
      HttpAnswer raw, List<String> codings, ByteBudget.Reservation budget)
      throws IOException, InterruptedException {
    Optional<byte[]> body = raw.body();
    for (String coding : codings.reversed()) {
      if (body.isPresent()) {
        try {
          body = ContentCoding.undo(coding, body.get(), limit, budget::answerOrWait);
        } catch (IOException e) {
          if (raw.status() / 100 == 2) {
            throw new IOException("the body is not valid " + coding, e);
          }
          return text("(a body that is not valid " + coding + ")");
        }
      }
    }
    return body;
  }

  private String redirect(HttpAnswer answer) {
    String target = answer.header(HttpHeaderNames.LOCATION.toString());
    if (target == null) {
      return "a redirect without a target (no Location): check errand.providers.%s.base-url"
          .formatted(provider);
    }
    return ("the provider redirects to %s: set errand.providers.%s.base-url to where that leads"
            + " (307 and 308 within the same host and port are followed with"
            + " errand.providers.%s.follow-redirects=true)")
        .formatted(target, provider, provider);
  }

  private static HttpAnswer with(HttpAnswer answer, Optional<byte[]> body) {
    return new HttpAnswer(answer.status(), answer.headers(), body);
  }

  private static Optional<byte[]> text(String text) {
    return Optional.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
