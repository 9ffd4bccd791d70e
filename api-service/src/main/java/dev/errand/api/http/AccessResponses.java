package dev.errand.api.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** Adds to each operation what it answers to those who may not use it, or not now. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class AccessResponses implements OASFilter {

  /** The tag of operations that work like OpenAI's. */
  public static final String OPENAI = "OpenAI";

  private static final String NO_CALLER = "401";
  private static final String NOT_PERMITTED = "403";
  private static final String QUOTA_EXCEEDED = "429";

  /** The component of errors in {@link dev.errand.api.problem.ErrorEnvelope}s. */
  private static final String OPENAI_ERROR = "OpenAIError";

  @Override
  public Operation filterOperation(Operation operation) {
    APIResponses responses = operation.getResponses();
    boolean openAi = List.of(OPENAI).equals(operation.getTags());
    add(responses, NO_CALLER, openAi ? OPENAI_ERROR : "NoCaller");
    add(responses, NOT_PERMITTED, openAi ? OPENAI_ERROR : "NotPermitted");
    add(responses, QUOTA_EXCEEDED, openAi ? OPENAI_ERROR : "QuotaExceeded");
    return operation;
  }

  private static void add(APIResponses responses, String status, String component) {
    responses.addAPIResponse(status, OASFactory.createAPIResponse().ref(component));
  }
}
