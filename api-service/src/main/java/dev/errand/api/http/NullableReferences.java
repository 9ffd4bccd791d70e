package dev.errand.api.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jspecify.annotations.Nullable;

/**
 * Makes nullable references to objects nullable in the OpenAPI document: SmallRye writes that they
 * are one of the object and null, and beside it that they are objects.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class NullableReferences implements OASFilter {

  @Override
  public Schema filterSchema(Schema schema) {
    if (mayBeNull(schema.getAnyOf()) && List.of(SchemaType.OBJECT).equals(schema.getType())) {
      schema.setType((List<SchemaType>) null);
    }
    return schema;
  }

  private static boolean mayBeNull(@Nullable List<Schema> choices) {
    return choices != null
        && choices.stream().anyMatch(choice -> List.of(SchemaType.NULL).equals(choice.getType()));
  }
}
