package dev.errand.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.nio.file.Path;
import java.util.Set;

/** The fields of KEDA's custom resources that the chart may use. */
final class KedaSchemas {

  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(VersionFlag.V202012)
          .getSchema(Yaml.read(Chart.read(Path.of("src/test/resources/keda.schema.yaml"))));

  private KedaSchemas() {}

  static void check(JsonNode object) {
    Set<ValidationMessage> mistakes = SCHEMA.validate(object);
    if (!mistakes.isEmpty()) {
      throw new IllegalArgumentException(mistakes + " in\n" + Yaml.write(object));
    }
  }
}
