package dev.errand.text;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A form of ids in OpenAI's API: a prefix that names the kind, and 32 hexadecimal digits. */
public final class PrefixedId {

  private final String prefix;
  private final Pattern form;

  public PrefixedId(String prefix) {
    this.prefix = prefix;
    this.form =
        Pattern.compile(
            Pattern.quote(prefix)
                + "([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})");
  }

  /** The id as text. */
  public String text(UUID id) {
    return prefix + id.toString().replace("-", "");
  }

  /** The id in a text; empty if that is none. */
  public Optional<UUID> parse(String text) {
    Matcher id = form.matcher(text);
    return id.matches()
        ? Optional.of(UUID.fromString(id.replaceFirst("$1-$2-$3-$4-$5")))
        : Optional.empty();
  }
}
