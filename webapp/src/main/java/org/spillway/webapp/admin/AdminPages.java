package org.spillway.webapp.admin;

import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.spillway.webapp.metrics.ServerMetrics;

/** Finds the page of a path. Safe for use by many threads. */
final class AdminPages {
  private static final String OVERVIEW =
      """
      Spillway, for operators:
      /metrics       metrics in the text format of Prometheus or OpenMetrics
      /health/live   200 as long as the process answers
      /health/ready  200 while requests are answered, 503 at the start and when the server stops""";

  private final Supplier<Health> health;
  private final Function<@Nullable String, ServerMetrics.Exposition> metrics;

  AdminPages(
      Supplier<Health> health, Function<@Nullable String, ServerMetrics.Exposition> metrics) {
    this.health = health;
    this.metrics = metrics;
  }

  /** Returns whether a page is shown without a login, because it tells no more than a refusal. */
  static boolean isPublic(String path) {
    return path.startsWith("/health/");
  }

  /**
   * Returns the page of a path.
   *
   * @param accept the field Accept of the request; null if there is none
   */
  Page of(String path, @Nullable String accept) {
    return switch (path) {
      case "/" -> Page.text(200, OVERVIEW);
      case "/metrics" -> metrics(accept);
      case "/health/live" -> Page.text(200, "live");
      case "/health/ready" -> ready();
      default -> Page.text(404, "404 Not Found");
    };
  }

  private Page metrics(@Nullable String accept) {
    if (health.get() == Health.STARTING) {
      return Page.text(503, "starting");
    }
    var exposition = metrics.apply(accept);
    return new Page(200, exposition.type(), exposition.text());
  }

  private Page ready() {
    return switch (health.get()) {
      case STARTING -> Page.text(503, "starting");
      case READY -> Page.text(200, "ready");
      case STOPPING -> Page.text(503, "stopping");
    };
  }
}
