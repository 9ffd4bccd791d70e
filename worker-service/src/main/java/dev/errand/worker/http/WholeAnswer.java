package dev.errand.worker.http;

import dev.errand.worker.http.ByteBudget.Reservation;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gathers a complete answer within the byte budget. If it exceeds the limit, nothing is kept; if it
 * announces that, nothing is read.
 */
public final class WholeAnswer implements AnswerSink<HttpAnswer> {

  private final long limit;
  private final Reservation budget;
  private final List<byte[]> pieces = new ArrayList<>();
  private int status;

  @SuppressWarnings("NullAway.Init") // by head(), which comes before all else
  private MultiMap headers;

  @SuppressWarnings("NullAway.Init") // by head()
  private Runnable more;

  private long size;
  private boolean tooLarge;

  /**
   * Creates a sink.
   *
   * @param limit maximum bytes of a body
   */
  public WholeAnswer(long limit, Reservation budget) {
    this.limit = limit;
    this.budget = budget;
  }

  @Override
  public Demand head(int status, MultiMap headers, Runnable more) {
    this.status = status;
    this.headers = headers;
    this.more = more;
    return announced(headers) > limit ? tooLarge() : Demand.MORE;
  }

  private static long announced(MultiMap headers) {
    String length = headers.get(HttpHeaders.CONTENT_LENGTH);
    return length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : 0;
  }

  @Override
  public Demand piece(byte[] bytes) {
    size += bytes.length;
    if (size > limit) {
      return tooLarge();
    }
    pieces.add(bytes);
    return budget.answer(bytes.length, more) ? Demand.MORE : Demand.LATER;
  }

  private Demand tooLarge() {
    tooLarge = true;
    dropped();
    return Demand.NO_MORE;
  }

  @Override
  public HttpAnswer end() {
    return new HttpAnswer(status, headers, tooLarge ? Optional.empty() : Optional.of(joined()));
  }

  @Override
  public void dropped() {
    pieces.clear();
    budget.answerGone();
  }

  private byte[] joined() {
    byte[] whole = pieces.size() == 1 ? pieces.getFirst() : copied();
    pieces.clear();
    return whole;
  }

  private byte[] copied() {
    ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(size));
    pieces.forEach(all::put);
    return all.array();
  }
}
