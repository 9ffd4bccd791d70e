package dev.errand.store.models;

import java.util.List;

/**
 * The ids of the models that a provider lists.
 *
 * @param complete whether it lists no others
 */
public record ModelList(List<String> models, boolean complete) {

  public ModelList {
    models = List.copyOf(models);
  }
}
