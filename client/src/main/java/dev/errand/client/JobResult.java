package dev.errand.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * A line of a response with many results.
 *
 * @param cursor for {@link JobQuery#after}, to continue behind this job
 */
public record JobResult(Job job, String cursor) {

  static JobResult of(String line) {
    JsonNode json = Json.read(line, JsonNode.class);
    try {
      return new JobResult(Json.MAPPER.treeToValue(json, Job.class), json.path("cursor").asText());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not an answer of Errand: " + line, e);
    }
  }
}
