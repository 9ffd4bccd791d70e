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
 * Removes secrets from messages. Short ones are kept: they may be words that a message needs, such
 * as {@code ollama}.
 */
final class Redaction {

  private static final int SHORTEST = 16;
  private static final String REDACTED = "[redacted]";

  private final Optional<Pattern> secrets;

  /** Prepares for these secrets; those shorter than 16 characters are ignored. */
  Redaction(Collection<String> secrets) {
    String any =
        secrets.stream()
            .map(String::strip)
            .filter(secret -> secret.length() >= SHORTEST)
            .flatMap(Redaction::forms)
            .distinct()
            // The longest first, so that no part of it remains.
            .sorted(Comparator.comparing(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    // Only as a whole word: within a longer word it means something else.
    this.secrets =
        Optional.of(any)
            .filter(words -> !words.isEmpty())
            .map(words -> Pattern.compile("(?<![A-Za-z0-9])(?:" + words + ")(?![A-Za-z0-9])"));
  }

  /** Unchanged, in JSON, in JSON with other escapes, and in a URL. */
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
