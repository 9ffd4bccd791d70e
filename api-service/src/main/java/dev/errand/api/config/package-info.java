/** The API service's configuration. */
@NullMarked
package dev.errand.api.config;

import org.jspecify.annotations.NullMarked;
