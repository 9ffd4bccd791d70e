package dev.errand.worker.http;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;

/** Netty's decoder, which also reports what makes the end of an answer uncertain. */
final class AnswerDecoder extends HttpResponseDecoder {

  private boolean twoFramings;

  /**
   * Creates a decoder.
   *
   * @param headLimit maximum bytes of a status line, and of all headers of an answer together
   */
  AnswerDecoder(int headLimit) {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(headLimit)
            .setMaxHeaderSize(headLimit)
            // The same length twice is unambiguous; different ones are still an error.
            .setAllowDuplicateContentLengths(true)
            // A user agent may use chunks although there is a length, too (RFC 9112, 6.3), if it
            // closes the connection afterwards; hadTwoFramings reports this.
            .setUseRfc9112TransferEncoding(false)
            // RFC 9112, 2.2: a single LF may end a line of the head. Chunks remain strict.
            .setStrictLineParsing(false));
  }

  /** Whether bytes have arrived that belong to no answer so far. */
  boolean hasLeftovers() {
    return actualReadableBytes() > 0;
  }

  /** Whether the last answer had both a length and chunks; the call resets this. */
  boolean hadTwoFramings() {
    boolean had = twoFramings;
    twoFramings = false;
    return had;
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    twoFramings = true;
    super.handleTransferEncodingChunkedWithContentLength(message);
  }

  /** Interim answers have no body, even if they announce one. */
  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    return message instanceof HttpResponse response && isInterim(response)
        || super.isContentAlwaysEmpty(message);
  }

  /** Errand never requests an upgrade, so a 101 is followed by HTTP, or is an error. */
  @Override
  protected boolean isSwitchingToNonHttp1Protocol(HttpResponse response) {
    return false;
  }

  /** Whether the answer to the same request is still to come. */
  static boolean isInterim(HttpResponse response) {
    return response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }
}
