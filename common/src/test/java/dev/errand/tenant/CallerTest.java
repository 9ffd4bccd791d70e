package dev.errand.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallerTest {

  @Test
  void theOpenCallerMayDoEverythingInTheDefaultTenant() {
    Caller open = Caller.open();

    assertEquals("default", open.tenant());
    assertEquals(Access.OPEN, open.access());
    assertEquals(EnumSet.allOf(Right.class), open.rights());
    assertEquals(Limits.NONE, open.limits());
  }

  @Test
  void mayDoOnlyWhatItsRightsAllow() {
    Caller reader = new Caller("acme", Access.OPEN, "test", Set.of(Right.READ), Limits.NONE);

    assertTrue(reader.may(Right.READ));
    assertFalse(reader.may(Right.SUBMIT));
  }

  @Test
  void rejectsACallerWithoutATenant() {
    Set<Right> none = Set.of();

    assertThrows(
        IllegalArgumentException.class,
        () -> new Caller(" ", Access.OPEN, "test", none, Limits.NONE));
  }
}
