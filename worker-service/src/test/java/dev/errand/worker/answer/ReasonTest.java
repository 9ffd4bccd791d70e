package dev.errand.worker.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasonTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'error':{'message':'no','code':'c'}} | no (c)",
        "{'error':{'message':'no','code':404,'type':'t'}} | no",
        "{'error':'no such model'} | no such model",
        "{'error':{'detail':[1]}} | HTTP 418: {'error':{'detail':[1]}}",
        "[{'error':{'code':400,'message':'API key not valid.','status':'INVALID_ARGUMENT'}}] | API"
            + " key not valid.",
        "{'object':'error','message':'max_tokens is too"
            + " large','type':'BadRequestError','param':null,'code':400} | max_tokens is too large",
        "'plain string' | plain string",
        "plain text | HTTP 418: plain text",
        "{'detail':'Not Found'} | Not Found",
        "{'detail':[{'loc':['body','messages',0,'role'],'msg':'field required','type':'missing'}]}"
            + " | body.messages.0.role: field required",
        "{'detail':[{'loc':['body','a'],'msg':'one'},{'loc':['body','b'],'msg':'two'}]} | body.a:"
            + " one; body.b: two",
        "{'detail':{'error':{'message':'inner'}}} | inner",
        "{'message':'no Route matched'} | no Route matched",
        "{'message':{'text':1,'detail':'deep'}} | deep",
        "{'Message':'User is not authorized'} | User is not authorized",
        "{'errors':['one','two']} | one; two",
        "{'errors':[{'code':7003,'message':'No route'}],'success':false,'result':null} | No route",
        "{'code':500,'msg':'404 NOT_FOUND','success':false} | 404 NOT_FOUND",
        "{'error_code':18,'error_msg':'Open api qps request limit reached'} | Open api qps request"
            + " limit reached",
        "{'base_resp':{'status_code':1004,'status_msg':'login fail'}} | login fail",
        "{'fault':{'faultstring':'Invalid ApiKey','detail':{'errorcode':'x'}}} | Invalid ApiKey",
        "{'timestamp':1,'status':404,'error':'Not Found','message':'No endpoint POST"
            + " /v1/v1','path':'/'} | Not Found: No endpoint POST /v1/v1",
        "{'error':'invalid_request','error_description':'The token expired'} | invalid_request: The"
            + " token expired",
        "{'error':{'message':'Provider returned"
            + " error','code':400,'metadata':{'raw':'{\\'error\\':{\\'message\\':\\'Too many"
            + " images\\'}}','provider_name':'X'}}} | Provider returned error: Too many images",
        "{'error':{'message':'Provider returned error','metadata':{'raw':{'detail':'bad image'}}}}"
            + " | Provider returned error: bad image",
        "{'error':{'message':'Provider returned error','metadata':{'raw':'Just text'}}} | Provider"
            + " returned error: Just text",
        "{'error':{'message':'Provider returned"
            + " error','metadata':{'raw':'[{\\'error\\':{\\'message\\':\\'in a list\\'}}]'}}} |"
            + " Provider returned error: in a list",
        "{'error':{'message':'{\\'error\\':{\\'message\\':\\'inside\\'}}'}} | inside",
        "{'error':{'error':{'message':'twice'}}} | twice",
        "{'error':{'message':NaN,'type':'overloaded_error'}} | overloaded_error",
        "{'error':{'message':'a\\nb\\u0000c\\u001b[31m \\ud83d'}} | a b c [31m \uFFFD",
        "{'id':'x','nothing':'known'} | HTTP 418: {'id':'x','nothing':'known'}",
        "data: {'error':{'message':'streamed'}} | streamed",
        "<html><head><title>x</title></head><body><h1>502 Bad Gateway</h1>nginx</body></html> |"
            + " HTTP 418: 502 Bad Gateway nginx",
        "{'error':{'message':'cut | HTTP 418: {'error':{'message':'cut",
        "~~ | HTTP 418 without a body"
      })
  void theReasonIsWhatTheUserSees(String body, String reason) {
    assertEquals(
        reason.replace('\'', '"'), BodyReader.reason(418, Bodies.bytes(body == null ? "" : body)));
  }

  @Test
  void ofALargeErrorTheBeginningIsShown() {
    for (String shape : new String[] {"[%s1]", "{'a':[%s1]}", "'%s'"}) {
      String body = "{'error':%s}".formatted(shape.formatted("1.5,".repeat(100_000)));
      String reason = BodyReader.reason(500, Bodies.bytes(body));
      assertTrue(reason.length() <= 4100 && reason.contains("1.5,1.5"), reason);
    }
  }

  @Test
  void jsonWithinJsonWithinJsonEndsSomewhere() {
    String body = "no";
    for (int i = 0; i < 12; i++) {
      body = "{\"message\":" + TextNode.valueOf(body) + "}";
    }
    assertTrue(BodyReader.reason(500, body.getBytes(UTF_8)).contains("message"));
  }
}
