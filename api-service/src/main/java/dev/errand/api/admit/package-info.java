/** Whether a submission may go on to the submitter. */
package dev.errand.api.admit;
