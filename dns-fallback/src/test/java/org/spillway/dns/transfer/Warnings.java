package org.spillway.dns.transfer;

import java.text.MessageFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Keeps what would stand in an operator's log. */
final class Warnings extends Handler implements AutoCloseable {
  private final Logger logger;
  private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();

  Warnings(Class<?> source) {
    this.logger = Logger.getLogger(source.getName());
    logger.addHandler(this);
  }

  /** The next one; waits for it. */
  String await() {
    try {
      return String.valueOf(texts.poll(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void publish(LogRecord record) {
    if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
      texts.add(MessageFormat.format(record.getMessage(), record.getParameters()));
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
