package org.spillway.webapp.http;

import java.time.Duration;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.PingFrame;
import org.eclipse.jetty.http2.frames.PriorityFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.http2.frames.UnknownFrame;
import org.eclipse.jetty.http2.frames.WindowUpdateFrame;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RateControl;
import org.eclipse.jetty.io.WindowRateControl;

/**
 * Ends HTTP/2 connections that flood the server with frames, and no others. Jetty counts every
 * frame that could be part of a flood, and allows 128 of them a second together. Among them are
 * frames that honest clients send with each file, such as the WINDOW_UPDATE of a stream that has
 * ended on the server's side meanwhile, which RFC 9113 §5.1 declares no error. So each kind of
 * frame has a limit of its own here, or none if it costs the server no more than any byte that it
 * receives.
 */
final class FrameRates implements RateControl.Factory {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** The streams that one client may cancel in a second: twice as many as it may have open. */
  private static final int RESETS = 256;

  /**
   * The frames a second that need no answer. Clients send them with each request, or send frames
   * that are ignored.
   */
  private static final int WITHOUT_ANSWER = 8192;

  /**
   * The PINGs a second. Clients that measure the connection send one for each round trip, which is
   * short in a data centre.
   */
  private static final int PINGS = 1024;

  /** The frames a second of which no client needs many, such as SETTINGS and empty DATA. */
  private static final int OTHERS = 128;

  /** The frames of ours that may wait for a client that asks for more answers and reads none. */
  private static final int WAITING = 2048;

  @Override
  public RateControl newRateControl(EndPoint endPoint) {
    return new OfConnection(endPoint);
  }

  /**
   * The rates of one connection. Its frames come on one thread at a time; our resets come on other
   * threads.
   */
  private static final class OfConnection implements RateControl {
    private final EndPoint endPoint;
    private final RateControl resets = new WindowRateControl(RESETS, SECOND);
    private final RateControl withoutAnswer = new WindowRateControl(WITHOUT_ANSWER, SECOND);
    private final RateControl pings = new WindowRateControl(PINGS, SECOND);
    private final RateControl others = new WindowRateControl(OTHERS, SECOND);

    OfConnection(EndPoint endPoint) {
      this.endPoint = endPoint;
    }

    @Override
    public boolean onEvent(Object frame) {
      if (isForEndedStream(frame)) {
        return true;
      }
      if (frame instanceof ResetFrame) {
        return resets.onEvent(frame);
      }
      if (frame instanceof PriorityFrame || frame instanceof UnknownFrame) {
        return withoutAnswer.onEvent(frame);
      }
      return frame instanceof PingFrame
          ? pings.onEvent(frame) && takesAnswers()
          : others.onEvent(frame);
    }

    /**
     * Returns whether the frame was on its way when its stream ended. DATA is limited by the window
     * of the session.
     */
    private static boolean isForEndedStream(Object frame) {
      return frame instanceof WindowUpdateFrame update
          ? update.getWindowDelta() > 0
          : frame instanceof DataFrame data && data.remaining() > 0;
    }

    private boolean takesAnswers() {
      return !(endPoint.getConnection() instanceof HTTP2Connection connection
          && connection.getSession().getFrameQueueSize() > WAITING);
    }
  }
}
