package dev.errand.job;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Why an attempt did not succeed.
 *
 * @param type what kind of failure
 * @param message for humans, at most {@value #MESSAGE_LIMIT} characters; never holds a credential
 */
public record Failure(Type type, String message) {

  private static final int MESSAGE_LIMIT = 4000;

  /** NUL, and surrogates without their other half: a whole pair is one code point. */
  private static final Pattern NOT_STORABLE = Pattern.compile("[\\x00\\p{Cs}]");

  public Failure {
    message = storable(message);
  }

  /** The kinds of failure, in lower case in tables and JSON. */
  public enum Type {
    /** The provider answered with an error status or an error object. */
    PROVIDER_ERROR,
    /** The provider asked to come back later. */
    RATE_LIMITED,
    /** The account at the provider has no quota left. */
    QUOTA_EXCEEDED,
    /** The provider's response is not an answer of the job's endpoint, or only a part of one. */
    INVALID_ANSWER,
    /** The provider's answer exceeds the worker's limit. */
    ANSWER_TOO_LARGE,
    /** No connection to the provider was established: it received nothing of the call. */
    UNREACHABLE,
    /** The connection to the provider broke during the call. */
    CONNECTION,
    /** No complete answer in time. */
    TIMEOUT,
    /** The worker stopped responding, or shut down during a call that must not be repeated. */
    LOST,
    /** The worker's configuration does not serve the job's lane. */
    CONFIGURATION;

    /** The name in tables and JSON. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the provider may have made an answer, and bill it, although the job has none. */
    public boolean mayBeBilled() {
      return switch (this) {
        case INVALID_ANSWER, ANSWER_TOO_LARGE, CONNECTION, TIMEOUT, LOST -> true;
        case PROVIDER_ERROR, RATE_LIMITED, QUOTA_EXCEEDED, UNREACHABLE, CONFIGURATION -> false;
      };
    }

    /** The type with this {@link #text()}, or empty. */
    public static Optional<Type> of(String text) {
      return Arrays.stream(values()).filter(type -> type.text().equals(text)).findFirst();
    }
  }

  /** Postgres' text holds neither NUL nor half a surrogate pair; a cut must not make one. */
  private static String storable(String message) {
    String whole = NOT_STORABLE.matcher(message).replaceAll("\uFFFD");
    int end = Math.min(whole.length(), MESSAGE_LIMIT);
    if (end > 0 && end < whole.length() && Character.isHighSurrogate(whole.charAt(end - 1))) {
      end--;
    }
    return whole.substring(0, end);
  }
}
