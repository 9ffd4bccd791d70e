package dev.errand.worker.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.errand.job.Endpoint;
import dev.errand.job.Usage;
import dev.errand.worker.answer.Reading.InBodyError;
import dev.errand.worker.answer.Reading.NoAnswer;
import dev.errand.worker.answer.Reading.Unfinished;
import dev.errand.worker.answer.Reading.Whole;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that arrived as event streams although none was requested. */
class StreamedAnswerTest {

  private static final String DONE = "data: [DONE]\n\n";

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void aChatIsPutTogether(String lineEnd) throws Exception {
    String stream =
        ": hello\n\n"
            + chunk("{'index':0,'delta':{'role':'assistant','content':''},'finish_reason':null}")
            + chunk("{'index':0,'delta':{'content':'The capital '}}")
            + chunk("{'index':0,'delta':{'content':'is Paris.'}}")
            + chunk("{'index':0,'delta':{},'finish_reason':'stop'}")
            + data("{'id':'c1','choices':[],'usage':{'prompt_tokens':3,'completion_tokens':4}}")
            + DONE;

    Whole whole = whole(Endpoint.CHAT_COMPLETIONS, stream.replace("\n", lineEnd));

    JsonNode json = json(whole);
    assertEquals("The capital is Paris.", json.at("/choices/0/message/content").textValue());
    assertEquals("assistant", json.at("/choices/0/message/role").textValue());
    assertEquals("chat.completion", json.path("object").textValue());
    assertEquals("c1", json.path("id").textValue());
    assertEquals(new Usage(3L, 4L, null), whole.usage());
    assertEquals(Optional.of("stop"), whole.finishReason());
  }

  @Test
  void toolCallsArePutTogether() throws Exception {
    String stream =
        chunk(
                "{'index':0,'delta':{'role':'assistant','content':null,'tool_calls':[{'index':0,"
                    + "'id':'call_1','type':'function','function':{'name':'f','arguments':''}}]}}")
            + chunk(
                "{'index':0,'delta':{'tool_calls':[{'index':0,'function':{'arguments':'{\\'a\\':'}}]}}")
            + chunk(
                "{'index':0,'delta':{'tool_calls':[{'index':1,'id':'call_2','type':'function',"
                    + "'function':{'name':'g','arguments':'{}'}}]}}")
            + chunk(
                "{'index':0,'delta':{'tool_calls':[{'index':0,'function':{'arguments':'1}'}}]}}")
            + chunk("{'index':0,'delta':{},'finish_reason':'tool_calls'}")
            + DONE;

    Whole whole = whole(Endpoint.CHAT_COMPLETIONS, stream);

    JsonNode calls = json(whole).at("/choices/0/message/tool_calls");
    assertEquals(2, calls.size());
    assertEquals("call_1", calls.at("/0/id").textValue());
    assertEquals("{\"a\":1}", calls.at("/0/function/arguments").textValue());
    assertEquals("g", calls.at("/1/function/name").textValue());
    assertEquals(Optional.of("tool_calls"), whole.finishReason());
  }

  @Test
  void repeatedValuesAreNotConcatenated() throws Exception {
    String stream =
        chunk(
                "{'delta':{'role':'assistant','content':'a','tool_calls':[{'id':'c','type':'function','function':{'name':'f','arguments':'{}'}}]}}")
            + chunk("{'delta':{'role':'assistant','content':'b'},'finish_reason':'stop'}");

    JsonNode message = json(whole(Endpoint.CHAT_COMPLETIONS, stream)).at("/choices/0/message");

    assertEquals("assistant", message.path("role").textValue());
    assertEquals("ab", message.path("content").textValue());
    assertEquals("c", message.at("/tool_calls/0/id").textValue());
  }

  @Test
  void severalChoicesComeInAnyOrder() throws Exception {
    String stream =
        chunk("{'index':1,'delta':{'content':'b1'}}")
            + chunk("{'index':0,'delta':{'content':'a1'}},{'index':1,'delta':{'content':'b2'}}")
            + chunk("{'index':1,'delta':{},'finish_reason':'length'}")
            + chunk("{'index':0,'delta':{'content':'a2'},'finish_reason':'stop'}");

    Whole whole = whole(Endpoint.CHAT_COMPLETIONS, stream);

    assertEquals("a1a2", json(whole).at("/choices/0/message/content").textValue());
    assertEquals("b1b2", json(whole).at("/choices/1/message/content").textValue());
    assertEquals(Optional.of("length"), whole.finishReason());
  }

  @Test
  void unusualCharactersAndNumbersSurviveOrAreRepaired() throws Exception {
    String stream =
        chunk(
                "{'index':0,'delta':{'content':'\\ud83d'},'logprobs':{'content':[{'token':'a','logprob':-Infinity}]}}")
            + chunk(
                "{'index':0,'delta':{'content':'\\ude00"
                    + " \\ud83d'},'logprobs':{'content':[{'token':'b','logprob':-1.5}]}}")
            + DONE;

    JsonNode choice = json(whole(Endpoint.CHAT_COMPLETIONS, stream)).at("/choices/0");

    assertEquals("😀 \uFFFD", choice.at("/message/content").textValue());
    assertTrue(choice.at("/logprobs/content/0/logprob").isNull());
    assertEquals(-1.5, choice.at("/logprobs/content/1/logprob").doubleValue());
  }

