package org.spillway.benchmarks.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** One address announces other infohashes and peers all the time, over HTTP. */
final class Announces implements Attack {
  private static final int ADDRESS = 2;
  private static final int AT_ONCE = 50;
  private static final int HASH = 20;

  private final Target target;
  private final Sockets sockets = new Sockets();
  private final SplittableRandom random = new SplittableRandom(5);
  private final Pipeline client;

  Announces(Target target) throws IOException {
    this.target = target;
    this.client = new Pipeline(this.target, sockets, ADDRESS);
  }

  @Override
  public void begin() {
    announce();
  }

  private void announce() {
    for (int i = 0; i < AT_ONCE; i++) {
      String request =
          """
          GET /announce?info_hash=%s&peer_id=-AT0001-%012d&port=%d&left=1&compact=1&event=started \
          HTTP/1.1\r
          Host: 127.0.0.1\r
          \r
          """
              .formatted(hash(), random.nextInt(Integer.MAX_VALUE), 1 + random.nextInt(65_535));
      client.send(ByteBuffer.wrap(request.getBytes(ISO_8859_1)));
    }
  }

  private String hash() {
    byte[] bytes = new byte[HASH];
    random.nextBytes(bytes);
    return HexFormat.of().withPrefix("%").formatHex(bytes);
  }

  @Override
  public void goOn() throws IOException {
    if (client.isReady()) {
      announce();
    }
  }

  @Override
  public void close() throws IOException {
    sockets.close();
  }
}
