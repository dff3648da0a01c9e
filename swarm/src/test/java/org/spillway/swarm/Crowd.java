package org.spillway.swarm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * A swarm without sockets: a server that offers pieces as {@link Leecher} says, and clients that
 * fetch the rarest piece that is offered, from the server and from each other. Time goes in steps,
 * in which each sends what its rate allows, a block to each of its transfers in turn.
 */
final class Crowd {
  static final int PIECES = 256;
  private static final int BLOCKS_PER_PIECE = 16;
  static final int BLOCKS = PIECES * BLOCKS_PER_PIECE;

  private static final int BLOCK = 16 * 1024;
  private static final long STEP = TimeUnit.MILLISECONDS.toNanos(40);
  private static final int SLOTS = 4;
  private static final int FROM_SERVER = 1;

  /** Longer than the server alone takes to send the file to each client. */
  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(10);

  private final AtomicLong now = new AtomicLong();
  private final Random random;
  private final Distribution distribution;
  private final Uploader server;
  private final List<Client> clients = new ArrayList<>();

  /** How many clients have each piece. */
  private final int[] holders = new int[PIECES];

  private long blocksSent;
  private boolean stopped;

  /**
   * @param serverRate the rate of the server in blocks a second, like those of the clients
   */
  Crowd(UploadSettings settings, int serverRate, long seed, int... clientRates) {
    random = new Random(seed);
    int pieceLength = BLOCK * BLOCKS_PER_PIECE;
    distribution =
        new Distribution(PIECES, pieceLength, settings, now::get, new Random(seed), () -> {});
    server = new Uploader(serverRate);
    IntStream.range(0, clientRates.length)
        .forEach(i -> clients.add(new Client(Samples.host(i), clientRates[i])));
    clients.forEach(Client::greet);
  }

  /** Adds peers that ask for a block of each piece and then read nothing. */
  void addHoarders(int hosts, int peersOfEach) {
    for (int i = 0; i < hosts * peersOfEach; i++) {
      var hoarder = Leecher.join(distribution, Samples.host(1_000 + i % hosts));
      hoarder.greet();
      hoarder.nextOffers(true);
      IntStream.range(0, PIECES).forEach(piece -> hoarder.requested(piece, BLOCK));
    }
  }

  /** A sender, and the blocks on their way from it. */
  private static class Uploader {
    final int rate;
    final List<Transfer> transfers = new ArrayList<>();
    private double blocks;

    Uploader(int rate) {
      this.rate = rate;
    }
  }

  private final class Client extends Uploader {
    private final Leecher leecher;
    private final BitSet has = new BitSet();
    private final BitSet offered = new BitSet();

    /** Pieces being fetched, and from whom. */
    private final Map<Integer, Uploader> fetching = new LinkedHashMap<>();

    Client(Host host, int rate) {
      super(rate);
      leecher = Leecher.join(distribution, host);
    }

    void greet() {
      if (!leecher.greet().isEmpty()) {
        offered.set(0, PIECES);
      }
    }

    boolean isComplete() {
      return has.cardinality() == PIECES;
    }

    boolean lacks(int piece) {
      return !has.get(piece) && !fetching.containsKey(piece);
    }

    long countFrom(Uploader uploader) {
      return fetching.values().stream().filter(uploader::equals).count();
    }

    void fetch(int piece, Uploader from) {
      fetching.put(piece, from);
      from.transfers.add(new Transfer(this, piece));
    }

    void got(int piece) {
      fetching.remove(piece);
      has.set(piece);
      holders[piece]++;
      if (!stopped) {
        leecher.has(piece);
        if (isComplete()) {
          leecher.leave();
        }
      }
    }
  }

  private static final class Transfer {
    private final Client to;
    private final int piece;
    private int blocksLeft = BLOCKS_PER_PIECE;

    Transfer(Client to, int piece) {
      this.to = to;
      this.piece = piece;
    }
  }

  /** Gives up when the clients get nowhere. */
  void runUntil(BooleanSupplier condition) {
    long start = now.get();
    while (!condition.getAsBoolean() && now.get() - start < PATIENCE) {
      step();
    }
  }

  private void step() {
    now.addAndGet(STEP);
    if (!stopped) {
      clients.stream().filter(client -> !client.isComplete()).forEach(this::askServer);
      send(server);
    }
    clients.forEach(this::serveOthers);
    clients.forEach(this::send);
  }

  private void askServer(Client client) {
    client.leecher.nextOffers(true).forEach(client.offered::set);
    while (client.countFrom(server) < FROM_SERVER) {
      var piece = rarest(client.offered.stream().filter(client::lacks));
      if (piece.isEmpty()) {
        return;
      }
      client.leecher.requested(piece.getAsInt(), BLOCK * BLOCKS_PER_PIECE);
      client.fetch(piece.getAsInt(), server);
    }
  }

  private void serveOthers(Client uploader) {
    var wanting = new ArrayList<>(clients);
    wanting.removeIf(client -> client.isComplete() || client.countFrom(uploader) > 0);
    Collections.shuffle(wanting, random);
    for (Client client : wanting) {
      if (uploader.rate == 0 || uploader.transfers.size() >= SLOTS) {
        return;
      }
      rarest(uploader.has.stream().filter(client::lacks))
          .ifPresent(piece -> client.fetch(piece, uploader));
    }
  }

  /** Any of the rarest. */
  private OptionalInt rarest(IntStream pieces) {
    int[] candidates = pieces.toArray();
    int fewest = IntStream.of(candidates).map(piece -> holders[piece]).min().orElse(0);
    int[] rarest = IntStream.of(candidates).filter(piece -> holders[piece] == fewest).toArray();
    return rarest.length == 0
        ? OptionalInt.empty()
        : OptionalInt.of(rarest[random.nextInt(rarest.length)]);
  }

  /** A block of each transfer in turn, as long as the rate allows. */
  private void send(Uploader uploader) {
    uploader.blocks += uploader.rate * (double) STEP / TimeUnit.SECONDS.toNanos(1);
    while (uploader.blocks >= 1 && !uploader.transfers.isEmpty()) {
      var transfer = uploader.transfers.remove(0);
      uploader.blocks--;
      transfer.blocksLeft--;
      if (uploader == server) {
        blocksSent++;
        transfer.to.leecher.sent(BLOCK);
      }
      if (transfer.blocksLeft > 0) {
        uploader.transfers.add(transfer);
      } else {
        transfer.to.got(transfer.piece);
      }
    }
    // What nobody asked for in time is lost.
    uploader.blocks = Math.min(uploader.blocks, 1);
  }

  /** All connections to it end, and what was under way is lost. */
  void stopServer() {
    stopped = true;
    server.transfers.forEach(transfer -> transfer.to.fetching.remove(transfer.piece));
    server.transfers.clear();
  }

  boolean isDone() {
    return clients.stream().allMatch(Client::isComplete);
  }

  double copiesSent() {
    return (double) blocksSent / BLOCKS;
  }

  double seconds() {
    return (double) now.get() / TimeUnit.SECONDS.toNanos(1);
  }

  int piecesInSwarm() {
    var all = new BitSet();
    clients.forEach(client -> all.or(client.has));
    return all.cardinality();
  }
}
