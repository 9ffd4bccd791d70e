package dev.errand.broker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.testing.EmbeddedDatabase;
import dev.errand.testing.RabbitMq;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedDatabase.class)
@WithTestResource(RabbitMq.class)
class RabbitMqBrokersQuarkusTest {

  @Inject HintPublisher publisher;
  @Inject HintSource source;

  @Test
  void configuredSoHintsGoThroughRabbitmq() {
    Hint hint = new Hint("lane", UUID.randomUUID());
    publisher.publish("default", List.of(hint));
    await().until(() -> publisher.waiting("default").equals(OptionalLong.of(1)));
    HeardHints heard = new HeardHints(source);
    source.consume("default", 10, heard::acknowledge);
    await().until(() -> heard.hints().equals(List.of(hint)));
    assertTrue(publisher.connected());
    assertTrue(source.connected());
    await().untilAsserted(() -> assertEquals(OptionalLong.of(0), publisher.waiting("default")));
  }
}
