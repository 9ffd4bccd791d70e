package dev.errand.broker;

/** The broker did not accept or respond in time. No job is lost: the row is the truth. */
public class BrokerUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public BrokerUnavailableException(String message) {
    super(message);
  }

  public BrokerUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
