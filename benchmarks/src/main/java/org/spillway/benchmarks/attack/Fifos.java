package org.spillway.benchmarks.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** A file is replaced by a FIFO and the FIFO by a file, all the time, and 8 clients ask for it. */
final class Fifos implements Attack {
  private static final int CLIENTS = 8;

  /** The number of replacements in a millisecond. */
  private static final int AT_ONCE = 20;

  private static final String REQUEST = "GET /fifo HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

  private final Target target;
  private final Path place;
  private final Path fifo;
  private final Path file;
  private final Sockets sockets = new Sockets();
  private final List<Pipeline> clients = new ArrayList<>();
  private final ByteBuffer request = ByteBuffer.wrap(REQUEST.getBytes(ISO_8859_1));

  Fifos(Target target) {
    this.target = target;
    this.place = target.folder().resolve("fifo");
    this.fifo = target.folder().resolve(".fifo");
    this.file = target.folder().resolve(".file");
  }

  @Override
  public void begin() throws IOException {
    Programs.run("mkfifo", "-m", "644", fifo.toString());
    Files.writeString(file, "a file");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    for (int i = 0; i < CLIENTS; i++) {
      var client = new Pipeline(target, sockets, 2 + i);
      client.send(request.rewind());
      clients.add(client);
    }
  }

  @Override
  public void goOn() throws IOException {
    for (int i = 0; i < AT_ONCE; i++) {
      put(file);
      put(fifo);
    }
    for (Pipeline client : clients) {
      if (client.isReady()) {
        client.send(request.rewind());
      }
    }
  }

  /** Links it to the place where clients look for a file, in one step. */
  private void put(Path other) throws IOException {
    Path next = target.folder().resolve(".next");
    Files.createLink(next, other);
    Files.move(next, place, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() throws IOException {
    sockets.close();
    Files.deleteIfExists(place);
    Files.delete(fifo);
    Files.delete(file);
  }
}
