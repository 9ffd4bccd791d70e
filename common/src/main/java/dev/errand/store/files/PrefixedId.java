package dev.errand.store.files;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ids as OpenAI's clients see them: a prefix and 32 hexadecimal digits. */
final class PrefixedId {

  private final String prefix;
  private final Pattern form;

  PrefixedId(String prefix) {
    this.prefix = prefix;
    this.form =
        Pattern.compile(
            prefix + "([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})");
  }

  String text(UUID id) {
    return prefix + id.toString().replace("-", "");
  }

  Optional<UUID> parse(String text) {
    Matcher id = form.matcher(text);
    return id.matches()
        ? Optional.of(UUID.fromString(id.replaceFirst("$1-$2-$3-$4-$5")))
        : Optional.empty();
  }
}
