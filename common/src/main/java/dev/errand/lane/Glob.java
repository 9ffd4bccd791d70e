package dev.errand.lane;

import java.util.Arrays;

/**
 * A pattern of names of models, in which {@code *} stands for any sequence of characters and {@code
 * ?} for one. Tenants write patterns too, so matching never takes more steps than the product of
 * both lengths.
 */
public record Glob(String text) {

  /** Whether it matches the whole name. */
  public boolean matches(String name) {
    int[] glob = text.codePoints().toArray();
    int[] letters = name.codePoints().toArray();
    int at = 0;
    int star = -1;
    int afterStar = 0;
    int i = 0;
    while (i < letters.length) {
      if (at < glob.length && glob[at] == '*') {
        star = at++;
        afterStar = i;
      } else if (at < glob.length && (glob[at] == '?' || glob[at] == letters[i])) {
        at++;
        i++;
      } else if (star < 0) {
        return false;
      } else {
        at = star + 1;
        i = ++afterStar;
      }
    }
    return Arrays.stream(glob, at, glob.length).allMatch(rest -> rest == '*');
  }

  /** Whether it is the name of one model. */
  public boolean isName() {
    return literals() == text.length();
  }

  /** The number of characters that stand for themselves. */
  public long literals() {
    return text.chars().filter(c -> c != '*' && c != '?').count();
  }
}
