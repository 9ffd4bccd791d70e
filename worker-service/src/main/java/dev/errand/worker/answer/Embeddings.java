package dev.errand.worker.answer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.job.Endpoint;
import dev.errand.worker.answer.Verdict.Complete;
import dev.errand.worker.answer.Verdict.Lacking;
import java.util.Optional;

/** The shape of embeddings: a list of data with one embedding each. */
final class Embeddings {

  private Embeddings() {}

  /** Classifies an object. */
  static Verdict of(JsonNode body) {
    JsonNode data = body.path("data");
    boolean none = data.isNull() || data.isArray() && data.isEmpty();
    if (!none && (!data.isArray() || data.valueStream().anyMatch(Embeddings::isOfAnotherKind))) {
      return Shape.foreign(Endpoint.EMBEDDINGS, body);
    }
    if (none) {
      return new Lacking("the answer has no data");
    }
    return data.valueStream().allMatch(Embeddings::isThere)
        ? new Complete(Optional.empty())
        : new Lacking("the answer's data has no embedding");
  }

  private static boolean isOfAnotherKind(JsonNode item) {
    return !item.isNull() && !item.has("embedding");
  }

  /** Numbers, even if all are zero, or their encoding. */
  private static boolean isThere(JsonNode item) {
    JsonNode embedding = item.path("embedding");
    return embedding.isContainerNode() ? !embedding.isEmpty() : !Blank.is(embedding);
  }
}
