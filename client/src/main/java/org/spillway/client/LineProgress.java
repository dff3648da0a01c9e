package org.spillway.client;

import java.io.PrintStream;
import java.time.Clock;

/** For logs and pipes: a line for each event, and one for each further tenth of the file. */
final class LineProgress implements Progress {
  /** Where the length is not known, a line for each so many bytes. */
  private static final long STEP = 64L * 1024 * 1024;

  private final PrintStream out;
  private final Transfer transfer;
  private long printed;

  LineProgress(PrintStream out, Clock clock) {
    this.out = out;
    this.transfer = new Transfer(clock);
  }

  @Override
  public synchronized void found(Found found, String detail) {
    out.println("found: " + found.label() + " (" + detail + ")");
  }

  @Override
  public synchronized void started(String name, long length) {
    transfer.start(name, length);
    printed = 0;
    out.println(name + ": " + (length < 0 ? "length not known" : length + " bytes"));
  }

  @Override
  public synchronized void received(Source source, long bytes) {
    transfer.add(source, bytes);
    long step = step();
    if (step > printed) {
      printed = step;
      print();
    }
  }

  private long step() {
    long length = transfer.length();
    return length < 0 ? transfer.done() / STEP : Units.percent(transfer.done(), length) / 10;
  }

  private void print() {
    String part =
        transfer.length() < 0
            ? Units.bytes(transfer.done())
            : Units.percent(transfer.done(), transfer.length()) + " %";
    String rate = Units.bytes(transfer.rate());
    out.println(part + " at " + rate + "/s: " + Units.sources(transfer.bytes()));
  }

  @Override
  public synchronized void note(String message) {
    out.println(message);
  }

  @Override
  public synchronized void finished(DownloadResult result) {
    out.println(
        "done: %s, %d bytes in %s (%s)"
            .formatted(
                result.file(), result.length(), Units.seconds(result.took()), result.sources()));
  }
}
