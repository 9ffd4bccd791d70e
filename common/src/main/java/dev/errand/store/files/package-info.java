/**
 * Files of clients: what is known of them ({@code FileRecordStore}, {@code FileQueries}) and where
 * their bytes are ({@code FileStore}).
 */
@NullMarked
package dev.errand.store.files;

import org.jspecify.annotations.NullMarked;
