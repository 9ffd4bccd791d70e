/** Many jobs in one upload, one per line. */
package dev.errand.api.bulk;
