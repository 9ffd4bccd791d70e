package dev.errand.worker.outcome;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Recognizes errors of providers that cannot serve a model now because it is loading or they are
 * overloaded.
 */
final class BusyWords {

  private static final Pattern LOADING =
      Pattern.compile(
          "\\b(?:is|are|still|currently|being) (?:now"
              + " )?(?:loading|loaded|starting|warming|initiali[sz]ing|booting|pulled|scaling)|\\bloading"
              + " (?:the )?(?:model|weights)|\\bmodel(?: \\S+)? (?:is"
              + " )?(?:loading|warming)|warm(?:ing)?[ -]?up|cold[ -]?start|\\bnot (?:yet"
              + " )?(?:ready|loaded)\\b|scaled to zero|starting up");

  private static final Set<String> LOADING_CODES =
      Set.of("model_loading", "model_not_ready", "modelnotreadyexception", "loading");

  private static final Pattern OVERLOADED =
      Pattern.compile(
          "overloaded|too busy|server (?:is )?busy|high demand|at capacity|over capacity|capacity"
              + " exceeded|queue is full|too many requests|maximum pending requests|try again"
              + " later");

  private static final Set<String> OVERLOADED_CODES =
      Set.of(
          "overloaded_error",
          "engine_overloaded_error",
          "engine_overloaded",
          "server_overloaded",
          "model_overloaded",
          "capacity_exceeded",
          "slow_down",
          "throttlingexception",
          "serviceunavailableexception");

  private BusyWords() {}

  static boolean isLoading(ErrorBody body) {
    return body.says(LOADING_CODES)
        || body.field("estimated_time").isPresent()
        || LOADING.matcher(body.text()).find();
  }

  static boolean isOverloaded(ErrorBody body) {
    return body.says(OVERLOADED_CODES) || OVERLOADED.matcher(body.text()).find();
  }
}
