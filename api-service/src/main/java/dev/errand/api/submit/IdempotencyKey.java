package dev.errand.api.submit;

import dev.errand.api.problem.Violation;
import dev.errand.store.NewJob.Key;
import dev.errand.text.Sha256;
import dev.errand.text.Utf8;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A client's name for a submission: repeating it under the same name creates no second job.
 *
 * @param value 1 to 255 visible ASCII characters
 */
public record IdempotencyKey(String value) {

  private static final Pattern VISIBLE = Pattern.compile("[!-~]{1,255}");

  /**
   * The key in a header.
   *
   * @throws RejectedException if it is not a valid key
   */
  public static IdempotencyKey parse(String header) {
    if (!VISIBLE.matcher(header).matches()) {
      throw RejectedException.invalid(
          List.of(
              new Violation(
                  "Idempotency-Key", "must have 1 to 255 visible ASCII characters, no spaces")));
    }
    return new IdempotencyKey(header);
  }

  /** The key of one line of an upload with this key. */
  public IdempotencyKey ofLine(int line) {
    return new IdempotencyKey(value + "/" + line);
  }

  /** This key for this payload, which is one JSON object. */
  public Key forPayload(byte[] payload) {
    byte[] json = JsonFingerprint.of(Utf8.withoutByteOrderMark(payload));
    return new Key(value, Sha256.of(payload), json);
  }
}
