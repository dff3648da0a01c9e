package org.spillway.webapp;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs the tests in real browsers, which are written in JavaScript beside what they test. They
 * drive the built extension and the packaged server. Each line is one file of them in one browser;
 * what it printed is in the failure.
 */
class BrowserIT {
  private static final Path TESTS = Path.of("../browser-extension/test/browser/run.mjs");

  /** For all tests of a file in one browser. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @ParameterizedTest
  @CsvSource({
    "takeover, chromium",
    "takeover, firefox",
    "untouched, chromium",
    "untouched, firefox",
    "failover, chromium",
    "failover, firefox",
    "sharing, chromium",
    "sharing, firefox",
    "helper, chromium",
    "helper, firefox",
    "big-file, chromium",
    "pages, chromium",
    "pages, firefox",
  })
  void passes(String file, String browser) throws Exception {
    Program.run(PATIENCE, "node", TESTS.toString(), file, "in " + browser);
  }
}
