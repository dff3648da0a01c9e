package org.spillway.webapp.download;

import org.jspecify.annotations.Nullable;
import org.spillway.client.ClientSettings;
import org.spillway.swarm.RateLimiter;
import picocli.CommandLine.Option;

/** The options of {@code spillway get} that say how much of the network downloads may take. */
public final class RateOptions {
  @Option(
      names = "--limit-rate",
      paramLabel = "RATE",
      description =
          "the most bytes a second that all downloads receive together, from servers and peers;"
              + " 500K and 2M count 1024s; default: no limit")
  private @Nullable String download;

  @Option(
      names = "--limit-upload",
      paramLabel = "RATE",
      description =
          "the most bytes a second that all downloads send to peers together; default: no limit")
  private @Nullable String upload;

  /**
   * Returns the settings with what the options say.
   *
   * @throws IllegalArgumentException if they are wrong
   */
  public ClientSettings apply(ClientSettings settings) {
    return settings
        .withDownloadRate(limiter("--limit-rate", download))
        .withUploadRate(limiter("--limit-upload", upload));
  }

  private static RateLimiter limiter(String option, @Nullable String rate) {
    // 0 sets no limit, as with curl.
    long bytes = rate == null ? 0 : ByteCount.parse(option, rate);
    return RateLimiter.of(bytes, System::nanoTime);
  }
}
