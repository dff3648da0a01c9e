package org.spillway.net.sockets;

import io.netty.channel.unix.Errors.NativeIoException;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Says why a server cannot listen at an address, and what its operator can do about it. */
public final class BindFailedException extends IOException {
  /** The numbers of errors in Linux, which epoll tells; their texts are in the user's language. */
  private static final int EADDRINUSE = 98;

  private static final int EACCES = 13;

  private final boolean isPort;

  BindFailedException(InetSocketAddress address, Throwable cause) {
    super(message(address, cause), cause);
    this.isPort = isTaken(cause) || isForbidden(cause);
  }

  private static String message(InetSocketAddress address, Throwable cause) {
    if (isTaken(cause)) {
      return port(address)
          + " is taken; end the program that listens there, or choose another port";
    }
    if (isForbidden(cause)) {
      return port(address) + " is not permitted; ports below 1024 need root's rights";
    }
    String host = address.getAddress().getHostAddress();
    return "cannot listen on " + host + ": " + cause.getMessage();
  }

  private static String port(InetSocketAddress address) {
    var host = address.getAddress();
    return host.isAnyLocalAddress()
        ? "port " + address.getPort()
        : "port %d of %s".formatted(address.getPort(), host.getHostAddress());
  }

  private static boolean isTaken(Throwable cause) {
    return says(cause, EADDRINUSE, "in use");
  }

  private static boolean isForbidden(Throwable cause) {
    return says(cause, EACCES, "ermission");
  }

  private static boolean says(Throwable cause, int error, String text) {
    return cause instanceof NativeIoException problem
        ? problem.expectedErr() == -error
        : String.valueOf(cause.getMessage()).contains(text);
  }

  /**
   * Puts the key of the setting that is to blame in front of the message.
   *
   * @param port the key of the port
   * @param host the key of the host
   */
  public IOException naming(String port, String host) {
    return new IOException((isPort ? port : host) + ": " + getMessage(), this);
  }
}
