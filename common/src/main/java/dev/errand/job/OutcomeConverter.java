package dev.errand.job;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** Stores an {@link Outcome} as its text. */
@Converter(autoApply = true)
public class OutcomeConverter implements AttributeConverter<Outcome, String> {

  @Override
  public String convertToDatabaseColumn(Outcome outcome) {
    return outcome == null ? null : outcome.text();
  }

  @Override
  public Outcome convertToEntityAttribute(String text) {
    return text == null ? null : Outcome.of(text);
  }
}
