package org.spillway.webapp.http;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.ptr.IntByReference;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Limits how many bytes the system accepts for a connection before it can send them
 * (TCP_NOTSENT_LOWAT of tcp(7)). Without a limit it accepts megabytes for each client that does not
 * read, and 1,500 such clients keep a server busy with copying for seconds.
 *
 * <p>The JDK does not know this option and tells no descriptors, so the descriptor of a listening
 * socket is found in /proc (proc(5)). Connections inherit the option from it.
 */
final class UnsentLimit {
  private static final int BYTES = 256 * 1024;

  private static final Path SYSTEM = Path.of("/proc/self");

  private static final int IPPROTO_TCP = 6;
  private static final int TCP_NOTSENT_LOWAT = 25;

  /** The columns of /proc/net/tcp, counted from 0. */
  private static final int LOCAL_ADDRESS = 1;

  private static final int STATE = 3;
  private static final int INODE = 9;

  private static final String LISTENING = "0A";

  private UnsentLimit() {}

  /** Calls the C library; only loaded on Linux, because an application may lack JNA. */
  private static final class Calls {
    static {
      Native.register(Calls.class, Platform.C_LIBRARY_NAME);
    }

    private Calls() {}

    static native int setsockopt(
        int socket, int level, int option, IntByReference value, int length)
        throws LastErrorException;
  }

  /**
   * Sets the limit for the connections that this socket will accept. Systems other than Linux have
   * their own limits.
   *
   * @param socket listens already
   * @return false if the socket cannot be found or the option cannot be set, in which case the
   *     system's own limits hold
   */
  static boolean set(ServerSocketChannel socket) {
    if (!Files.isDirectory(SYSTEM)) {
      return false;
    }
    try {
      int port = ((InetSocketAddress) socket.getLocalAddress()).getPort();
      Set<Integer> descriptors = descriptors(listeners(port));
      for (int descriptor : descriptors) {
        limit(descriptor);
      }
      return !descriptors.isEmpty();
    } catch (IOException | LastErrorException | LinkageError e) {
      return false;
    }
  }

  private static void limit(int descriptor) {
    Calls.setsockopt(
        descriptor, IPPROTO_TCP, TCP_NOTSENT_LOWAT, new IntByReference(BYTES), Integer.BYTES);
  }

  /** Returns the sockets of all processes that listen on this port, as /proc/self/fd names them. */
  private static Set<String> listeners(int port) throws IOException {
    String suffix = ":%04X".formatted(port);
    Set<String> sockets = new HashSet<>();
    for (String table : new String[] {"net/tcp", "net/tcp6"}) {
      try (var lines = Files.lines(SYSTEM.resolve(table))) {
        lines
            .map(line -> line.strip().split(" +"))
            .filter(columns -> columns.length > INODE)
            .filter(columns -> columns[STATE].equals(LISTENING))
            .filter(columns -> columns[LOCAL_ADDRESS].toUpperCase(Locale.ROOT).endsWith(suffix))
            .forEach(columns -> sockets.add("socket:[" + columns[INODE] + "]"));
      } catch (NoSuchFileException e) {
        // This machine lacks IPv4 or IPv6.
      }
    }
    return sockets;
  }

  /** Returns those of them that are of this process. */
  private static Set<Integer> descriptors(Set<String> sockets) throws IOException {
    Set<Integer> descriptors = new HashSet<>();
    try (DirectoryStream<Path> open = Files.newDirectoryStream(SYSTEM.resolve("fd"))) {
      for (Path link : open) {
        if (sockets.contains(target(link))) {
          descriptors.add(Integer.parseInt(link.getFileName().toString()));
        }
      }
    }
    return descriptors;
  }

  /** Returns "" for a descriptor that has been closed meanwhile. */
  private static String target(Path link) throws IOException {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (NoSuchFileException e) {
      return "";
    }
  }
}
