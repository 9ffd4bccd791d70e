package dev.errand.job;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** Stores a {@link JobState} as its text. */
@Converter(autoApply = true)
public class JobStateConverter implements AttributeConverter<JobState, String> {

  @Override
  public String convertToDatabaseColumn(JobState state) {
    return state == null ? null : state.text();
  }

  @Override
  public JobState convertToEntityAttribute(String text) {
    return text == null ? null : JobState.of(text).orElseThrow();
  }
}
