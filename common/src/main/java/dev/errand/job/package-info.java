/** The nouns of Errand: the job, its states and legal moves, its attempts, request and result. */
package dev.errand.job;
