package dev.errand.simulator;

import static dev.errand.simulator.SimulatorClient.error;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.simulator.fault.Spell;
import dev.errand.simulator.fault.Spells;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SpellsTest {

  private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

  @AutoClose private static final Simulator simulator = Simulator.start(SimulatorOptions.anyPort());

  private final SimulatorClient client = new SimulatorClient(simulator);
  private final Spells spells = new Spells();

  @Test
  void aRateSparesSoManyCallsOfEachMinute() {
    Spell spell = Spell.ALWAYS.sparing(2);

    assertTrue(spells.spare("m", spell, START));
    assertTrue(spells.spare("m", spell, START.plusSeconds(1)));
    assertFalse(spells.spare("m", spell, START.plusSeconds(59)));
    assertTrue(spells.spare("other", spell, START.plusSeconds(59)));
    assertTrue(spells.spare("m", spell, START.plusSeconds(60)));
    assertTrue(spells.spare("m", spell, START.plusSeconds(60)));
    assertFalse(spells.spare("m", spell, START.plusSeconds(119)));
  }

  @Test
  void aFaultPassesAfterItsTime() {
    Spell spell = Spell.ALWAYS.lasting(Duration.ofSeconds(90));

    assertFalse(spells.spare("m", spell, START));
    assertFalse(spells.spare("m", spell, START.plusSeconds(89)));
    assertTrue(spells.spare("m", spell, START.plusSeconds(90)));
    assertFalse(spells.spare("n", Spell.ALWAYS, START.plusSeconds(900)));
  }

  @Test
  void theModelsNameChoosesThem() throws Exception {
    assertEquals(200, client.ask("sim-rate-1", "a").statusCode());
    assertEquals("rate_limit_exceeded", error(client.ask("sim-rate-1", "b")).getString("code"));
    assertTrue(error(client.ask("sim-daily", "c")).getString("message").contains("per day"));
    assertEquals(503, client.ask("sim-loading", "d").statusCode());
    assertEquals(401, client.ask("sim-401-until-400ms", "e").statusCode());
    await().until(() -> client.ask("sim-401-until-400ms", "e").statusCode() == 200);
  }
}
