package dev.errand.api.access;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTextTest {

  private final SecureRandom random = new SecureRandom();
  private final KeyText key = KeyText.create(random);

  @Test
  void hasAnIdASecretOf256BitsAndAChecksum() {
    assertTrue(
        key.reveal().matches("errand_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}"), "the form of " + key);
    assertTrue(key.reveal().startsWith("errand_" + key.id() + "_"));
    assertTrue(Math.pow(62, 43) > Math.pow(2, 256));
  }

  @Test
  void theChecksumIsTheCrc32OfAllBeforeIt() {
    String text = key.reveal();
    CRC32 crc = new CRC32();
    crc.update(text.substring(0, text.length() - 6).getBytes());
    long value = 0;
    String digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    for (char digit : text.substring(text.length() - 6).toCharArray()) {
      value = value * 62 + digits.indexOf(digit);
    }

    assertEquals(crc.getValue(), value);
  }

  @Test
  void isReadAsItWasCreated() {
    KeyText read = KeyText.parse(key.reveal()).orElseThrow();

    assertEquals(key.id(), read.id());
    assertArrayEquals(key.hash(), read.hash());
  }

  @Test
  void aChangedDigitAnywhereIsNoticed() {
    String text = key.reveal();
    for (int i = 0; i < text.length(); i++) {
      char other = text.charAt(i) == 'x' ? 'y' : 'x';
      String wrong = text.substring(0, i) + other + text.substring(i + 1);
      assertEquals(Optional.empty(), KeyText.parse(wrong), "digit " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "errand_", "errand__", "sk-123", "errand_a_b", " ", "errand_é_ü"})
  void whatIsNoKeyIsNotRead(String text) {
    assertEquals(Optional.empty(), KeyText.parse(text));
  }

  @Test
  void aPartIsNotRead() {
    String text = key.reveal();

    assertEquals(Optional.empty(), KeyText.parse(text.substring(0, text.length() - 1)));
    assertEquals(Optional.empty(), KeyText.parse(text + "0"));
    assertEquals(Optional.empty(), KeyText.parse(text + "\n"));
  }

  @Test
  void aRotatedKeyKeepsItsIdAndHasAnotherSecret() {
    KeyText next = KeyText.create(key.id(), random);

    assertEquals(key.id(), next.id());
    assertNotEquals(key.reveal(), next.reveal());
  }

  @Test
  void itsTextIsNotInLogs() {
    assertEquals("errand_" + key.id(), key.toString());
  }
}
