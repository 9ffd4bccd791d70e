package dev.errand.e2e.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/** Changes a few bytes of requests: request lines, headers, chunk sizes, bodies, ends. */
final class ByteMutator {

  private static final String[] TOKENS = {
    "\r\n",
    "\r\n\r\n",
    "\n",
    "\r",
    "\0",
    " ",
    "\t",
    ":",
    "%",
    "%00",
    "%zz",
    "%e0%80",
    "?",
    "#",
    "/",
    "//",
    "/../",
    ";",
    "&",
    "=",
    "\"",
    "\u00ff",
    "\u0080",
    "HTTP/1.0",
    "HTTP/2.0",
    "HTTP/9.9",
    "0\r\n\r\n",
    "ffffffffffffffff\r\n",
    "-1\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Content-Length: -1\r\n",
    "Content-Length: 9223372036854775808\r\n",
    "Content-Length: 5\r\n",
    "Expect: 100-continue\r\n",
    "Upgrade: websocket\r\nConnection: Upgrade\r\n",
    " folded\r\n",
    "Host: a\r\nHost: b\r\n",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "GET * HTTP/1.1\r\n\r\n",
    "X-Long: " + "a".repeat(9000) + "\r\n",
    "q".repeat(5000),
    "X: y\r\n".repeat(200)
  };

  private final Chance chance;

  ByteMutator(Chance chance) {
    this.chance = chance;
  }

  byte[] mutated(byte[] request) {
    byte[] bytes = request;
    for (int i = chance.between(1, 3); i > 0; i--) {
      bytes = changed(bytes);
    }
    return bytes;
  }

  private byte[] changed(byte[] bytes) {
    if (bytes.length == 0) {
      return chance.bytes(20);
    }
    int at = place(bytes);
    int end = Math.min(bytes.length, at + chance.between(1, 12));
    byte[] before = Arrays.copyOf(bytes, at);
    byte[] after = Arrays.copyOfRange(bytes, at, bytes.length);
    return switch (chance.below(10)) {
      case 0 -> flipped(bytes, at);
      case 1 -> Wounds.joined(before, chance.bytes(chance.between(1, 8)), after);
      case 2, 3, 4 -> Wounds.joined(before, chance.of(TOKENS).getBytes(ISO_8859_1), after);
      case 5 -> Wounds.joined(before, Arrays.copyOfRange(bytes, end, bytes.length));
      case 6 -> Wounds.joined(Arrays.copyOf(bytes, end), after);
      case 7 -> before;
      case 8 -> Wounds.joined(bytes, bytes);
      default ->
          new String(bytes, ISO_8859_1).replace("\r\n", chance.of("\n", "\r")).getBytes(ISO_8859_1);
    };
  }

  /** In the head rather than in the body. */
  private int place(byte[] bytes) {
    int most = chance.oneIn(3) ? bytes.length : Math.min(bytes.length, chance.of(20, 120, 400));
    return chance.below(most);
  }

  private byte[] flipped(byte[] bytes, int at) {
    byte[] copy = bytes.clone();
    copy[at] ^= (byte) (1 << chance.below(8));
    return copy;
  }
}
