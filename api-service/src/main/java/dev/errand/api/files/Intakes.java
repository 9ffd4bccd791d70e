package dev.errand.api.files;

import java.util.UUID;

/** Begins what a request stores. */
@FunctionalInterface
interface Intakes {

  /**
   * Begins.
   *
   * @param content where the bytes go
   */
  Intake into(UUID content);
}
