package org.spillway.webapp.http;

import java.time.Duration;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.HTTP2Stream;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.frames.Frame;
import org.eclipse.jetty.http2.frames.StreamFrame;

/**
 * Lets the streams of HTTP/2 be silent for longer as soon as an answer is sent on them. To Jetty a
 * stream is silent until the client sends a frame for it, and a client with large windows sends one
 * for many megabytes. Safe for use by many threads.
 */
final class SendingStreams implements HTTP2Session.FrameListener {
  private final long sendTimeout;

  /**
   * @param sendTimeout the longest time in which a stream makes no progress
   */
  SendingStreams(Duration sendTimeout) {
    this.sendTimeout = sendTimeout.toMillis();
  }

  @Override
  public void onOutgoingFrame(Session session, Frame frame) {
    if (frame instanceof StreamFrame ofStream
        && session.getStream(ofStream.getStreamId()) instanceof HTTP2Stream stream) {
      notIdle(stream);
    }
  }

  private void notIdle(HTTP2Stream stream) {
    if (stream.getIdleTimeout() < sendTimeout) {
      stream.setIdleTimeout(sendTimeout);
    } else {
      stream.notIdle();
    }
  }
}
