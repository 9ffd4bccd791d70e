package dev.errand.api.access;

/** Credentials that let nobody in. */
final class RejectedKeyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  RejectedKeyException(Reason reason) {
    super(reason.detail);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }

  /** Why they let nobody in. */
  enum Reason {
    MALFORMED("this is not an Errand key: a part of it may be missing or mistyped"),
    UNKNOWN("there is no such key"),
    EXPIRED("the key has expired; ask for another one"),
    REVOKED("the key has been revoked; ask for another one"),
    NO_TENANT("the token names no tenant of this service; ask its administrator"),
    SUSPENDED("the key's tenant is suspended; ask the administrator of this service");

    private final String detail;

    Reason(String detail) {
      this.detail = detail;
    }

    String detail() {
      return detail;
    }
  }
}
