package dev.errand.job;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** Stores an {@link Endpoint} as its path. */
@Converter(autoApply = true)
public class EndpointConverter implements AttributeConverter<Endpoint, String> {

  @Override
  public String convertToDatabaseColumn(Endpoint endpoint) {
    return endpoint == null ? null : endpoint.path();
  }

  @Override
  public Endpoint convertToEntityAttribute(String path) {
    return path == null ? null : Endpoint.of(path).orElseThrow();
  }
}
