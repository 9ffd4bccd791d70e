package dev.errand.worker.models;

import dev.errand.store.models.Listing;
import dev.errand.store.models.ModelList;
import java.util.Optional;

/**
 * What came of asking a provider for its models.
 *
 * @param list with {@link Listing#LISTED} alone
 * @param detail more about an error, for the log
 */
record ModelsAnswer(Listing listing, Optional<ModelList> list, Optional<String> detail) {

  static ModelsAnswer of(ModelList list) {
    return new ModelsAnswer(Listing.LISTED, Optional.of(list), Optional.empty());
  }

  static ModelsAnswer without(Listing why) {
    return new ModelsAnswer(why, Optional.empty(), Optional.empty());
  }

  static ModelsAnswer without(Listing why, String detail) {
    return new ModelsAnswer(why, Optional.empty(), Optional.of(detail));
  }

  /** What an HTTP status other than 200 says. */
  static ModelsAnswer of(int status) {
    return without(
        switch (status) {
          case 404, 405, 501 -> Listing.NO_LIST;
          case 401, 403 -> Listing.UNAUTHORIZED;
          // Of a proxy: the provider was not reached.
          case 407 -> Listing.UNREACHABLE;
          case 429 -> Listing.THROTTLED;
          default ->
              switch (status / 100) {
                case 3 -> Listing.REDIRECTED;
                case 4 -> Listing.REJECTED;
                case 5 -> Listing.FAILED;
                default -> Listing.UNREADABLE;
              };
        },
        "HTTP " + status);
  }
}
