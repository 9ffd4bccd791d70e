package dev.errand.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/**
 * The attributes of Errand's spans. {@code gen_ai.*} are those of the <a
 * href="https://github.com/open-telemetry/semantic-conventions/tree/v1.41.0/docs/gen-ai">semantic
 * conventions for generative AI</a>, 1.41.0; {@code messaging.*}, {@code server.*}, {@code http.*},
 * {@code url.*} and {@code error.type} those of the general ones.
 */
public final class SpanFields {

  public static final AttributeKey<String> JOB = AttributeKey.stringKey("errand.job.id");
  public static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("errand.attempt");
  public static final AttributeKey<String> LANE = AttributeKey.stringKey("errand.lane");
  public static final AttributeKey<String> TENANT = AttributeKey.stringKey("errand.tenant");

  /** What became of it: of a submission, of an attempt. */
  public static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("errand.outcome");

  /** The state that the job has after it. */
  public static final AttributeKey<String> STATE = AttributeKey.stringKey("errand.state");

  public static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
  public static final AttributeKey<String> HTTP_METHOD =
      AttributeKey.stringKey("http.request.method");
  public static final AttributeKey<String> HTTP_ROUTE = AttributeKey.stringKey("http.route");
  public static final AttributeKey<String> URL_PATH = AttributeKey.stringKey("url.path");
  public static final AttributeKey<String> URL_SCHEME = AttributeKey.stringKey("url.scheme");
  public static final AttributeKey<Long> HTTP_STATUS =
      AttributeKey.longKey("http.response.status_code");
  public static final AttributeKey<String> SERVER_ADDRESS =
      AttributeKey.stringKey("server.address");
  public static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");

  public static final AttributeKey<String> OPERATION =
      AttributeKey.stringKey("gen_ai.operation.name");
  public static final AttributeKey<String> PROVIDER =
      AttributeKey.stringKey("gen_ai.provider.name");
  public static final AttributeKey<String> MODEL = AttributeKey.stringKey("gen_ai.request.model");
  public static final AttributeKey<List<String>> FINISH_REASONS =
      AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");
  public static final AttributeKey<Long> INPUT_TOKENS =
      AttributeKey.longKey("gen_ai.usage.input_tokens");
  public static final AttributeKey<Long> OUTPUT_TOKENS =
      AttributeKey.longKey("gen_ai.usage.output_tokens");

  public static final AttributeKey<String> BROKER = AttributeKey.stringKey("messaging.system");
  public static final AttributeKey<String> POOL =
      AttributeKey.stringKey("messaging.destination.name");
  public static final AttributeKey<String> MESSAGING_OPERATION =
      AttributeKey.stringKey("messaging.operation.name");
  public static final AttributeKey<String> MESSAGING_TYPE =
      AttributeKey.stringKey("messaging.operation.type");

  /** How many jobs a hint stands for. */
  public static final AttributeKey<Long> JOBS = AttributeKey.longKey("errand.hint.jobs");

  private SpanFields() {}
}
