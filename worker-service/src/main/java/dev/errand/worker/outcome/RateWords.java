package dev.errand.worker.outcome;

import java.math.BigDecimal;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognizes what an error says about a limit: its window, and whether the request alone exceeds
 * it.
 */
final class RateWords {

  private static final Pattern WINDOW =
      Pattern.compile(
          "per[ _-]?(?:second|minute|min|hour|day)\\b|/ ?(?:sec|min|minute|hour)\\b"
              + "|\\b[rt]p[smhd]\\b|\\bqp[sm]\\b|requests? rate|rate[ _-]?limit|allocated quota"
              + "|per(?:second|minute|hour|day)(?:per|\\b)|retry in \\d|try again in \\d");

  private static final Pattern DAY =
      Pattern.compile(
          "per[ _-]?(?:day|week|month)\\b|per(?:day|month)(?:per|\\b)|\\b[rt]pd\\b|\\bdaily\\b|\\bmonthly\\b|/"
              + " ?(?:day|month)\\b|\\b24[ -]?h");

  private static final Set<String> THROTTLED =
      Set.of(
          "throttling",
          "throttling.ratequota",
          "throttling.allocationquota",
          "throttling.burstrate",
          "limit_requests",
          "limit_burst_rate");

  private static final String NUMBER = "\\s*[:=]?\\s*(?:is|of)?\\s*(\\d[\\d,_]{0,15})";
  private static final Pattern LIMIT = Pattern.compile("\\blimit" + NUMBER);
  private static final Pattern REQUESTED =
      Pattern.compile("\\brequested(?: a total of| tokens)?" + NUMBER);
  private static final Pattern TOO_LARGE =
      Pattern.compile("request too large|reduce your message size|request is too large");

  private RateWords() {}

  /** Whether the error is about a renewable limit. */
  static boolean isAboutAWindow(ErrorBody body) {
    return body.says(THROTTLED)
        || WINDOW.matcher(body.text()).find()
        || body.field("retrydelay").isPresent();
  }

  /** Whether the limit is renewed once a day or less often. */
  static boolean isAboutADay(ErrorBody body) {
    return DAY.matcher(body.text()).find();
  }

  /** Whether the request alone exceeds the limit. */
  static boolean isBeyondTheLimit(ErrorBody body) {
    Matcher limit = LIMIT.matcher(body.text());
    Matcher requested = REQUESTED.matcher(body.text());
    if (limit.find() && requested.find()) {
      return number(requested).compareTo(number(limit)) > 0;
    }
    return TOO_LARGE.matcher(body.text()).find();
  }

  private static BigDecimal number(Matcher found) {
    return new BigDecimal(found.group(1).replaceAll("[,_]", ""));
  }
}
