package org.spillway.webapp;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spillway.testing.Program;

/**
 * Runs the tests in real browsers, which are written in JavaScript beside what they test. They
 * drive the built extension and the packaged server. Each line is one file of them and a pattern of
 * the names that it runs of it; what it printed is in the failure. docs/roadmap.md says which tests
 * of these files are not among them yet. Each line has a network of its own, so it may run beside
 * another line or another class.
 */
@Execution(ExecutionMode.CONCURRENT)
class BrowserIT {
  private static final Path TESTS = Path.of("../browser-extension/test/browser/run.mjs");

  /** The patience for all tests of a line. */
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  @ParameterizedTest
  @CsvSource({
    "takeover, in chromium",
    "takeover, in firefox",
    "untouched, in chromium",
    "untouched, in firefox",
    "failover, (web seed|proxy|hangs) .*in chromium",
    "failover, (dies|breaks off|second browser) .*in chromium",
    "failover, (web seed|proxy|hangs) .*in firefox",
    "failover, (dies|breaks off|second browser) .*in firefox",
    "sharing, in chromium",
    "sharing, in firefox",
    "helper, in chromium",
    "helper, in firefox",
    "pages, light in chromium",
    "pages, light in firefox",
  })
  void passes(String file, String names) throws Exception {
    Program.run(PATIENCE, "node", TESTS.toString(), file, names);
  }
}
