package dev.errand.worker.outcome;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.errand.job.ProviderError;
import dev.errand.job.ProviderError.Header;
import dev.errand.worker.http.HttpAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map.Entry;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Finds the error in an answer that can be passed on as it is: OpenAI's form, and not large. */
final class SentError {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** OpenAI's clients expect them all. */
  private static final List<String> KEYS = List.of("message", "type", "param", "code");

  /** The headers that say when a call may be made again. */
  private static final Pattern HEADERS = Pattern.compile("retry-after(-ms)?|x-ratelimit-[a-z-]+");

  private static final Pattern VALUE = Pattern.compile("[ -~]{1,100}");
  private static final int MOST_BYTES = 16 << 10;
  private static final int MOST_HEADERS = 20;

  private SentError() {}

  /**
   * The error, or null if there is none in OpenAI's form.
   *
   * @param redaction removes secrets
   */
  static @Nullable ProviderError of(HttpAnswer http, UnaryOperator<String> redaction) {
    return http.body()
        .filter(body -> body.length <= MOST_BYTES && isLikeOpenAis(body))
        .map(body -> new String(body, UTF_8))
        .map(body -> new ProviderError(redaction.apply(body), headers(http, redaction)))
        .orElse(null);
  }

  private static boolean isLikeOpenAis(byte[] body) {
    try {
      JsonNode error = JSON.readTree(body).path("error");
      return KEYS.stream().allMatch(error::has)
          && error.path("message").isTextual()
          && isUtf8(body);
    } catch (JacksonException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory could not be read", e);
    }
  }

  /** Not in UTF-16, for example, which the parser reads too, but the database can't store. */
  private static boolean isUtf8(byte[] body) {
    String text = new String(body, UTF_8);
    return text.indexOf('\0') < 0 && Arrays.equals(text.getBytes(UTF_8), body);
  }

  private static List<Header> headers(HttpAnswer http, UnaryOperator<String> redaction) {
    return StreamSupport.stream(http.headers().spliterator(), false)
        .map(SentError::header)
        .filter(header -> HEADERS.matcher(header.name()).matches())
        .map(header -> new Header(header.name(), redaction.apply(header.value())))
        .filter(header -> VALUE.matcher(header.value()).matches())
        .limit(MOST_HEADERS)
        .toList();
  }

  private static Header header(Entry<String, String> sent) {
    return new Header(sent.getKey().toLowerCase(Locale.ROOT), sent.getValue().strip());
  }
}
