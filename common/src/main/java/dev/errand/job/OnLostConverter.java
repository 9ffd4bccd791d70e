package dev.errand.job;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** Stores an {@link OnLost} as its text. */
@Converter(autoApply = true)
public class OnLostConverter implements AttributeConverter<OnLost, String> {

  @Override
  public String convertToDatabaseColumn(OnLost onLost) {
    return onLost == null ? null : onLost.text();
  }

  @Override
  public OnLost convertToEntityAttribute(String text) {
    return text == null ? null : OnLost.of(text).orElseThrow();
  }
}
