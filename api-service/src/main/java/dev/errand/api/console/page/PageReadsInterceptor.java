package dev.errand.api.console.page;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;

/** Reads pages by way of {@link PageReads}. */
@ReadsPage
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
class PageReadsInterceptor {

  private final PageReads reads;

  @Inject
  PageReadsInterceptor(PageReads reads) {
    this.reads = reads;
  }

  @AroundInvoke
  @Nullable Object read(InvocationContext page) throws Exception {
    return reads.read(page::proceed);
  }
}
