package dev.errand.api.lists;

import dev.errand.store.read.Paging.Place;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * The end of a page of jobs, in an opaque form: the id of its last job and, in lists by end, when
 * that ended.
 */
public final class Cursor {

  private static final byte BY_CREATION = 1;
  private static final byte BY_END = 2;
  private static final int LENGTH = 1 + 2 * Long.BYTES;

  /** The last microsecond of the year 9999. */
  private static final long LATEST = 253_402_300_799_999_999L;

  private Cursor() {}

  /** The place in this form. */
  public static String of(Place last) {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH + Long.BYTES);
    bytes.put(last.ended().isPresent() ? BY_END : BY_CREATION);
    bytes.putLong(last.id().getMostSignificantBits()).putLong(last.id().getLeastSignificantBits());
    last.ended().ifPresent(time -> bytes.putLong(micros(time)));
    bytes.flip();
    byte[] written = new byte[bytes.remaining()];
    bytes.get(written);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(written);
  }

  /** The last job's place, or empty if the text is not a cursor. */
  public static Optional<Place> parse(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return switch (bytes.length) {
      case LENGTH -> bytes[0] == BY_CREATION ? Optional.of(Place.of(id(bytes))) : Optional.empty();
      case LENGTH + Long.BYTES -> bytes[0] == BY_END ? ended(bytes) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static UUID id(byte[] bytes) {
    ByteBuffer id = ByteBuffer.wrap(bytes, 1, LENGTH - 1);
    return new UUID(id.getLong(), id.getLong());
  }

  private static Optional<Place> ended(byte[] bytes) {
    long micros = ByteBuffer.wrap(bytes, LENGTH, Long.BYTES).getLong();
    return micros < 0 || micros > LATEST
        ? Optional.empty()
        : Optional.of(
            new Place(id(bytes), Optional.of(Instant.EPOCH.plus(micros, ChronoUnit.MICROS))));
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