  @Test
  void aLongAnswerInManyPiecesIsPutTogetherInTime() throws Exception {
    String piece = chunk("{'index':0,'delta':{'content':'word '}}");
    String stream =
        Stream.generate(() -> piece).limit(100_000).collect(Collectors.joining()) + DONE;

    JsonNode json = json(whole(Endpoint.CHAT_COMPLETIONS, stream));

    assertEquals(500_000, json.at("/choices/0/message/content").textValue().length());
  }

  @Test
  void aCompletionIsPutTogether() throws Exception {
    String stream =
        chunk("{'index':0,'text':'The capital '}")
            + chunk("{'index':0,'text':'is Paris.','finish_reason':'length'}")
            + DONE;

    Whole whole = whole(Endpoint.COMPLETIONS, stream);

    assertEquals("The capital is Paris.", json(whole).at("/choices/0/text").textValue());
    assertEquals(Optional.of("length"), whole.finishReason());
  }

  @ParameterizedTest
  @ValueSource(strings = {"completed", "incomplete"})
  void aResponseIsInItsLastEvent(String status) throws Exception {
    String stream =
        event("response.created", "{'type':'response.created','response':{'status':'in_progress'}}")
            + event(
                "response.output_text.delta", "{'type':'response.output_text.delta','delta':'Hi'}")
            + event(
                "response." + status,
                "{'type':'response.%s','response':{'status':'%s','output':[{'type':'message'}]}}"
                    .formatted(status, status));

    assertEquals(status, json(whole(Endpoint.RESPONSES, stream)).path("status").textValue());
  }

  @Test
  void aFailedResponseAndErrorsOnTheWayAreErrors() {
    assertEquals(
        500,
        error(
            Endpoint.RESPONSES,
            event(
                "response.failed",
                "{'type':'response.failed','response':{'status':'failed','error':{'code':'server_error','message':'x'}}}")));
    assertEquals(
        429,
        error(
            Endpoint.RESPONSES,
            event("error", "{'type':'error','code':'rate_limit_exceeded','message':'x'}")));
    assertEquals(
        502,
        error(
            Endpoint.CHAT_COMPLETIONS,
            chunk("{'index':0,'delta':{'content':'half'}}")
                + data(
                    "{'error':{'code':502,'message':'x'},'choices':[{'delta':{},'finish_reason':'error'}]}")));
    assertEquals(
        502,
        error(
            Endpoint.CHAT_COMPLETIONS,
            chunk("{'index':0,'delta':{'content':'half'},'finish_reason':'error'}") + DONE));
    assertEquals(
        529,
        error(
            Endpoint.CHAT_COMPLETIONS,
            event("error", "{'type':'error','error':{'type':'overloaded_error','message':'x'}}")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {'choices':[{'index':0,'delta':{'content':'half'}}]}\n\n",
        "data: {'choices':[{'index':0,'delta':{'content':'half'}}]}\n\ndata: {'choi",
        "data: {'choi",
        "data: {'choices':[{'index':0,'delta':{'content':'a'},'finish_reason':'stop'}]}\n\n"
            + "data: {'choices':[{'index':1,'delta':{'content':'b'}}]}\n\n",
        "data:",
        "event: message\n\n",
        "data: [DONE]\n\n",
        "event: ping\ndata: {'type':'ping'}\n\n"
      })
  void aTruncatedStreamIsNotAnAnswer(String stream) {
    Unfinished unfinished =
        assertInstanceOf(Unfinished.class, Bodies.read(Endpoint.CHAT_COMPLETIONS, stream));
    assertTrue(unfinished.why().matches(".*(cut off|no choices).*"), unfinished::why);
  }

  @Test
  void aTruncatedResponseIsNotAnAnswer() {
    String stream =
        event("response.created", "{'type':'response.created','response':{'status':'in_progress'}}")
            + event(
                "response.output_text.delta", "{'type':'response.output_text.delta','delta':'Hi'}");

    assertInstanceOf(Unfinished.class, Bodies.read(Endpoint.RESPONSES, stream));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event: message_start\ndata: {'type':'message_start','message':{}}\n\n",
        "data: hello\n\ndata: world\n\n",
        "data: 42\n\n" + DONE,
        "data: {'model':'x','response':'Hi','done':true}\n\n"
      })
  void aStreamOfAnotherKindIsNamed(String stream) {
    NoAnswer none = assertInstanceOf(NoAnswer.class, Bodies.read(Endpoint.COMPLETIONS, stream));
    assertTrue(none.why().startsWith("the answer is an event stream"), none::why);
  }

  @Test
  void embeddingsAreNotStreamed() {
    NoAnswer none =
        assertInstanceOf(NoAnswer.class, Bodies.read(Endpoint.EMBEDDINGS, "data: {}\n\n"));
    assertTrue(none.why().contains("embeddings can't be streamed"), none::why);
  }

  private static Whole whole(Endpoint endpoint, String stream) {
    return assertInstanceOf(Whole.class, Bodies.read(endpoint, stream));
  }

  private static int error(Endpoint endpoint, String stream) {
    return assertInstanceOf(InBodyError.class, Bodies.read(endpoint, stream)).status();
  }

  private static JsonNode json(Whole whole) throws Exception {
    return new ObjectMapper().readTree(whole.json());
  }

  private static String chunk(String choice) {
    return data("{'id':'c1','object':'chat.completion.chunk','choices':[%s]}".formatted(choice));
  }

  private static String data(String json) {
    return "data: " + json + "\n\n";
  }

  private static String event(String name, String json) {
    return "event: " + name + "\n" + data(json);
  }
}
