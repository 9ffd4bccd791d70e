package dev.errand.api.access;

import dev.errand.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The text of an API key: {@code errand_<id>_<secret><checksum>}. The id is public; the secret has
 * 256 random bits. By the prefix, scanners find keys that leaked; by the checksum, they and the
 * service recognize what is no key without a look-up.
 */
public final class KeyText {

  public static final String PREFIX = "errand_";

  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int ID = 12;
  private static final int SECRET = 43;
  private static final int CHECKSUM = 6;
  private static final Pattern FORM =
      Pattern.compile(
          PREFIX + "([0-9A-Za-z]{%d})_[0-9A-Za-z]{%d}".formatted(ID, SECRET + CHECKSUM));

  private final String id;
  private final String text;

  private KeyText(String id, String text) {
    this.id = id;
    this.text = text;
  }

  /** A new key. */
  public static KeyText create(RandomGenerator random) {
    return create(digits(random, ID), random);
  }

  /** A new key that replaces the one with this id. */
  public static KeyText create(String id, RandomGenerator random) {
    String checked = PREFIX + id + "_" + digits(random, SECRET);
    return new KeyText(id, checked + checksum(checked));
  }

  /** Reads a key; empty if it is none, or not as it was created. */
  static Optional<KeyText> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    int end = text.length() - CHECKSUM;
    return checksum(text.substring(0, end)).equals(text.substring(end))
        ? Optional.of(new KeyText(form.group(1), text))
        : Optional.empty();
  }

  /** Names the key, and is no secret. */
  public String id() {
    return id;
  }

  /** The secret itself, for whoever created the key: it is shown once. */
  public String reveal() {
    return text;
  }

  /** What is stored of the key. */
  public byte[] hash() {
    return Sha256.of(text);
  }

  /** Not the secret: this may end up in a log. */
  @Override
  public String toString() {
    return PREFIX + id;
  }

  private static String digits(RandomGenerator random, int count) {
    StringBuilder digits = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      digits.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
    }
    return digits.toString();
  }

  /** CRC-32 in base 62. */
  private static String checksum(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.US_ASCII));
    long rest = crc.getValue();
    char[] digits = new char[CHECKSUM];
    for (int i = CHECKSUM - 1; i >= 0; i--) {
      digits[i] = DIGITS.charAt((int) (rest % DIGITS.length()));
      rest /= DIGITS.length();
    }
    return new String(digits);
  }
}
