package dev.errand.broker.rabbitmq;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.broker.BrokerState;
import dev.errand.testing.LoggedLines;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BrokerUseTest {

  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofHours(1);

  private final LoggedLines log = new LoggedLines(BrokerUse.class);

  @AfterEach
  void stopListening() {
    log.close();
  }

  @Test
  void itBeginsUnusedWithoutKnowingWhy() {
    BrokerState state = new BrokerUse("tested", LONG).state();
    assertFalse(state.connected());
    assertEquals(Optional.empty(), state.trouble());
  }

  @Test
  void eachChangeIsLoggedOnceHoweverOftenItIsTriedAgain() {
    BrokerUse use = new BrokerUse("tested", LONG);
    for (int i = 0; i < 5; i++) {
      use.down(new ConnectException("Connection refused"));
    }
    use.up();
    use.down(new IOException("gone"));
    use.down(new IOException("gone"));
    use.up();
    assertEquals(4, log.all().size(), () -> log.all().toString());
    assertTrue(
        log.all()
            .get(0)
            .startsWith(
                "WARN event=broker_not_connected use=tested error=\"nothing is listening there"));
    assertEquals("INFO event=broker_connected use=tested", log.all().get(1));
    assertTrue(
        log.all().get(2).contains("(java.io.IOException: gone)"), () -> log.all().toString());
    assertEquals("INFO event=broker_connected use=tested", log.all().get(3));
  }

  @Test
  void thatItStaysUnusedIsSaidOnceAndItsReturnToo() {
    BrokerUse use = new BrokerUse("tested", SHORT);
    use.down(new ConnectException("Connection refused"));
    await().until(() -> log.all().size() == 2);
    assertLast(
        "WARN event=broker_not_used use=tested for=PT\\d+S error=\"nothing is listening there .*");
    use.down(new ConnectException("Connection refused"));
    await().during(SHORT.multipliedBy(3)).until(() -> log.all().size() == 2);
    assertTrue(use.state().unused().compareTo(SHORT) > 0);
    use.up();
    assertLast("INFO event=broker_connected use=tested after=PT\\d+S");
    assertEquals(Duration.ZERO, use.state().unused());
  }

  @Test
  void anAttemptThatNeverEndsIsReportedToo() {
    new BrokerUse("tested", SHORT);
    await().until(() -> log.all().size() == 1);
    assertLast(
        "WARN event=broker_not_used use=tested for=PT\\d+S error=\"not connected yet\""
            + " next=\"jobs still run, but start later.*");
  }

  @Test
  void aShortLossIsNotReportedAsLasting() {
    Duration patience = Duration.ofSeconds(2);
    BrokerUse use = new BrokerUse("tested", patience);
    use.down(new IOException("gone"));
    use.up();
    await().during(patience.plusSeconds(1)).until(() -> log.all().size() == 2);
  }

  @Test
  void anIntentionalCloseIsNotTrouble() {
    BrokerUse use = new BrokerUse("tested", SHORT);
    use.up();
    use.closed();
    await().during(SHORT.multipliedBy(3)).until(() -> log.all().size() == 1);
    assertFalse(use.isUp());
  }

  private void assertLast(String words) {
    assertTrue(log.all().getLast().matches(words), () -> log.all().toString());
  }
}
