package dev.errand.api.console.overview;

import dev.errand.api.console.page.Bars;
import dev.errand.api.console.page.Lines;
import dev.errand.api.console.page.Moment;
import java.util.List;

/**
 * What is going on, and what somebody should look at.
 *
 * @param since the beginning of the last hour
 * @param lastDay the jobs that ended in each hour of the last day
 * @param waited how long they had waited
 * @param depth the jobs that ran and were queued in the last hours
 */
public record OverviewModel(
    List<Tile> tiles,
    Moment since,
    List<Attention> attention,
    List<Progress> batches,
    Bars lastDay,
    Lines waited,
    Bars depth,
    boolean empty) {

  /** A count with the list that it counts. */
  public record Tile(String title, String count, String kind, String path) {}

  /** Something that somebody should look at. */
  public record Attention(String text, String path, String link) {}

  /** A batch under way. */
  public record Progress(String id, String path, String state, int done, int all, String text) {}
}
