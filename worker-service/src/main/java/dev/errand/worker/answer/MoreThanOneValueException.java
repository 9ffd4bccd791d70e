package dev.errand.worker.answer;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;

/** A text that continues after its first JSON value. */
final class MoreThanOneValueException extends JsonParseException {

  private static final long serialVersionUID = 1;

  MoreThanOneValueException(JsonLocation where) {
    super(null, "more follows after the JSON value", where);
  }
}
