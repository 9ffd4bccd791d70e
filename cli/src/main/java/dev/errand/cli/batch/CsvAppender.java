package dev.errand.cli.batch;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Appends records to a CSV file whose size is known after each commit. */
final class CsvAppender implements Closeable {

  private final FileChannel channel;
  private final CsvWriter csv;

  private CsvAppender(FileChannel channel, char separator) {
    this.channel = channel;
    this.csv =
        CsvWriter.builder()
            .fieldSeparator(separator)
            .lineDelimiter(LineDelimiter.LF)
            .build(Channels.newOutputStream(channel));
  }

  /**
   * Opens a file, and cuts off what is behind its committed bytes.
   *
   * @param bytes how many are committed; if none, the file begins with the header
   * @param separator between the fields of a record
   */
  static CsvAppender open(Path file, long bytes, List<String> header, char separator)
      throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      channel.truncate(bytes);
      channel.position(bytes);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    CsvAppender appender = new CsvAppender(channel, separator);
    if (bytes == 0) {
      appender.append(header);
    }
    return appender;
  }

  void append(List<String> record) {
    csv.writeRecord(record);
  }

  /** Returns the file's size once all records are on the disk. */
  long commit() throws IOException {
    csv.flush();
    channel.force(false);
    return channel.position();
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }
}
