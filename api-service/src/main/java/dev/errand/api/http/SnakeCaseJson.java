package dev.errand.api.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.errand.job.Endpoint;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;

/**
 * The words of JSON: names of fields in snake_case, enums in lower case, endpoints as paths, and
 * decimal numbers without exponents.
 */
@Singleton
class SnakeCaseJson implements ObjectMapperCustomizer {

  @Override
  public void customize(ObjectMapper mapper) {
    mapper.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
    mapper.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
    mapper.configure(EnumFeature.WRITE_ENUMS_TO_LOWERCASE, true);
    mapper.registerModule(new SimpleModule().addSerializer(new AsPath()));
  }

  /** An annotation in the enum would be found by reflection, which native executables lack. */
  private static final class AsPath extends StdSerializer<Endpoint> {

    private static final long serialVersionUID = 1L;

    AsPath() {
      super(Endpoint.class);
    }

    @Override
    public void serialize(Endpoint endpoint, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(endpoint.path());
    }
  }
}
