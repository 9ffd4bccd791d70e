package dev.errand.telemetry;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/** Switches OpenTelemetry off unless {@code errand.tracing.endpoint} is set. */
public class TracingSwitch implements ConfigSourceInterceptor {

  private static final long serialVersionUID = 1;
  private static final String DISABLED = "quarkus.otel.sdk.disabled";

  @Override
  public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
    ConfigValue value = context.proceed(name);
    return DISABLED.equals(name) && !hasEndpoint(context)
        ? ConfigValue.builder().withName(name).withValue("true").build()
        : value;
  }

  private static boolean hasEndpoint(ConfigSourceInterceptorContext context) {
    ConfigValue endpoint = context.restart("errand.tracing.endpoint");
    return endpoint != null && endpoint.getValue() != null && !endpoint.getValue().isBlank();
  }
}
