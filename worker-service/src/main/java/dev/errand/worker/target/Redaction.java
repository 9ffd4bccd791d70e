package dev.errand.worker.target;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Takes secrets out of messages. Short ones are left in: they may be words that a message needs, as
 * {@code ollama} is.
 */
final class Redaction {

  private static final int SHORTEST = 16;
  private static final String REDACTED = "[redacted]";

  private final Optional<Pattern> secrets;

  /** Prepares for these secrets; those of less than 16 characters are not looked for. */
  Redaction(Collection<String> secrets) {
    String any =
        secrets.stream()
            .map(String::strip)
            .filter(secret -> secret.length() >= SHORTEST)
            .flatMap(Redaction::forms)
            .distinct()
            // The longest first, so that nothing of it is left over.
            .sorted(Comparator.comparing(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    // As a whole word: within a longer one it is another word.
    this.secrets =
        Optional.of(any)
            .filter(words -> !words.isEmpty())
            .map(words -> Pattern.compile("(?<![A-Za-z0-9])(?:" + words + ")(?![A-Za-z0-9])"));
  }

  /** As it is, within JSON, as some write JSON, and within a URL. */
  private static Stream<String> forms(String secret) {
    String json = new String(JsonStringEncoder.getInstance().quoteAsString(secret));
    return Stream.of(
        secret,
        json,
        json.replace("/", "\\/"),
        json.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"),
        URLEncoder.encode(secret, StandardCharsets.UTF_8),
        URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20"));
  }

  /** A message without the secrets. */
  String redact(String message) {
    return secrets.map(any -> any.matcher(message).replaceAll(REDACTED)).orElse(message);
  }
}
