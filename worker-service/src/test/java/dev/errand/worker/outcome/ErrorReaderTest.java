package dev.errand.worker.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.errand.job.Failure;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.worker.http.HttpAnswer;
import dev.errand.worker.outcome.LlmOutcome.Broken;
import dev.errand.worker.outcome.LlmOutcome.Refused;
import dev.errand.worker.outcome.LlmOutcome.Throttled;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorReaderTest {

  private final ErrorReader reader = new ErrorReader(InstantSource.system());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Limits of seconds and minutes.
        "429 | | rate",
        "429 | {'error':{'message':'Rate limit reached for gpt-4o in organization org-7 on tokens"
            + " per min (TPM): Limit 30000, Used 29000, Requested 3000. Please try again in 4s.'}}"
            + " | rate",
        "429 | {'error':{'message':'Rate limit reached for gpt-4 on requests per min. Limit: 3 /"
            + " min. Please try again in 20s.','type':'requests','code':'rate_limit_exceeded'}} |"
            + " rate",
        "429 | {'error':{'message':'Rate limit reached ... Please try again in 7.66s. Need more"
            + " tokens? Upgrade to Dev Tier today at"
            + " https://x/settings/billing','code':'rate_limit_exceeded'}} | rate",
        "429 | {'error':{'code':429,'message':'You exceeded your current quota, please check your"
            + " plan and billing details. For more information on this error, head to:"
            + " https://x/docs/rate-limits.','status':'RESOURCE_EXHAUSTED','details':[{'retryDelay':'34s'}]}}"
            + " | rate",
        "429 | {'error':{'code':'insufficient_quota','type':'insufficient_quota','message':'You"
            + " exceeded your current quota: tokens per minute (TPM) limit reached.'}} | rate",
        "429 | {'code':'Throttling.AllocationQuota','message':'Allocated quota exceeded, please"
            + " increase your quota limit.'} | rate",
        "429 | {'error':{'code':'insufficient_quota','message':'Requests rate limit exceeded,"
            + " please try again later.'}} | rate",
        "429 | {'error':{'code':'limit_requests','message':'You exceeded your current requests"
            + " list.'}} | rate",
        "429 | {'type':'error','error':{'type':'rate_limit_error','message':'This request would"
            + " exceed your organization rate limit of 40,000 input tokens per minute.'}} | rate",
        "429 | {'detail':'Too many requests'} | rate",
        "429 | <html>429 Too Many Requests</html> | rate",
        // Limits of a day and longer.
        "429 | {'error':{'message':'Rate limit reached for gpt-4o on requests per day (RPD): Limit"
            + " 200, Used 200, Requested 1. Please try again in 7m12s.'}} | daily",
        "429 | {'error':{'message':'Rate limit exceeded: free-models-per-day','code':429}} | daily",
        "429 | {'error':{'status':'RESOURCE_EXHAUSTED','message':'Quota"
            + " exceeded','details':[{'violations':[{'quotaId':'GenerateRequestsPerDayPerProjectPerModel-FreeTier'}]}]}}"
            + " | daily",
        "429 | {'error':{'message':'You have reached your daily limit.'}} | daily",
        // Loading models.
        "503 | {'error':'Model x is currently loading','estimated_time':20.0} | loading",
        "503 | {'error':{'message':'Loading model','type':'unavailable_error','code':503}} |"
            + " loading",
        "503 | {'error':'model is not ready yet'} | loading",
        "503 | {'message':'The endpoint is scaled to zero and is now starting up'} | loading",
        "429 | {'message':'Model is not ready for inference','code':'ModelNotReadyException'} |"
            + " loading",
        // Too much to do.
        "529 | {'type':'error','error':{'type':'overloaded_error','message':'Overloaded'}} |"
            + " overloaded",
        "498 | {'error':{'message':'Over capacity','type':'capacity_exceeded'}} | overloaded",
        "503 | {'error':{'code':503,'message':'The model is overloaded. Please try again later.',"
            + "'status':'UNAVAILABLE'}} | overloaded",
        "503 | {'error':'server busy, please try again.  maximum pending requests exceeded'} |"
            + " overloaded",
        // The account.
        "401 | {'error':{'message':'Incorrect API key provided: sk-x.','code':'invalid_api_key'}} |"
            + " account",
        "401 | | account",
        "401 | {'error':{'code':'401','message':'Access denied due to an expired token'}} |"
            + " account",
        "400 | {'error':{'code':400,'message':'API key not valid. Please pass a valid API"
            + " key.','status':'INVALID_ARGUMENT','details':[{'reason':'API_KEY_INVALID'}]}} |"
            + " account",
        "403 | {'error':{'message':'Your account has been suspended due to a policy violation.'}} |"
            + " account",
        "403 | {'error':{'code':403,'status':'PERMISSION_DENIED','message':'Permission denied:"
            + " Consumer projects/7 has been"
            + " suspended.','details':[{'reason':'CONSUMER_SUSPENDED'}]}} | account",
        "403 | {'error':{'type':'access_terminated_error','message':'access terminated'}} |"
            + " account",
        "403 | {'error':{'message':'The API key was reported as leaked. Please use another API"
            + " key.'}} | account",
      })
  void aPauseIsReportedWithItsReason(int status, String body, String cause) {
    Throttled throttled = assertInstanceOf(Throttled.class, read(status, body));

    assertEquals(cause, throttled.pause().cause().text());
    boolean account = cause.equals("account");
    assertEquals(
        account ? Pause.Scope.LANE : Pause.Scope.MODEL, throttled.pause().scope(), "scope");
    assertEquals(
        account ? Failure.Type.PROVIDER_ERROR : Failure.Type.RATE_LIMITED,
        throttled.failure().type());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "402 | ",
        "402 | {'error':{'message':'Insufficient Balance','type':'unknown_error'}}",
        "402 | {'error':{'message':'This request requires more credits, or fewer"
            + " max_tokens','code':402}}",
        "429 | {'error':{'message':'You exceeded your current quota, please check your plan and"
            + " billing details.','type':'insufficient_quota','code':'insufficient_quota'}}",
        "429 | {'error':{'message':'Your account is not active, please check your billing details',"
            + "'code':'billing_not_active'}}",
        "429 | {'error':{'type':'exceeded_current_quota_error','message':'Your account org-7 has"
            + " insufficient funds, check your balance'}}",
        "429 | {'error':{'type':'credit_balance_exhausted','message':'x'}}",
        "403 | {'error':{'code':'insufficient_user_quota','message':'no quota left'}}",
        "400 | {'error':{'type':'invalid_request_error','message':'Your credit balance is too low"
            + " to access the Anthropic API.'}}",
        "400 | {'error':{'code':'billing_hard_limit_reached','message':'Billing hard limit has been"
            + " reached'}}",
        "403 | {'code':'Arrearage','message':'Access denied, make sure your account is in good"
            + " standing.'}",
      })
  void anAccountWithoutMoneyIsReportedAsQuotaExceeded(int status, String body) {
    Throttled throttled = assertInstanceOf(Throttled.class, read(status, body));

    assertEquals(Pause.Cause.ACCOUNT, throttled.pause().cause());
    assertEquals(Pause.Scope.LANE, throttled.pause().scope());
    assertEquals(Failure.Type.QUOTA_EXCEEDED, throttled.failure().type());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429 | {'error':{'message':'Request too large for gpt-4o in organization org-7 on tokens"
            + " per min (TPM): Limit 30000, Requested 36278. The input or output tokens must be"
            + " reduced.'}}",
        "429 | {'error':{'message':'Requested 36278 of limit 30000'}}",
        "429 | {'error':{'message':'tokens per min. Limit: 40,000 / min. Requested: 45,001 /"
            + " min.'}}",
        "429 | {'error':{'message':'Request is too large for the rate limit'}}",
        "413 | {'error':{'message':'Request too large for model x on tokens per minute (TPM): Limit"
            + " 6000, Requested 7000, please reduce your message size and try"
            + " again.','code':'rate_limit_exceeded'}}",
        "403 | {'error':{'message':'Project p does not have access to model"
            + " gpt-9','code':'model_not_found'}}",
        "403 | {'error':{'message':'Your chosen model requires moderation and your input was"
            + " flagged'}}",
        "403 | {'type':'error','error':{'type':'permission_error','message':'Your API key does not"
            + " have permission to use the specified resource.'}}",
        "403 | <html>Forbidden</html>",
        "404 | {'error':{'message':'The model x does not exist','code':'model_not_found'}}",
        "400 | {'error':{'message':'Invalid prompt: my API key is expired, said the user'}}",
        "400 | {'error':{'message':'bad'}}",
        "422 | {'detail':[{'loc':['body'],'msg':'no'}]}",
        "307 | ",
      })
  void errorsOfTheRequestEndOnlyItsJob(int status, String body) {
    assertEquals(
        Failure.Type.PROVIDER_ERROR,
        assertInstanceOf(Refused.class, read(status, body)).failure().type());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "408|",
        "409|",
        "425|",
        "500|",
        "502|",
        "503|",
        "503|upstream connect error",
        "504|",
        "599|"
      })
  void temporaryErrorsAreRetried(int status, String body) {
    assertEquals(Optional.empty(), assertInstanceOf(Broken.class, read(status, body)).retryAfter());
  }

  @Test
  void aForbiddenThatSaysForHowLongIsAPause() {
    assertPause(Pause.Cause.RATE, 403, "Retry-After", "3");
    assertPause(Pause.Cause.OVERLOADED, 503, "Retry-After", "3");
    assertPause(Pause.Cause.OVERLOADED, 529, "retry-after-ms", "30");
  }

  @ParameterizedTest
  @CsvSource({
    "400, true, Broken",
    "404, true, Broken",
    "422, TRUE, Broken",
    "500, true, Broken",
    "429, true, Throttled",
    "500, false, Refused",
    "503, false, Refused",
    "409, False, Refused",
    "429, false, Refused",
    "401, false, Throttled",
    "500, maybe, Broken",
    "400, '', Refused",
  })
  void theServersOwnRetryAdviceIsFollowed(int status, String word, String outcome) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("X-Should-Retry", word);

    assertEquals(outcome, read(status, "", headers).getClass().getSimpleName());
  }

  private void assertPause(Pause.Cause cause, int status, String header, String value) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().add(header, value);

    assertEquals(
        cause,
        assertInstanceOf(Throttled.class, read(status, "{\"error\":\"no\"}", headers))
            .pause()
            .cause());
  }

  private LlmOutcome read(int status, String body) {
    return read(status, body, MultiMap.caseInsensitiveMultiMap());
  }

  private LlmOutcome read(int status, String body, MultiMap headers) {
    byte[] bytes = (body == null ? "" : body.replace('\'', '"')).getBytes(StandardCharsets.UTF_8);
    return reader.read(
        new HttpAnswer(status, headers, Optional.of(bytes)), "the message", Call.UNHEARD);
  }
}
