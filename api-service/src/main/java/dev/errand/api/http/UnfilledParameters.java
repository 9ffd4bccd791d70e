package dev.errand.api.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Moves examples of parameters into their schemas in the OpenAPI document. Swagger UI fills a form
 * with an example of a parameter, but only shows one of a schema: a filled-in filter makes a list
 * empty, and a filled-in idempotency key rejects the second submission. Only what is required and
 * the same everywhere, such as the lane {@code default}, stays filled in.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class UnfilledParameters implements OASFilter {

  /** Required parameters whose values each installation has for itself. */
  private static final Set<String> DIFFERENT_EVERYWHERE = Set.of("id", "model");

  @Override
  public Parameter filterParameter(Parameter parameter) {
    Object example = parameter.getExample();
    if (example != null && !isFilledIn(parameter)) {
      parameter.setExample(null);
      parameter.setSchema(withExample(parameter.getSchema(), example));
    }
    return parameter;
  }

  private static boolean isFilledIn(Parameter parameter) {
    boolean required = parameter.getIn() == Parameter.In.PATH || isTrue(parameter.getRequired());
    return required && !DIFFERENT_EVERYWHERE.contains(parameter.getName());
  }

  private static boolean isTrue(@Nullable Boolean value) {
    return Boolean.TRUE.equals(value);
  }

  private static Schema withExample(@Nullable Schema schema, Object example) {
    Schema described = schema == null ? OASFactory.createSchema() : schema;
    return described.getExamples() == null ? described.addExample(example) : described;
  }
}
