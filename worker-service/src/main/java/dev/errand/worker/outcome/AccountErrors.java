package dev.errand.worker.outcome;

import dev.errand.job.Failure;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Distinguishes errors of the account, which affect every call with its key, from errors of one
 * request or one model.
 */
final class AccountErrors {

  /** Words for exhausted or unpaid accounts. */
  private static final Set<String> QUOTA =
      Set.of(
          "insufficient_quota",
          "exceeded_current_quota_error",
          "exceeded_current_quota",
          "credit_balance_exhausted",
          "credits_exhausted",
          "insufficient_credits",
          "insufficient_credit",
          "insufficient_balance",
          "insufficient_user_quota",
          "insufficient_funds",
          "billing_hard_limit_reached",
          "billing_limit_reached",
          "billing_not_active",
          "billing_error",
          "billing_disabled",
          "balance_exhausted",
          "payment_required",
          "payment_required_error",
          "quota_exhausted",
          "spend_limit_reached",
          "usage_limit_reached",
          "arrearage",
          "accountoverdueerror",
          "allocationquota.freetieronly");

  private static final Pattern QUOTA_WORDS =
      Pattern.compile(
          "credit balance is too low|insufficient (?:account )?(?:balance|credits?|funds)"
              + "|(?:run|ran) out of credits?|no (?:more )?credits?\\b|account is in arrears"
              + "|check your (?:plan and )?billing|billing hard limit|overdue[- ]payment"
              + "|key limit exceeded|exceeded your monthly (?:spend|budget|included credits)");

  private static final Set<String> KEY =
      Set.of(
          "invalid_api_key",
          "incorrect_api_key",
          "invalidapikey",
          "api_key_invalid",
          "invalid_authentication_error",
          "authentication_error",
          "account_deactivated",
          "account_disabled",
          "account_suspended",
          "accountsuspended",
          "deactivated_workspace",
          "organization_restricted",
          "organization_deactivated",
          "access_terminated",
          "access_terminated_error",
          "consumer_suspended",
          "consumer_invalid",
          "key_expired",
          "token_expired",
          "expired_api_key",
          "api_key_expired",
          "api_key_disabled",
          "unauthenticated");

  private static final Pattern SUSPENDED =
      Pattern.compile(
          "\\b(?:account|organi[sz]ation|workspace|project|subscription|user|consumer|api["
              + " -]key)\\b.{0,60}\\b(?:is|are|was|been)\\b.{0,20}"
              + "\\b(?:suspended|deactivated|disabled|terminated|banned|closed|delinquent|revoked|expired|in"
              + " arrears|not active|inactive)\\b");

  private static final Pattern KEY_WORDS =
      Pattern.compile(
          "\\b(?:key|token|credentials?)\\b.{0,60}\\b(?:expired|revoked|leaked|disabled|not"
              + " valid|invalid)\\b"
              + "|\\b(?:invalid|incorrect|expired|revoked|wrong|unknown|missing|no)\\b.{0,30}\\b(?:api["
              + " _-]?key|(?:access|auth|authentication|authorization) token|credentials)\\b");

  /** Errors about these concern the request: the next request may be accepted. */
  private static final Pattern ABOUT_THE_REQUEST =
      Pattern.compile(
          "\\bmodels?\\b|content|policy|policies|moderation|flagged|safety|prompt|region|country|image");

  private AccountErrors() {}

  /** The type of failure; empty for errors that do not concern the account. */
  static Optional<Failure.Type> kind(int status, ErrorBody body) {
    if (status >= 500) {
      return Optional.empty();
    }
    if (isQuota(status, body)) {
      return Optional.of(Failure.Type.QUOTA_EXCEEDED);
    }
    return isKey(status, body) ? Optional.of(Failure.Type.PROVIDER_ERROR) : Optional.empty();
  }

  /** An error that mentions a time window is a renewable limit, whatever its name. */
  private static boolean isQuota(int status, ErrorBody body) {
    if (status == 402) {
      return true;
    }
    return (body.says(QUOTA) || saysQuota(status, body.text())) && !RateWords.isAboutAWindow(body);
  }

  /** Messages with other statuses may repeat text from the request. */
  private static boolean saysQuota(int status, String text) {
    return switch (status) {
      case 403, 429 -> QUOTA_WORDS.matcher(text).find();
      case 400 -> text.contains("credit balance is too low");
      default -> false;
    };
  }

  private static boolean isKey(int status, ErrorBody body) {
    if (status == 401) {
      return true;
    }
    if (status == 429 || status == 404) {
      return false;
    }
    String text = body.text();
    return body.says(KEY)
        || status == 403 && (SUSPENDED.matcher(text).find() || isForbiddenKey(text));
  }

  private static boolean isForbiddenKey(String text) {
    return KEY_WORDS.matcher(text).find() && !ABOUT_THE_REQUEST.matcher(text).find();
  }
}
