package dev.errand.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.EOFException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The response to an upload: a line for each job, and a summary at its end. */
final class UploadAnswer {

  private static final String SUMMARY = "summary";

  private UploadAnswer() {}

  /**
   * The results of the jobs.
   *
   * @throws NoAnswerException if the summary is missing: the response was cut off
   */
  static List<LineAnswer> lines(HttpResponse<Stream<String>> response) {
    List<LineAnswer> answers = new ArrayList<>();
    List<JsonNode> summaries = new ArrayList<>();
    Http.each(
        response,
        line -> {
          JsonNode json = Json.read(line, JsonNode.class);
          if (json.has(SUMMARY)) {
            summaries.add(json);
          } else {
            answers.add(Json.read(line, LineAnswer.class));
          }
        });
    if (summaries.isEmpty()) {
      throw new NoAnswerException(
          response.request(), new EOFException("the response ended without its summary"));
    }
    return answers;
  }
}
