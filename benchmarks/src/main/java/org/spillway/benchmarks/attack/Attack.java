package org.spillway.benchmarks.attack;

import java.io.IOException;

/** Something that is done to a server until it is closed. Used by one thread. */
interface Attack extends AutoCloseable {

  /** Returns when everything is under way. */
  void begin() throws IOException;

  /** Continues the attack. It is called again and again, and must return soon. */
  void goOn() throws IOException;

  @Override
  void close() throws IOException;
}
