package dev.errand.api.openai;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The HTTP statuses of providers. */
public final class ProviderStatus {

  private static final int OK = 200;
  private static final int LOWEST_ERROR = 400;

  private ProviderStatus() {}

  /** The status of an answer. */
  public static int ofAnswer(@Nullable Integer status) {
    return status == null ? OK : status;
  }

  /**
   * The status of a failed call, if it was that of an error; empty if the provider did not answer,
   * or what it answered was not an answer.
   */
  public static Optional<Integer> ofError(@Nullable Integer status) {
    return Optional.ofNullable(status).filter(known -> known >= LOWEST_ERROR);
  }
}
