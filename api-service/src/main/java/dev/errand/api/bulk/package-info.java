/** Many jobs in one upload, a line each. */
package dev.errand.api.bulk;
