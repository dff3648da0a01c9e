package org.spillway.dns.transfer;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.xbill.DNS.Record;

/**
 * The messages of an answer, each made when it is asked for. A message has as many records as fit
 * into {@link #LENGTH} bytes, and at least one.
 */
final class TransferMessages implements Iterator<byte[]> {
  /** The length of a message, in bytes, so that a client receives several at a time to work on. */
  static final int LENGTH = 32 * 1024;

  private final TransferQuery query;
  private final Iterator<Record> records;
  private TransferMessage message;
  private boolean more = true;

  TransferMessages(TransferQuery query, Iterator<Record> records) {
    this.query = query;
    this.records = records;
    this.message = TransferMessage.first(query);
  }

  @Override
  public boolean hasNext() {
    return more;
  }

  @Override
  public byte[] next() {
    if (!more) {
      throw new NoSuchElementException("the transfer is over");
    }
    while (records.hasNext()) {
      var record = records.next();
      if (!message.add(record, LENGTH)) {
        byte[] full = message.toWire();
        message = TransferMessage.next(query);
        message.add(record, LENGTH);
        return full;
      }
    }
    more = false;
    return message.toWire();
  }
}
