package dev.errand.worker.llm;

/**
 * A whole HTTP answer: what Errand reads of it.
 *
 * @param requestId the provider's id of the call; null if it gave none
 * @param retryAfter the header; null if there was none
 */
record HttpAnswer(int status, String requestId, String retryAfter, byte[] body) {}
