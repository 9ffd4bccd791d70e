package dev.errand.api.console.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.errand.api.console.jobs.JobQuery;
import dev.errand.api.console.session.Forms.Form;
import dev.errand.api.operations.OperationRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes what the API takes of forms, so that both are read and checked by the same code. */
@ApplicationScoped
class OperationForms {

  private static final String ACTION = "action";
  private static final String FILTER = "filter.";

  private final ObjectMapper json;

  @Inject
  OperationForms(ObjectMapper json) {
    this.json = json;
  }

  /** What an operation on the jobs of a list would do. */
  OperationRequest preview(JobQuery query) {
    return read(
        Map.of(
            ACTION,
            query.value(ACTION),
            "filter",
            query.filter().without(ACTION).parameters(),
            "dry_run",
            true));
  }

  /** The operation of a form. */
  OperationRequest create(Form form) {
    Map<String, List<String>> filter = new LinkedHashMap<>();
    form.fields()
        .forEach(
            (name, values) -> {
              if (name.startsWith(FILTER)) {
                filter.put(name.substring(FILTER.length()), values);
              }
            });
    Map<String, Object> body = new LinkedHashMap<>();
    form.text(ACTION).ifPresent(action -> body.put(ACTION, action));
    body.put("filter", filter);
    form.text("expected").ifPresent(count -> body.put("expected", number(count)));
    form.text("reason").ifPresent(reason -> body.put("reason", reason));
    return read(body);
  }

  /** What is no number is rejected where the API rejects it. */
  private static Object number(String text) {
    return text.matches("[0-9]{1,9}") ? Integer.valueOf(text) : text;
  }

  private OperationRequest read(Map<String, Object> body) {
    try {
      return OperationRequest.read(json.writeValueAsBytes(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts can be written as JSON", e);
    }
  }
}
