package dev.errand.api.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** Adds to each operation what it answers to those who may not use it, or not now. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class AccessResponses implements OASFilter {

  private static final String NO_CALLER = "401";
  private static final String NOT_PERMITTED = "403";
  private static final String QUOTA_EXCEEDED = "429";

  @Override
  public Operation filterOperation(Operation operation) {
    APIResponses responses = operation.getResponses();
    responses.addAPIResponse(NO_CALLER, OASFactory.createAPIResponse().ref("NoCaller"));
    responses.addAPIResponse(NOT_PERMITTED, OASFactory.createAPIResponse().ref("NotPermitted"));
    responses.addAPIResponse(QUOTA_EXCEEDED, OASFactory.createAPIResponse().ref("QuotaExceeded"));
    return operation;
  }
}
