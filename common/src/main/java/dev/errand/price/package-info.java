/** What tokens cost: the configured prices of models. */
@NullMarked
package dev.errand.price;

import org.jspecify.annotations.NullMarked;
