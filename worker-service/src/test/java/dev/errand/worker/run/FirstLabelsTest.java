package dev.errand.worker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FirstLabelsTest {

  @Test
  void tenantsBeyondTheLimitShareALabel() {
    FirstLabels labels = new FirstLabels(2);

    assertEquals("acme", labels.of("acme"));
    assertEquals("beta", labels.of("beta"));
    assertEquals("_other", labels.of("gamma"));
    assertEquals("acme", labels.of("acme"));
    assertEquals("_other", labels.of("delta"));
  }

  @Test
  void noTenantHasALabelIfNoneMay() {
    assertEquals("_other", new FirstLabels(0).of("acme"));
  }
}
