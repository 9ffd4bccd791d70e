package dev.errand.worker.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides whether an answer's head determines its end unambiguously. */
final class Framing {

  private static final String CHUNKED = "chunked";
  private static final String KEEP_ALIVE = "Keep-Alive";
  private static final Pattern TIMEOUT = Pattern.compile("(?i)\\btimeout\\s*=\\s*(\\d{1,9})");
  private static final int MARGIN_SECONDS = 2;

  private Framing() {}

  /**
   * Whether the connection may serve another call once this answer has ended. Not after an error: a
   * gateway may answer for a server whose own answer is still to come.
   */
  static boolean isClear(HttpResponse answer) {
    return answer.status().codeClass() == HttpStatusClass.SUCCESS
        && HttpVersion.HTTP_1_1.equals(answer.protocolVersion())
        && HttpUtil.isKeepAlive(answer)
        && isKept(answer.headers())
        && isDelimited(answer.headers());
  }

  /**
   * Makes Vert.x close the connection before the server does: the server counts from its answer,
   * but Vert.x applies the header only once the connection's rest is over.
   */
  static void shortenKeepAlive(HttpHeaders headers) {
    keepAlive(headers)
        .ifPresent(seconds -> headers.set(KEEP_ALIVE, "timeout=" + (seconds - MARGIN_SECONDS)));
  }

  private static boolean isKept(HttpHeaders headers) {
    return keepAlive(headers).orElse(Long.MAX_VALUE) > MARGIN_SECONDS;
  }

  private static OptionalLong keepAlive(HttpHeaders headers) {
    Matcher timeout = TIMEOUT.matcher(headers.get(KEEP_ALIVE, ""));
    return timeout.find()
        ? OptionalLong.of(Long.parseLong(timeout.group(1)))
        : OptionalLong.empty();
  }

  private static boolean isDelimited(HttpHeaders headers) {
    List<String> encodings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    return encodings.isEmpty()
        ? headers.contains(HttpHeaderNames.CONTENT_LENGTH)
        : encodings.size() == 1 && CHUNKED.equalsIgnoreCase(encodings.getFirst().strip());
  }
}
