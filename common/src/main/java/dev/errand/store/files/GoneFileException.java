package dev.errand.store.files;

import java.io.IOException;

/** A file was deleted, or its upload given up, while its bytes were read or written. */
public final class GoneFileException extends IOException {

  private static final long serialVersionUID = 1L;

  public GoneFileException(String message) {
    super(message);
  }
}
