package dev.errand.worker.answer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.job.Endpoint;
import dev.errand.worker.answer.Reading.InBodyError;
import dev.errand.worker.answer.Reading.NoAnswer;
import dev.errand.worker.answer.Reading.Unfinished;
import dev.errand.worker.answer.Reading.Whole;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which bodies are an answer of their endpoint, may become one, or never will. */
class ShapeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "chat | {'choices':[{'message':{'content':'Hi'},'finish_reason':'stop'}]} | stop",
        "chat | {'choices':[{'message':{'content':'Hi'}}]} | ",
        "chat |"
            + " {'choices':[{'message':{'content':'Hi'},'finish_reason':'stop'}],'error':{'message':'','code':null}}"
            + " | stop",
        "chat | {'choices':[{'message':{'content':'Hi'}}],'error':null} | ",
        "chat | {'choices':[{'message':{'content':'Hi'}}],'error':{}} | ",
        "chat | {'choices':[{'message':{'content':'Hi'}}],'error':''} | ",
        "chat | {'choices':[{'message':{'content':'Hi'}}],'error':false} | ",
        "chat | {'choices':[{'message':{'content':'Hi'}}],'error':[]} | ",
        "chat | {'choices':[{'message':{'content':'Hi'}}],'error':{'code':0,'message':'success'}} |"
            + " ",
        "chat | {'choices':[{'message':{'content':'Hi'}}],'error':{'code':'200','message':'OK'}} |"
            + " ",
        "chat |"
            + " {'choices':[{'message':{'content':null,'tool_calls':[{'id':'c','function':{'name':'f'}}]},'finish_reason':'tool_calls'}]}"
            + " | tool_calls",
        "chat | {'choices':[{'message':{'content':null,'tool_calls':[{'id':'c'}]}}]} | ",
        "chat |"
            + " {'choices':[{'message':{'content':null,'function_call':{'name':'f','arguments':'{}'}},'finish_reason':'function_call'}]}"
            + " | function_call",
        "chat | {'choices':[{'message':{'content':null,'refusal':'No.'},'finish_reason':'stop'}]} |"
            + " stop",
        "chat |"
            + " {'choices':[{'message':{'content':null,'reasoning_content':'hm'},'finish_reason':'length'}]}"
            + " | length",
        "chat | {'choices':[{'message':{'content':'','reasoning':'hm'}}]} | ",
        "chat |"
            + " {'choices':[{'message':{'content':null,'audio':{'id':'a'}},'finish_reason':'stop'}]}"
            + " | stop",
        "chat |"
            + " {'choices':[{'message':{'role':'assistant','content':null},'finish_reason':'content_filter'}]}"
            + " | content_filter",
        "chat | {'choices':[{'message':{'content':''},'finish_reason':'stop'}]} | stop",
        "chat |"
            + " {'choices':[{'message':{'content':'a'},'finish_reason':'stop'},{'message':{'content':'b'},'finish_reason':'length'}]}"
            + " | length",
        "chat |"
            + " {'choices':[{'message':{'content':'a'},'finish_reason':'tool_calls'},{'message':{'content':'b'},'finish_reason':'content_filter'},{'message':{'content':'c'},'finish_reason':'length'}]}"
            + " | content_filter",
        "chat |"
            + " {'choices':[{'message':{'content':'a'},'finish_reason':'stop'},{'message':null,'finish_reason':'content_filter'}]}"
            + " | content_filter",
        "chat | {'choices':[{'message':{'content':'a'},'finish_reason':'max_tokens'}]} |"
            + " max_tokens",
        "completions | {'choices':[{'text':'Hi','finish_reason':'length'}]} | length",
        "completions | {'choices':[{'text':'','finish_reason':'stop'}]} | stop",
        "completions | {'choices':[{'text':'Hi','index':0,'logprobs':null}]} | ",
        "responses |"
            + " {'status':'completed','error':null,'incomplete_details':null,'output':[{'type':'message','content':[]}]}"
            + " | ",
        "responses |"
            + " {'status':'incomplete','incomplete_details':{'reason':'max_output_tokens'},'output':[{'type':'reasoning'}]}"
            + " | max_output_tokens",
        "responses |"
            + " {'status':'incomplete','incomplete_details':{'reason':'content_filter'},'output':[{'type':'message'}]}"
            + " | content_filter",
        "responses | {'status':'incomplete','output':[{'type':'message'}]} | incomplete",
        "embeddings | {'object':'list','data':[{'embedding':[0.1,-0.2],'index':0}]} | ",
        "embeddings | {'data':[{'embedding':[0.0,0.0]},{'embedding':[1]}]} | ",
        "embeddings | {'data':[{'embedding':'AACAPwAAgD8='}]} | "
      })
  void anAnswerOfItsEndpointIsOne(String endpoint, String body, String finishReason) {
    Whole whole = assertInstanceOf(Whole.class, Bodies.read(Bodies.endpoint(endpoint), body));

    assertArrayEquals(Bodies.bytes(body), whole.json());
    assertEquals(Optional.ofNullable(finishReason), whole.finishReason());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "chat | {'choices':null} | no choices",
        "chat | {'choices':[]} | no choices",
        "chat | {'object':'chat.completion','usage':{}} | no choices",
        "chat | {'choices':null,'base_resp':{'status_code':1002,'status_msg':'rate limit'}} | rate"
            + " limit",
        "chat | {'choices':[null]} | no message",
        "chat | {'choices':[{}]} | no message",
        "chat | {'choices':[{'message':null}]} | no message",
        "chat | {'choices':[{'message':null,'finish_reason':'stop'}]} | no message",
        "chat | {'choices':[{'index':0,'finish_reason':'stop'}]} | no message",
        "chat | {'choices':[{'message':{}}]} | no message",
        "chat |"
            + " {'choices':[{'message':{'role':'assistant','content':null,'refusal':null},'finish_reason':null}]}"
            + " | no message",
        "chat | {'choices':[{'message':{'role':'assistant','content':'','annotations':[]}}]} | no"
            + " message",
        "completions | {'choices':[]} | no choices",
        "completions | {'choices':[{'text':null,'finish_reason':'stop'}]} | no text",
        "completions | {'object':'text_completion','choices':null} | no choices",
        "responses | {'status':'completed','output':[]} | completed and has no output",
        "responses | {'status':'completed'} | completed and has no output",
        "responses | {'status':'completed','output':null} | completed and has no output",
        "responses | {'status':'incomplete','output':[]} | incomplete and has no output",
        "responses | {'status':'cancelled','output':[]} | cancelled",
        "embeddings | {'data':[]} | no data",
        "embeddings | {'data':null} | no data",
        "embeddings | {'data':[{'embedding':null}]} | no embedding",
        "embeddings | {'data':[{'embedding':[0.1]},{'embedding':[]}]} | no embedding",
        "embeddings | {'data':[{'embedding':[0.1]},null]} | no embedding"
      })
  void theShellOfAnAnswerMayBecomeAnAnswer(String endpoint, String body, String why) {
    Unfinished unfinished =
        assertInstanceOf(Unfinished.class, Bodies.read(Bodies.endpoint(endpoint), body));

    assertTrue(unfinished.why().contains(why), unfinished::why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "chat | null | null",
        "chat | 'ok' | a string, ok",
        "chat | 42 | a number",
        "chat | true | true",
        "chat | [] | a list",
        "chat | [1,2] | a list",
        "chat | {} | an empty object",
        "chat | {'detail':'Not Found'} | Not Found",
        "chat | {'message':'no Route matched with those values'} | no Route matched",
        "chat | {'object':'list','data':[{'id':'gpt-5','object':'model'}]} | an object with object,"
            + " data",
        "chat | {'choices':'none'} | an object with choices",
        "chat | {'choices':{'message':{'content':'Hi'}}} | an object with choices",
        "chat | {'choices':[{'text':'Hi'}]} | an object with choices",
        "chat | {'choices':[{'message':'Hi'}]} | an object with choices",
        "chat | {'type':'message','role':'assistant','content':[{'type':'text','text':'Hi'}]} |"
            + " Anthropic's own API",
        "chat | {'model':'llama3','message':{'role':'assistant','content':'Hi'},'done':true} |"
            + " Ollama's own API",
        "chat | {'candidates':[{'content':{'parts':[{'text':'Hi'}]}}]} | Gemini's own API",
        "chat | {'status':'ok'} | an object with status",
        "completions | {'choices':[{'message':{'content':'Hi'}}]} | an object with choices",
        "completions | {'model':'llama3','response':'Hi','done':true} | Ollama's own API",
        "completions | {'id':'cmpl-1'} | an object with id",
        "responses | {'choices':[{'message':{'content':'Hi'}}]} | an object with choices",
        "responses | {'status':'queued','output':[]} | background",
        "responses | {'status':'in_progress','output':[]} | background",
        "responses | {'status':'resting','output':[{}]} | an object with status",
        "responses | {'output':[{'type':'message'}]} | an object with output",
        "responses | {'status':'completed','output':'Hi'} | an object with status",
        "embeddings | {'object':'list','data':[{'id':'gpt-5','object':'model'}]} | an object with"
            + " object",
        "embeddings | {'embeddings':[[0.1]]} | an object with embeddings",
        "embeddings | {'data':'AACAPw=='} | an object with data"
      })
  void aBodyThatIsNotAnAnswerFailsTheJobAndIsDescribed(String endpoint, String body, String why) {
    NoAnswer none = assertInstanceOf(NoAnswer.class, Bodies.read(Bodies.endpoint(endpoint), body));

    assertTrue(none.why().contains(why), none::why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "chat | {'error':{'code':502,'message':'Provider returned error'}} | 502",
        "chat | {'error':{'code':429,'message':'slow'}} | 429",
        "chat | {'error':{'code':'429','message':'slow'}} | 429",
        "chat | {'error':{'code':503.0,'message':'busy'}} | 503",
        "chat | {'error':{'message':'x','status':504}} | 504",
        "chat | {'error':{'message':'x','type':'server_error','code':null}} | 500",
        "chat | {'type':'error','error':{'type':'overloaded_error','message':'Overloaded'}} | 529",
        "chat | {'error':{'type':'rate_limit_error','message':'x'}} | 429",
        "chat | {'error':{'code':'rate_limit_exceeded','type':'tokens','message':'x'}} | 429",
        "chat | {'error':{'code':'insufficient_quota','message':'x'}} | 429",
        "chat | {'error':{'status':'UNAVAILABLE','message':'x'}} | 503",
        "chat | {'error':{'status':'RESOURCE_EXHAUSTED','code':8,'message':'x'}} | 429",
        "chat | {'error':{'status':'INVALID_ARGUMENT','message':'x'}} | 400",
        "chat | [{'error':{'code':503,'message':'x','status':'UNAVAILABLE'}}] | 503",
        "chat | {'object':'error','message':'x','type':'BadRequestError','code':400} | 400",
        "chat | {'object':'error','message':'x','type':'InternalServerError','code':500} | 500",
        "chat | {'object':'error','message':'x'} | 400",
        "chat | {'error':'Internal Server Error','status':500,'path':'/v1'} | 500",
        "chat | {'error':'The server is overloaded, try again later'} | 529",
        "chat | {'error':'upstream request timeout'} | 504",
        "chat | {'error':{'message':'Provider returned error'}} | 502",
        "chat | {'error':{'message':'model x not found','code':404}} | 404",
        "chat | {'error':'model x not found, try pulling it first'} | 400",
        "chat | {'error':{'message':'no','type':'invalid_request_error','code':null}} | 400",
        "chat | {'error':{'message':'no','code':'context_length_exceeded'}} | 400",
        "chat | {'error':{'message':'bad key','code':'invalid_api_key'}} | 401",
        "chat | {'error':{'message':'no credit','code':402}} | 402",
        "chat | {'error':{'message':'no','code':'c'}} | 400",
        "chat | {'error':true,'message':'no'} | 400",
        "chat | {'code':429,'message':'slow','data':null} | 429",
        "chat | {'code':'Throttling.RateQuota','message':'slow','request_id':'r'} | 429",
        "chat | {'choices':[{'message':{'content':'Hi'}}],'error':{'code':502,'message':'x'}} |"
            + " 502",
        "chat | {'choices':[{'message':{'content':'half a te'},'finish_reason':'error'}]} | 502",
        "chat |"
            + " {'choices':[{'message':{'content':'half'},'finish_reason':'error','error':{'code':429,'message':'x'}}]}"
            + " | 429",
        "chat | {'choices':[{'error':{'code':400,'message':'x'}}]} | 400",
        "chat |"
            + " {'choices':[{'message':{'content':'a'},'finish_reason':'stop'},{'message':{'content':'b'},'finish_reason':'error'}]}"
            + " | 502",
        "completions | {'choices':[{'text':'half a te','finish_reason':'error'}]} | 502",
        "responses | {'status':'failed','error':{'code':'server_error','message':'x'},'output':[]}"
            + " | 500",
        "responses | {'status':'failed','error':{'code':'rate_limit_exceeded','message':'x'}} |"
            + " 429",
        "responses | {'status':'failed','error':{'code':'invalid_prompt','message':'x'}} | 400",
        "responses | {'status':'failed','error':{'code':'vector_store_timeout','message':'x'}} |"
            + " 504",
        "responses | {'status':'failed','error':null} | 500",
        "responses |"
            + " {'status':'completed','output':[{}],'error':{'code':'server_error','message':'x'}}"
            + " | 500",
        "embeddings | {'error':{'code':500,'message':'x'}} | 500",
        "embeddings | {'data':[],'error':{'type':'overloaded_error','message':'x'}} | 529"
      })
  void anErrorInAGoodAnswerHasTheStatusThatItNames(String endpoint, String body, int status) {
    InBodyError error =
        assertInstanceOf(InBodyError.class, Bodies.read(Bodies.endpoint(endpoint), body));

    assertEquals(status, error.status(), error::message);
  }

  @ParameterizedTest
  @EnumSource(Endpoint.class)
  void anEmptyOrTruncatedBodyMayBecomeAnAnswer(Endpoint endpoint) {
    for (String body : new String[] {"", " ", "\n\n  \r\n", "\u0000", ": still here\n\n"}) {
      assertInstanceOf(Unfinished.class, Bodies.read(endpoint, body), body);
    }
    String whole =
        "{'choices':[{'message':{'content':'\\u00e9 é','n':-1.5e3,'t':[true,false,null]}}]}";
    byte[] bytes = Bodies.bytes(whole);
    for (int length = 1; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      Reading reading = BodyReader.read(endpoint, cut);
      assertInstanceOf(Unfinished.class, reading, () -> new String(cut, StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE html><html><head><title>x</title></head><body>Sign in</body></html>",
        "  <html>\n<body>Sign in</body></html>",
        "<?xml version='1.0'?><Error><Message>Sign in</Message></Error>"
      })
  void aWebPageIsNamed(String body) {
    NoAnswer none = assertInstanceOf(NoAnswer.class, Bodies.read(Endpoint.COMPLETIONS, body));

    assertEquals(
        "the answer is a web page (HTML), not JSON; check the provider's base-url: Sign in",
        none.why());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "upstream connect error",
        "{} {}",
        "{'a':1}x",
        "{'a':1}}",
        "{a:1}",
        "{'a':nan}",
        "{'a':01}",
        "{'a' 1}",
        "tru",
        "{'choices':[]}{'choices':[]}"
      })
  void aBodyThatIsNotJsonFailsWithItsBeginning(String body) {
    NoAnswer none = assertInstanceOf(NoAnswer.class, Bodies.read(Endpoint.CHAT_COMPLETIONS, body));

    assertEquals("the answer is not JSON: " + body.replace('\'', '"'), none.why());
  }

  @Test
  void whitespaceAndCommentsBeforeTheAnswerAreOnlyWaiting() {
    for (String before : new String[] {"   \n\n", ": OPENROUTER PROCESSING\n\n: x\n", "\r\n"}) {
      String body = before + "{'choices':[{'message':{'content':'Hi'}}]}";
      assertInstanceOf(Whole.class, Bodies.read(Endpoint.CHAT_COMPLETIONS, body));
    }
  }

  @Test
  void aFinishReasonIsAShortWord() {
    String body = "{'choices':[{'message':{'content':'Hi'},'finish_reason':%s}]}";
    assertEquals(
        Optional.of("x".repeat(64)), finishReason(body.formatted("'" + "x".repeat(500) + "'")));
    assertEquals(Optional.of("a b"), finishReason(body.formatted("'a\\u0000\\nb'")));
    assertEquals(Optional.of("2"), finishReason(body.formatted("2")));
    assertEquals(Optional.empty(), finishReason(body.formatted("{'type':'stop'}")));
    assertEquals(Optional.empty(), finishReason(body.formatted("''")));
  }

  private static Optional<String> finishReason(String body) {
    return assertInstanceOf(Whole.class, Bodies.read(Endpoint.CHAT_COMPLETIONS, body))
        .finishReason();
  }
}
