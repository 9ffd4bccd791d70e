package dev.errand.api.bulk;

/** Counts the results of an upload while they are written. */
final class Tally {

  private int accepted;
  private int replayed;
  private int rejected;

  void count(LineAnswer answer) {
    if (answer.problem() != null) {
      rejected++;
    } else if (answer.replayed() != null) {
      replayed++;
    } else {
      accepted++;
    }
  }

  /**
   * What has been counted.
   *
   * @param complete whether the upload was read to its end
   */
  LastLine lastLine(boolean complete) {
    int lines = accepted + replayed + rejected;
    return new LastLine(new UploadSummary(lines, accepted, replayed, rejected, complete));
  }
}
