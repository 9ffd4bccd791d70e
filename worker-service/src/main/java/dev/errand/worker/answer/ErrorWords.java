package dev.errand.worker.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** The HTTP statuses that providers mean by the words in an error. The first match counts. */
final class ErrorWords {

  private static final int BAD_REQUEST = 400;
  private static final Map<Pattern, Integer> CODES = new LinkedHashMap<>();
  private static final Map<Pattern, Integer> MESSAGES = new LinkedHashMap<>();

  static {
    code("insufficient_quota|exceeded_current_quota", 429);
    code("billing|credit|balance|payment|arrear", 402);
    code("overload|capacity|busy", 529);
    code("rate.?limit|too.?many|throttl|resource.?exhausted|quota|slow.?down|concurren", 429);
    code("^(requests|tokens)$", 429);
    code("time.?out|timed.?out|deadline", 504);
    code("unavailable|loading|not.?ready|maintenance", 503);
    code("bad.?gateway|upstream|provider|connection", 502);
    code("server.?error|internal|api.?error|^unknown$|service.?error", 500);
    code("unauthenticated|unauthori[sz]ed|authentication|api.?key", 401);
    code("permission|forbidden|denied", 403);
    code("not.?found", 404);
    code("invalid|bad.?request|validat|unsupported|content|policy|safety|length|argument", 400);
    code("malformed|precondition|too.?large|missing|unprocessable", 400);

    message("invalid|not found|does not exist|not supported|unauthori[sz]ed|api key", 400);
    message("rate.?limit|too many requests|quota", 429);
    message("overloaded|at capacity|too busy", 529);
    message("timed? ?out|timeout", 504);
    message("temporar|try again|retry|unavailable|loading", 503);
    message("bad gateway|provider returned error|upstream", 502);
    message("internal (server )?error|server (had an )?error|something went wrong", 500);
  }

  private ErrorWords() {}

  /** By an error's code or type; empty if it is unknown. */
  static OptionalInt inCode(String code) {
    return find(CODES, code);
  }

  /** By the message of an error that has neither; a bad request if it is unknown. */
  static int inMessage(JsonNode error) {
    return find(MESSAGES, Reason.of(error)).orElse(BAD_REQUEST);
  }

  private static OptionalInt find(Map<Pattern, Integer> words, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (Map.Entry<Pattern, Integer> entry : words.entrySet()) {
      if (!lower.isEmpty() && entry.getKey().matcher(lower).find()) {
        return OptionalInt.of(entry.getValue());
      }
    }
    return OptionalInt.empty();
  }

  private static void code(String words, int status) {
    CODES.put(Pattern.compile(words), status);
  }

  private static void message(String words, int status) {
    MESSAGES.put(Pattern.compile(words), status);
  }
}
