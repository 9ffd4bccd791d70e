package dev.errand.api.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteRangeTest {

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 10, 0, 1, bytes 0-0/10",
    "bytes=2-4, 10, 2, 3, bytes 2-4/10",
    "bytes=2-, 10, 2, 8, bytes 2-9/10",
    "bytes=2-99, 10, 2, 8, bytes 2-9/10",
    "bytes=-3, 10, 7, 3, bytes 7-9/10",
    "bytes=-99, 10, 0, 10, bytes 0-9/10"
  })
  void oneRangeIsServed(String header, long size, long from, long length, String text) {
    ByteRange range = ByteRange.of(header, size);

    assertEquals(new ByteRange(from, length, size), range);
    assertEquals(text, range.text());
    assertEquals(length < size, range.isPartial());
  }

  @ParameterizedTest
  @CsvSource({
    ", 10",
    "bytes=10-, 10",
    "bytes=4-2, 10",
    "bytes=-, 10",
    "bytes=-0, 10",
    "'bytes=0-1,3-4', 10",
    "lines=0-1, 10",
    "bytes=0-9999999999999999999, 10",
    "bytes=0-0, 0"
  })
  void allElseIsTheWholeFile(String header, long size) {
    assertEquals(new ByteRange(0, size, size), ByteRange.of(header, size));
  }
}
