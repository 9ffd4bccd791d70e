package dev.errand.worker.models;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.errand.store.models.ModelList;
import dev.errand.text.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads the ids from lists of models: {@code {"data": [{"id": ...}]}}, as OpenAI and nearly all
 * have it, with Anthropic's pages, or the array alone. Holds no more than the ids, and not too
 * many.
 */
final class ModelsReader {

  /** Ids that are kept. */
  static final int MOST = 1_000;

  /** Characters of an id; one that is longer is left out. */
  static final int LONGEST = 256;

  private static final JsonFactory JSON = new JsonFactory();

  private final Set<String> ids = new LinkedHashSet<>();
  private final UnaryOperator<String> redaction;
  private boolean complete = true;
  private boolean hasMore;
  private @Nullable String last;

  /**
   * Begins a list.
   *
   * @param redaction takes secrets out of an id
   */
  ModelsReader(UnaryOperator<String> redaction) {
    this.redaction = redaction;
  }

  /**
   * Reads a page; returns after which id the next one begins, if there is one that would be kept.
   *
   * @throws JsonParseException where it is no list of models
   */
  Optional<String> read(InputStream body) throws IOException {
    hasMore = false;
    last = null;
    int before = ids.size();
    try (JsonParser json = JSON.createParser(body)) {
      boolean isList =
          switch (json.nextToken()) {
            case START_ARRAY -> entries(json);
            case START_OBJECT -> fields(json);
            case null, default -> false;
          };
      if (!isList) {
        throw new JsonParseException(json, "no list of models");
      }
    }
    boolean goesOn = hasMore && last != null && ids.size() > before && ids.size() < MOST;
    complete &= goesOn || !hasMore;
    return Optional.ofNullable(last).filter(_ -> goesOn);
  }

  /** What was read. */
  ModelList list() {
    return new ModelList(List.copyOf(ids), complete);
  }

  /** Leaves the rest out. */
  void stop() {
    complete = false;
  }

  private boolean fields(JsonParser json) throws IOException {
    boolean found = false;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals("data") && value == JsonToken.START_ARRAY) {
        found = entries(json);
      } else if (name.equals("data") && value == JsonToken.VALUE_NULL) {
        // Ollama without a model.
        found = true;
      } else if (name.equals("has_more")) {
        hasMore = value == JsonToken.VALUE_TRUE;
      } else if (name.equals("last_id") && value == JsonToken.VALUE_STRING) {
        last = json.getText();
      }
      json.skipChildren();
    }
    return found;
  }

  private boolean entries(JsonParser json) throws IOException {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw new JsonParseException(json, "no list of models");
      }
      entry(json);
    }
    return true;
  }

  private void entry(JsonParser json) throws IOException {
    @Nullable String id = null;
    boolean google = false;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (value == JsonToken.VALUE_STRING && name.equals("id")) {
        id = json.getText();
      } else if (value == JsonToken.VALUE_STRING && name.equals("owned_by")) {
        google = json.getText().equals("google");
      }
      json.skipChildren();
    }
    if (id == null) {
      throw new JsonParseException(json, "a model without an id");
    }
    // Gemini takes both names, and its users write the short one.
    keep(google && id.startsWith("models/") ? id.substring("models/".length()) : id);
  }

  private void keep(String id) {
    boolean isName = !id.isBlank() && id.length() <= LONGEST && Utf8.isStorable(id);
    if (isName && (ids.size() < MOST || ids.contains(id))) {
      ids.add(redaction.apply(id));
    } else {
      complete = false;
    }
  }
}
