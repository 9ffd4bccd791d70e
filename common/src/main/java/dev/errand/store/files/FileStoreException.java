package dev.errand.store.files;

import org.jspecify.annotations.Nullable;

/** A store of files cannot be reached, or does not do what it is asked for. */
public final class FileStoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message for the operator, not for clients
   */
  public FileStoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
