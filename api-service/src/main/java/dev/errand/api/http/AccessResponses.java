package dev.errand.api.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** Adds to each operation what it answers to those who may not use it. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class AccessResponses implements OASFilter {

  private static final String NO_CALLER = "401";
  private static final String NOT_PERMITTED = "403";

  @Override
  public Operation filterOperation(Operation operation) {
    APIResponses responses = operation.getResponses();
    responses.addAPIResponse(NO_CALLER, OASFactory.createAPIResponse().ref("NoCaller"));
    responses.addAPIResponse(NOT_PERMITTED, OASFactory.createAPIResponse().ref("NotPermitted"));
    return operation;
  }
}
