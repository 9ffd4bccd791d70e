package dev.errand.api.problem;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One error in a request.
 *
 * @param field a path such as {@code metadata.user}, or the name of a parameter or header
 * @param message what to change
 */
@RegisterForReflection
@Schema(description = "One error in a request.")
public record Violation(
    @Schema(
            description = "A path in the body, or the name of a parameter or header.",
            examples = "priority")
        String field,
    @Schema(description = "What to change.", examples = "must be from -100 to 100, not 101")
        String message) {

  /** All violations in one line. */
  public static String summary(List<Violation> violations) {
    return violations.stream()
        .map(violation -> violation.field + ": " + violation.message)
        .collect(Collectors.joining("; "));
  }
}
