/** A CSV file of prompts becomes a CSV file of answers. */
@NullMarked
package dev.errand.cli.batch;

import org.jspecify.annotations.NullMarked;
