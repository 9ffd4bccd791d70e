package dev.errand.api.lists;

import dev.errand.api.jobs.JobView;
import java.io.IOException;
import java.io.OutputStream;

/** Writes jobs with their results, one after the other. */
sealed interface ResultWriter permits ResultCsv, ResultLines {

  /** Begins. */
  void begin(OutputStream out) throws IOException;

  /**
   * Writes a job.
   *
   * @param cursor where to go on after it
   */
  void write(OutputStream out, JobView job, String cursor) throws IOException;
}
