package dev.errand.broker.rabbitmq.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RabbitMqUrlTest {

  @ParameterizedTest
  @CsvSource({
    "amqp://u:p@mq, /",
    "amqp://u:p@mq:5672, /",
    "amqp://u:p@mq:5672/, /",
    "amqp://u:p@mq:5672//, /",
    "amqp://u:p@mq:5672/%2f, /",
    "amqp://u:p@mq:5672/%2F, /",
    "amqp://u:p@mq:5672/errand, errand",
    "amqp://u:p@mq:5672/%2Fteam%2Fa, /team/a",
    "amqp://u:p@mq:5672/a%20b, a b",
    "amqp://u:p@mq:5672/k%C3%B6ln, köln",
    "amqp://u:p@mq:5672/köln, köln",
    "amqp://u:p@mq:5672/a+b, a+b",
    "amqp://u:p@mq:5672/a%40b%3Fc%23d, a@b?c#d",
    "amqp://u:p@mq:5672/a%2525, a%25",
    "'amqp://u:p@a:1,b:2/vh', vh"
  })
  void theVirtualHostIsDecodedAndNoneIsTheDefaultOne(String url, String virtualHost) {
    assertEquals(virtualHost, RabbitMqUrl.parse(url).virtualHost());
  }

  @ParameterizedTest
  @CsvSource({
    "amqp://mq, guest, guest",
    "amqp://u:p@mq, u, p",
    "amqp://u:@mq, u, ''",
    "amqp://u:p:q@mq, u, p:q",
    "amqp://us%40er:p%40ss%23%2F%3F%3A%25@mq/vh, us@er, p@ss#/?:%",
    "amqp://u:p+q%2Br@mq, u, p+q+r",
    "amqp://u:p^[x]|{y}\"<>\\`;=$&!*'()~@mq, u, p^[x]|{y}\"<>\\`;=$&!*'()~",
    "amqp://u:päß%C3%A4€@mq, u, päßä€",
    "amqp://u:%F0%9F%90%B0🐰@mq, u, 🐰🐰"
  })
  void userAndPasswordAreDecoded(String url, String user, String password) {
    RabbitMqUrl parsed = RabbitMqUrl.parse(url);
    assertEquals(user, parsed.user());
    assertEquals(password, parsed.password());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "amqp://u:p@mq|mq:5672",
        "amqps://u:p@mq|mq:5671",
        "AMQPS://u:p@mq:5673/|mq:5673",
        "amqp://u:p@a:5672,b:5673/vh|a:5672,b:5673",
        "amqps://u:p@a,b:1,c|a:5671,b:1,c:5671",
        "amqp://u:p@a:1,a:1,b:1|a:1,b:1",
        "amqp://u:p@[::1]/|[::1]:5672",
        "amqp://u:p@[2001:db8::7]:5673,mq-2:5672/|[2001:db8::7]:5673,mq-2:5672",
        "amqp://u:p@[fe80::1%25eth0]:5672|[fe80::1%eth0]:5672",
        "amqp://u:p@10.0.0.1:5672,10.0.0.2:5672|10.0.0.1:5672,10.0.0.2:5672",
        "amqp://u:p@rabbit_mq:5672|rabbit_mq:5672",
        "amqp://u:p@mq.errand.svc.cluster.local.:5672|mq.errand.svc.cluster.local.:5672",
        "amqp://u:p@mq:65535|mq:65535"
      })
  void severalHostsAreReadWithTheirPorts(String url, String shown) {
    assertEquals(shown, RabbitMqUrl.parse(url).shown());
  }

  @Test
  void surroundingWhiteSpaceIsNotPartOfIt() {
    assertEquals("mq:5672", RabbitMqUrl.parse("  amqp://u:p@mq:5672/\n").shown());
  }

  @Test
  void theAddressOfANodeHasNoBrackets() {
    assertEquals("::1", RabbitMqUrl.parse("amqp://u:p@[::1]:5672").nodes().getFirst().host());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|must begin with amqp:// or amqps://",
        "mq:5672|must begin with amqp:// or amqps://",
        "http://u:s3c@mq:5672|must begin with amqp:// or amqps://",
        "rabbitmq://u:s3c@mq|must begin with amqp:// or amqps://",
        "amqp:/u:s3c@mq|must begin with amqp:// or amqps://",
        "amqp://u:se#c@mq:5672/|write it as %23",
        "amqp://u:s3c#|write it as %23",
        "amqp://u:s3c@mq/vh#x|write it as %23",
        "amqp://u:se?c@mq:5672/|write it as %3F",
        "amqp://u:s3c@mq:5672/vh?heartbeat=5|parameters are not supported",
        "amqp://u:se/c@mq:5672/|write / as %2F",
        "amqp://u:12/s3c@mq|write / as %2F",
        "amqp://u:se@c@mq:5672/|write it as %40",
        "amqp://u:s3c@mq1,u:s3c@mq2/|the user only once",
        "amqp://u:se%c@mq|write % as %25",
        "amqp://u:se%zz@mq|write % as %25",
        "amqp://u:se%C3@mq|not UTF-8",
        "amqp://u:se c@mq|white space",
        "amqp://s3c@mq|has a user but no password",
        "amqp://:s3c@mq|has no user",
        "amqp://|has no host",
        "amqp:///vh|has no host",
        "amqp://u:s3c@|has no host",
        "amqp://u:s3c@/vh|has no host",
        "amqp://u:s3c@:5672/|has an empty host",
        "amqp://u:s3c@a:5672,/vh|has an empty host",
        "amqp://u:s3c@a,,b/vh|has an empty host",
        "amqp://u:s3c|has a port that is no number",
        "amqp://u:s3c@mq:/|has a port that is no number",
        "amqp://u:s3c@mq:0/|has a port that is no number",
        "amqp://u:s3c@mq:65536/|has a port that is no number",
        "amqp://u:s3c@mq:-1/|has a port that is no number",
        "amqp://u:s3c@mq:amqp/|has a port that is no number",
        "amqp://u:s3c@mq:5672x/|has a port that is no number",
        "amqp://u:s3c@mq:99999999999999999999/|has a port that is no number",
        "amqp://u:s3c@a:1,b:x/|has a port that is no number",
        "amqp://u:s3c@::1:5672/|IPv6 address in brackets",
        "amqp://u:s3c@[mq]:5672/|other than an IPv6 address",
        "amqp://u:s3c@[::ffff:10.0.0.1]:5672/|other than an IPv6 address",
        "amqp://u:s3c@[10.0.0.1]:5672/|other than an IPv6 address",
        "amqp://u:s3c@[::1/|has a host",
        "amqp://u:s3c@a;b/|separated by commas",
        "amqp://u:s3c@ho$t/|separated by commas",
        "amqp://u:s3c@a,amqp://u:s3c@b/|contains a second URL",
        "amqp://u:s3c@mq/a/b|in its virtual host",
        "amqp://u:s3c@mq/vh/|in its virtual host",
        "amqp://u:s3c@mq///|in its virtual host"
      })
  void anInvalidUrlIsRejectedWithAdviceAndWithoutThePassword(String url, String message) {
    String said =
        assertThrows(IllegalArgumentException.class, () -> RabbitMqUrl.parse(url)).getMessage();
    assertTrue(said.contains(message), said);
    assertFalse(said.contains("s3c"), said);
    assertEquals(1, said.lines().count(), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"amqp://user:hidden@mq:5672/vh", "amqps://user:hidden@a,b"})
  void noTextShowsLoginOrPassword(String url) {
    RabbitMqUrl parsed = RabbitMqUrl.parse(url);
    assertFalse((parsed + parsed.shown()).contains("hidden"), parsed.toString());
  }
}
