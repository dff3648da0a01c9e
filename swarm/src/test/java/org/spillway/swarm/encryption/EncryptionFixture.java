package org.spillway.swarm.encryption;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.spillway.net.sockets.EventLoops;
import org.spillway.torrent.FileHasher;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.TorrentUrls;

/**
 * A torrent of one file, event loops, a port on which peers find somebody who uploads it, and a
 * tracker that names this port.
 */
final class EncryptionFixture implements AutoCloseable {
  static final String NAME = "file";
  private static final int LENGTH = 1_500_000;
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final byte[] content = new byte[LENGTH];
  private final TorrentKeys torrents = new TorrentKeys();
  private final EventLoops loops = EventLoops.best("test-io", 1);
  private final KeyExchangeThread exchanges = new KeyExchangeThread();
  private final List<TestPeer> accepted = new CopyOnWriteArrayList<>();
  private final List<String> announces = new CopyOnWriteArrayList<>();
  private final List<Channel> channels = new ArrayList<>();
  private final HttpServer tracker;
  private final Metainfo metainfo;
  private volatile int port;

  EncryptionFixture() throws IOException {
    new Random(1).nextBytes(content);
    var hasher = new FileHasher(TorrentFormat.V1, 64 * 1024);
    hasher.update(content, 0, content.length);
    tracker = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
    tracker.createContext("/announce", this::announce);
    tracker.start();
    String url = "http://127.0.0.1:%d/announce".formatted(tracker.getAddress().getPort());
    metainfo =
        Metainfo.ofFile(NAME, hasher.finish(), new TorrentUrls(List.of(List.of(url)), List.of()));
    torrents.add(metainfo.info().swarmHash());
  }

  private void announce(HttpExchange exchange) throws IOException {
    announces.add(exchange.getRequestURI().getQuery());
    var answer = new ByteArrayOutputStream();
    answer.writeBytes("d8:intervali60e5:peers".getBytes(US_ASCII));
    answer.writeBytes((port == 0 ? "0:" : "6:").getBytes(US_ASCII));
    if (port != 0) {
      answer.writeBytes(LOOPBACK.getAddress());
      answer.writeBytes(ByteBuffer.allocate(Short.BYTES).putShort((short) port).array());
    }
    answer.writeBytes("e".getBytes(US_ASCII));
    exchange.sendResponseHeaders(200, answer.size());
    answer.writeTo(exchange.getResponseBody());
    exchange.close();
  }

  byte[] content() {
    return content;
  }

  Metainfo metainfo() {
    return metainfo;
  }

  StreamEncryption encryption(Encryption policy) {
    return new StreamEncryption(policy, torrents, exchanges, new SecureRandom());
  }

  /** Writes the torrent into a folder. */
  Path torrent(Path folder) throws IOException {
    return Files.write(folder.resolve("test.torrent"), metainfo.toBytes());
  }

  /** Accepts peers that do as the policy wants, and uploads to them; the tracker names the port. */
  int upload(Encryption policy) throws IOException {
    var encryption = encryption(policy);
    var bootstrap =
        loops
            .server(loops)
            .childHandler(
                initializer(
                    () -> {
                      var peer = new TestPeer(metainfo.info(), content, false, true);
                      accepted.add(peer);
                      return List.of(encryption.incoming(), peer);
                    }));
    var bound = EventLoops.bind(bootstrap, new InetSocketAddress(LOOPBACK, 0));
    channels.add(bound);
    port = ((InetSocketAddress) bound.localAddress()).getPort();
    return port;
  }

  /** Returns whether a client has told the tracker that it has started. */
  boolean isStarted() {
    return announces.stream().anyMatch(query -> query.contains("event=started"));
  }

  /** Returns the peers that have connected. */
  List<TestPeer> accepted() {
    return accepted;
  }

  /**
   * Dials a peer, and downloads from it or uploads to it.
   *
   * @param first the handler in front
   */
  TestPeer dial(int to, ChannelHandler first, boolean uploads) {
    var peer = new TestPeer(metainfo.info(), uploads ? content : new byte[LENGTH], true, uploads);
    var connected =
        loops
            .client()
            .handler(initializer(() -> List.of(first, peer)))
            .connect(new InetSocketAddress(LOOPBACK, to));
    channels.add(connected.channel());
    return peer;
  }

  private interface Handlers {
    List<ChannelHandler> make();
  }

  private static ChannelInitializer<Channel> initializer(Handlers handlers) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        channel.pipeline().addLast(handlers.make().toArray(ChannelHandler[]::new));
      }
    };
  }

  @Override
  public void close() {
    tracker.stop(0);
    channels.forEach(channel -> channel.close().awaitUninterruptibly());
    exchanges.close();
    loops.close();
  }
}
