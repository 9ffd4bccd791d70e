package dev.errand.api.lists;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectWriter;
import dev.errand.api.jobs.JobView;
import dev.errand.api.ndjson.OneLine;
import java.io.IOException;
import java.io.OutputStream;

/** Writes each job as JSON in a line, with its cursor as the last field. */
record ResultLines(ObjectWriter json) implements ResultWriter {

  @Override
  public void begin(OutputStream out) {
    // There is nothing before the first line.
  }

  @Override
  public void write(OutputStream out, JobView job, String cursor) throws IOException {
    byte[] line = OneLine.of(json.writeValueAsBytes(job));
    out.write(line, 0, line.length - 1);
    out.write((",\"cursor\":\"" + cursor + "\"}\n").getBytes(UTF_8));
  }
}
