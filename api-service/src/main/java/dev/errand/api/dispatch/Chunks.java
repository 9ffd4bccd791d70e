package dev.errand.api.dispatch;

import java.util.function.IntFunction;

/**
 * Repeats statements, each of which is a commit.
 *
 * @param size maximum number of rows that one statement moves
 */
record Chunks(int size) {

  /** Repeats a statement, which returns how many rows it moved, until it finds no more. */
  int untilNoneIsLeft(IntFunction<Integer> statement) {
    int all = 0;
    int moved;
    do {
      moved = statement.apply(size);
      all += moved;
    } while (moved == size && !Thread.currentThread().isInterrupted());
    return all;
  }
}
