package dev.errand.store.models;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a provider since it was last asked for its models.
 *
 * @param list its last list, also from before it stopped answering; empty where it has none
 */
public record ProviderModels(
    String provider, Instant checkedAt, Listing listing, Optional<ModelList> list) {}
