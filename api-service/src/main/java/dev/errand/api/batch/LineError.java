package dev.errand.api.batch;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * An error in a batch's input file.
 *
 * @param code one of those in docs/reference/openai.md
 * @param message what to change
 * @param param the path of the member that is wrong; null if it is none
 * @param line from 1; null if it is the whole file that is wrong
 */
@RegisterForReflection
record LineError(String code, String message, @Nullable String param, @Nullable Integer line) {}
