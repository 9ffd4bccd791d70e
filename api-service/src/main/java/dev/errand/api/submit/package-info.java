/** Accepting jobs: reads and checks submissions, commits them in groups, sends their hints. */
package dev.errand.api.submit;
