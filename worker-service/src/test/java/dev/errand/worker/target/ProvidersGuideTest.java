package dev.errand.worker.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.errand.job.Endpoint;
import dev.errand.job.OnLost;
import dev.errand.lane.Lane;
import dev.errand.store.ClaimedJob;
import dev.errand.store.Lease;
import dev.errand.worker.config.TestedConfig;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Builds the providers in docs/guide/providers.md from its blocks, so that no setting there is
 * misspelled.
 */
class ProvidersGuideTest {

  private static final Path PAGE = Path.of("..", "docs", "guide", "providers.md");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```properties\\n(.*?)^```$");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)");

  private final Vertx vertx = Vertx.vertx();

  @TempDir Path folder;

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void eachBlockMakesTheRequestsThatItsProviderDocuments() throws IOException {
    List<String> requests = new ArrayList<>();
    for (Map<String, String> block : blocks()) {
      requests.add(described(block));
    }

    assertEquals(
        String.join(
            "\n",
            "https://api.openai.com:443/v1/chat/completions Authorization=Bearer OPENAI_API_KEY"
                + " OpenAI-Organization=OPENAI_ORG_ID OpenAI-Project=OPENAI_PROJECT_ID",
            "https://my-resource.openai.azure.com:443/openai/v1/chat/completions"
                + " api-key=AZURE_OPENAI_API_KEY",
            "https://my-resource.openai.azure.com:443/openai/deployments/my-gpt/chat/completions"
                + "?api-version=2024-10-21 api-key=AZURE_OPENAI_API_KEY",
            "https://my-resource.openai.azure.com:443/openai/v1/chat/completions"
                + " Authorization=Bearer token-of-a-file",
            "https://api.anthropic.com:443/v1/chat/completions"
                + " Authorization=Bearer ANTHROPIC_API_KEY",
            "https://generativelanguage.googleapis.com:443/v1beta/openai/chat/completions"
                + " Authorization=Bearer GEMINI_API_KEY",
            "https://us-central1-aiplatform.googleapis.com:443/v1/projects/my-project/locations"
                + "/us-central1/endpoints/openapi/chat/completions"
                + " Authorization=Bearer token-of-a-file",
            "https://openrouter.ai:443/api/v1/chat/completions"
                + " Authorization=Bearer OPENROUTER_API_KEY HTTP-Referer=https://app.example.com"
                + " X-Title=My application",
            "https://api.mistral.ai:443/v1/chat/completions Authorization=Bearer MISTRAL_API_KEY",
            "https://api.groq.com:443/openai/v1/chat/completions"
                + " Authorization=Bearer GROQ_API_KEY",
            "https://api.together.xyz:443/v1/chat/completions"
                + " Authorization=Bearer TOGETHER_API_KEY",
            "http://gpu-1:8000/v1/chat/completions Authorization=Bearer VLLM_API_KEY",
            "http://localhost:11434/v1/chat/completions",
            "http://litellm:4000/v1/chat/completions Authorization=Bearer LITELLM_API_KEY",
            "https://bedrock-runtime.us-west-2.amazonaws.com:443/openai/v1/chat/completions"
                + " Authorization=Bearer AWS_BEARER_TOKEN_BEDROCK",
            "https://my-gateway.us-west-2.elb.amazonaws.com:443/api/v1/chat/completions"
                + " Authorization=Bearer BEDROCK_GATEWAY_KEY",
            "https://api.openai.com:443/v1/chat/completions Authorization=Bearer OPENAI_API_KEY"
                + " through proxy.example.com:3128"),
        String.join("\n", requests));
  }

  /** The request of a block, and what a provider gets from its settings. */
  private String described(Map<String, String> block) {
    TestedConfig config = new TestedConfig(block);
    config.client(vertx);
    Lane lane = config.lanes().all().iterator().next();
    assertFalse(lane.models().isEmpty());
    var provider = config.provider(lane.provider());
    Target target = new Target(lane.provider(), provider, config.worker(), ExtraHeaders.NONE);
    Optional<ApiKey> key =
        KeySource.of(lane.provider(), provider, System::nanoTime).keys().stream().findFirst();
    RequestOptions request = target.request(job(), key);
    return "%s://%s:%d%s%s%s"
        .formatted(
            request.isSsl() ? "https" : "http",
            request.getHost(),
            request.getPort(),
            request.getURI(),
            headers(request.getHeaders()),
            target.proxy().map(proxy -> " through " + proxy).orElse(""));
  }

  private static String headers(MultiMap headers) {
    StringBuilder text = new StringBuilder();
    headers.entries().stream()
        .filter(it -> !it.getKey().matches("(?i)content-type|accept|user-agent"))
        .sorted(Map.Entry.comparingByKey())
        .forEach(it -> text.append(' ').append(it.getKey()).append('=').append(it.getValue()));
    return text.toString();
  }

  /** Each with its variables, whose values are their names, and with a file. */
  private List<Map<String, String>> blocks() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "token-of-a-file\n");
    List<Map<String, String>> blocks = new ArrayList<>();
    for (Matcher block = BLOCK.matcher(Files.readString(PAGE)); block.find(); ) {
      Properties properties = new Properties();
      properties.load(new StringReader(block.group(1)));
      Map<String, String> settings = new HashMap<>();
      properties.forEach(
          (key, value) ->
              settings.put(
                  key.toString(), value.toString().replaceAll("/run/secrets/\\S+", "" + token)));
      VARIABLE
          .matcher(block.group(1))
          .results()
          .forEach(it -> settings.put(it.group(1), it.group(1)));
      blocks.add(settings);
    }
    return blocks;
  }

  private static ClaimedJob job() {
    return new ClaimedJob(
        new Lease(UUID.randomUUID(), 1),
        1,
        "l",
        0,
        1,
        Optional.empty(),
        OnLost.RETRY,
        Endpoint.CHAT_COMPLETIONS,
        "m",
        new byte[0]);
  }
}
