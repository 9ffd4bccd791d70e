/** The nouns of Errand: the job, its states and legal moves, its attempts, request and result. */
@NullMarked
package dev.errand.job;

import org.jspecify.annotations.NullMarked;
