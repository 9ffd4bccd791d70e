package dev.errand.api.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jspecify.annotations.Nullable;

/**
 * Makes what may be null nullable in the OpenAPI document. Of nullable references to objects,
 * SmallRye writes that they are one of the object and null, and beside it that they are objects; of
 * nullable enumerations, all values but null.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class NullableReferences implements OASFilter {

  @Override
  public Schema filterSchema(Schema schema) {
    if (mayBeNull(schema.getAnyOf()) && List.of(SchemaType.OBJECT).equals(schema.getType())) {
      schema.setType((List<SchemaType>) null);
    }
    if (lacksNull(schema)) {
      List<Object> values = new ArrayList<>(schema.getEnumeration());
      values.add(null);
      schema.setEnumeration(values);
    }
    return schema;
  }

  private static boolean lacksNull(Schema schema) {
    List<Object> values = schema.getEnumeration();
    List<SchemaType> types = schema.getType();
    return values != null
        && types != null
        && types.contains(SchemaType.NULL)
        && !values.contains(null);
  }

  private static boolean mayBeNull(@Nullable List<Schema> choices) {
    return choices != null
        && choices.stream().anyMatch(choice -> List.of(SchemaType.NULL).equals(choice.getType()));
  }
}
