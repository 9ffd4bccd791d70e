package dev.errand.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.e2e.tenants.Api.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What random requests would not create, or name, by themselves. */
final class FuzzThings {

  private FuzzThings() {}

  /** Creates some of each; returns the paths of what exists. */
  static List<String> create(Administration admin) {
    List<String> paths = new ArrayList<>(completedUploads(admin));
    paths.addAll(openUploads(admin));
    paths.addAll(cancelledBatches(admin));
    paths.add(operation(admin));
    // The lane whose pauses and resumptions keep no calls waiting.
    paths.add("/v1/lanes/default");
    return paths;
  }

  /** Random requests expect another number of jobs. */
  private static String operation(Administration admin) {
    String retry =
        "{\"action\": \"retry\", \"filter\": {\"state\": \"failed\"}, \"expected\": 5,"
            + " \"reason\": \"none\"}";
    JsonNode operation = admin.ok(admin.api(), Request.json("POST", "/v1/operations", retry));
    return "/v1/operations/" + operation.path("id").asText();
  }

  /** Random requests would complete none. */
  private static List<String> completedUploads(Administration admin) {
    return Stream.generate(() -> completedUpload(admin)).limit(5).toList();
  }

  /** Random requests complete most of theirs, and name those that are too small for a part. */
  private static List<String> openUploads(Administration admin) {
    return Stream.generate(() -> upload(admin, 1_000_000)).limit(10).toList();
  }

  private static String upload(Administration admin, int bytes) {
    String begin =
        "{\"bytes\": %d, \"filename\": \"a\", \"mime_type\": \"text/plain\", \"purpose\": \"evals\"}"
            .formatted(bytes);
    JsonNode upload = admin.ok(admin.api(), Request.json("POST", "/v1/uploads", begin));
    return "/v1/uploads/" + upload.path("id").asText();
  }

  private static String completedUpload(Administration admin) {
    String path = upload(admin, 1);
    String form = "--b\r\nContent-Disposition: form-data; name=\"data\"\r\n\r\nx\r\n--b--\r\n";
    Request add =
        new Request("POST", path + "/parts", Map.of(), Optional.of(form))
            .with("Content-Type", "multipart/form-data; boundary=b");
    String part = admin.ok(admin.api(), add).path("id").asText();
    String complete = "{\"part_ids\": [\"%s\"]}".formatted(part);
    admin.ok(admin.api(), Request.json("POST", path + "/complete", complete));
    return path;
  }

  /** Batches that are cancelled, which they can be again, and their files, for other batches. */
  private static List<String> cancelledBatches(Administration admin) {
    return Stream.generate(() -> cancelledBatch(admin)).limit(10).flatMap(List::stream).toList();
  }

  private static List<String> cancelledBatch(Administration admin) {
    String form =
        "--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n"
            + "{\"custom_id\": \"a\", \"method\": \"POST\", \"url\": \"/v1/chat/completions\","
            + " \"body\": {\"model\": \"gpt-5-mini\", \"messages\": []}}\r\n--b--\r\n";
    Request upload =
        new Request("POST", "/v1/files", Map.of(), Optional.of(form))
            .with("Content-Type", "multipart/form-data; boundary=b");
    String file = admin.ok(admin.api(), upload).path("id").asText();
    String batch =
        """
        {"input_file_id": "%s", "endpoint": "/v1/chat/completions", "completion_window": "24h"}
        """
            .formatted(file);
    JsonNode created = admin.ok(admin.api(), Request.json("POST", "/v1/batches", batch));
    String path = "/v1/batches/" + created.path("id").asText();
    admin.ok(admin.api(), Request.of("POST", path + "/cancel"));
    return List.of(path, "/v1/files/" + file);
  }
}
