package org.spillway.negotiation.sending;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A request that waits: it is finished once, when its result is there or when the container says
 * that the time is over. The container keeps the time, because a timer of the JDK would keep a
 * thread of the application after the application has ended.
 */
public final class AsyncWait implements AsyncListener {
  private final Runnable finish;
  private final AtomicBoolean finished = new AtomicBoolean();

  public AsyncWait(Runnable finish) {
    this.finish = finish;
  }

  public void finish() {
    if (finished.compareAndSet(false, true)) {
      finish.run();
    }
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    finish();
  }

  @Override
  public void onError(AsyncEvent event) {
    finished.set(true);
  }

  @Override
  public void onComplete(AsyncEvent event) {
    finished.set(true);
  }

  @Override
  public void onStartAsync(AsyncEvent event) {}
}
