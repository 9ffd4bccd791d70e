/** Where a provider's calls go, what each carries besides its body, and the keys that open it. */
package dev.errand.worker.target;
