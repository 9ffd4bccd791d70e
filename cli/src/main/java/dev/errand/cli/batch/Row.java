package dev.errand.cli.batch;

import java.util.List;

/**
 * A row of the input.
 *
 * @param line where it begins in the file, from 1
 * @param id its name in the batch
 */
record Row(long line, String id, List<String> fields) {

  Row {
    fields = List.copyOf(fields);
  }
}
