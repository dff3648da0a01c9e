package org.spillway.swarm.peer;

import static java.lang.System.Logger.Level.DEBUG;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.spillway.swarm.PeerPolicy;
import org.spillway.swarm.RateLimiter;
import org.spillway.swarm.admission.PeerConnection;
import org.spillway.swarm.torrents.SharedTorrent;
import org.spillway.swarm.upload.BlockMemory;
import org.spillway.swarm.upload.UploadMeter;
import org.spillway.torrent.peer.Piece;
import org.spillway.torrent.peer.Request;

/**
 * Sends the blocks that one peer waits for. Used on the connection's event loop only. The disk
 * threads read the blocks, in one job at a time for each connection; the faster the peer takes
 * blocks, the more of them one job reads.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failure shows as the end of the channel
final class Upload {
  private static final System.Logger log = System.getLogger(Upload.class.getName());

  /**
   * The size of the first job and of a slow peer's, in bytes: one block, which is what a peer that
   * does not read costs in memory.
   */
  private static final int SMALLEST_JOB = 16 * 1024 + Piece.BLOCK_OFFSET;

  /**
   * The size of the largest job, in bytes; from 256 KiB to 1 MiB the cost of a byte hardly differs.
   */
  private static final int LARGEST_JOB = 512 * 1024;

  /**
   * After a job that was sent within this time, in nanoseconds, the next one may be twice as large.
   */
  private static final long QUICK = TimeUnit.MILLISECONDS.toNanos(250);

  private final Channel channel;
  private final PeerConnection connection;
  private final MessageWriter writer;
  private final SharedTorrent content;
  private final PeerPolicy policy;
  private final Consumer<List<Request>> unreadable;
  private final EngineContext context;
  private final UploadMeter meter;
  private final RateLimiter rate;
  private final Ticker ticker;
  private final ArrayDeque<Request> waiting = new ArrayDeque<>();
  private int jobLength = SMALLEST_JOB;

  /** The reservation of the rate for the next job, which has at most {@code turnLength} bytes. */
  private RateLimiter.@Nullable Reservation turn;

  private int turnLength;

  /** The memory of the last job, which a quick peer need not borrow again. */
  private BlockMemory.@Nullable Loan spare;

  private boolean awaitsMemory;
  private boolean paused;
  private boolean reading;
  private boolean closed;
  private boolean progressed;

  /**
   * Makes the upload to one peer.
   *
   * @param unreadable takes the requests of a job whose blocks could not be read
   */
  Upload(
      PeerContext peer,
      SharedTorrent content,
      PeerPolicy policy,
      UploadMeter meter,
      Consumer<List<Request>> unreadable) {
    this.unreadable = unreadable;
    this.channel = peer.channel();
    this.connection = peer.connection();
    this.writer = peer.writer();
    this.content = content;
    this.policy = policy;
    this.context = peer.engine();
    this.meter = meter;
    this.rate = RateLimiter.of(context.limits().perPeer(), content.rate(), context.nanoTime());
    this.ticker = channel.eventLoop().ticker();
  }

  /**
   * Queues a request.
   *
   * @param request a request for a block that exists
   * @return false if too many requests wait already
   */
  boolean add(Request request) {
    return waiting.size() < context.settings().maxQueuedRequests() && waiting.add(request);
  }

  /**
   * Removes a request; returns false if it does not wait, because it was never made or is being
   * sent already.
   */
  boolean remove(Request request) {
    return waiting.removeFirstOccurrence(request);
  }

  /** Removes and returns the requests that waited. */
  List<Request> removeAll() {
    var all = List.copyOf(waiting);
    waiting.clear();
    return all;
  }

  /** Starts a job if requests wait and the peer has taken what it was sent. */
  void proceed() {
    if (waiting.isEmpty()) {
      closeSpare();
    }
    if (reading || closed || waiting.isEmpty() || !channel.isWritable() || !isItsTurn()) {
      return;
    }
    var buffer = memoryFor(lengthOfJob(turnLength));
    if (buffer.isPresent()) {
      var requests = nextJob(turnLength);
      turn = null;
      reading = true;
      context.disk().execute(() -> read(requests, buffer.get()));
    }
  }

  /** Returns memory for a job; if there is none, the job goes on as soon as there is. */
  private Optional<BlockMemory.Loan> memoryFor(int length) {
    var kept = spare;
    if (kept != null && kept.bytes().capacity() >= length) {
      spare = null;
      kept.busy();
      return Optional.of(kept);
    }
    closeSpare();
    var memory = context.memory();
    var buffer = memory.borrow(length, connection.host());
    if (buffer.isEmpty() && !awaitsMemory) {
      awaitsMemory = true;
      memory.await(connection.host(), () -> channel.eventLoop().execute(this::retry));
    }
    return buffer;
  }

  private void retry() {
    awaitsMemory = false;
    proceed();
  }

  private void closeSpare() {
    if (spare != null) {
      spare.close();
      spare = null;
    }
  }

  /** Reserves the rate for the next job; the job starts when the reservation's time has come. */
  private boolean isItsTurn() {
    if (turn == null) {
      turnLength = Math.min(jobLength, rate.portion());
      turn = rate.reserve(lengthOfJob(turnLength));
    }
    long delay = turn.delay();
    if (delay > 0 && !paused) {
      paused = true;
      connection.waitsUntil(context.nanoTime().getAsLong() + delay);
      channel.eventLoop().schedule(this::goOn, delay, TimeUnit.NANOSECONDS);
    }
    return delay == 0;
  }

  private void goOn() {
    paused = false;
    proceed();
  }

  private int lengthOfJob(int most) {
    int length = 0;
    for (Request next : waiting) {
      if (length > 0 && length + BlockReader.lengthOf(next) > most) {
        break;
      }
      length += BlockReader.lengthOf(next);
    }
    return length;
  }

  private List<Request> nextJob(int most) {
    List<Request> job = new ArrayList<>();
    int length = 0;
    for (var next = waiting.peek(); next != null; next = waiting.peek()) {
      length += BlockReader.lengthOf(next);
      if (length > most && !job.isEmpty()) {
        break;
      }
      job.add(next);
      waiting.remove();
    }
    return job;
  }

  /** Reads the blocks; runs on a disk thread. */
  private void read(List<Request> requests, BlockMemory.Loan buffer) {
    var blocks = buffer.bytes();
    blocks.clear();
    boolean isRead = false;
    try {
      BlockReader.read(content, requests, blocks);
      isRead = true;
    } catch (IOException e) {
      log.log(DEBUG, () -> "cannot send to " + channel.remoteAddress() + ": " + e.getMessage());
      content.withdrawUnreadable(requests);
    } finally {
      if (!isRead) {
        blocks.position(blocks.limit());
      }
      channel.eventLoop().execute(() -> ended(buffer, requests));
    }
  }

  /**
   * Goes on after a job.
   *
   * @param buffer the blocks that were read; it is empty if they could not be read
   */
  private void ended(BlockMemory.Loan buffer, List<Request> requests) {
    reading = false;
    if (!closed && buffer.bytes().hasRemaining()) {
      send(buffer, requests.size());
      proceed();
      return;
    }
    buffer.close();
    if (closed) {
      leave();
    } else {
      unreadable.accept(requests);
      proceed();
    }
  }

  private void send(BlockMemory.Loan buffer, int count) {
    var blocks = Unpooled.wrappedBuffer(buffer.bytes());
    int bytes = blocks.readableBytes() - count * Piece.BLOCK_OFFSET;
    long start = ticker.nanoTime();
    // The reader index moves as the system takes bytes.
    buffer.whenNeeded(blocks::readerIndex, channel::close);
    writer
        .sendBlocks(blocks)
        .addListener(
            sent -> {
              if (sent.isSuccess()) {
                sent(bytes, count, ticker.nanoTime() - start);
              }
              reuse(buffer);
            });
  }

  private void reuse(BlockMemory.Loan buffer) {
    boolean useful = !closed && !paused && spare == null && !waiting.isEmpty();
    if (useful && buffer.bytes().capacity() >= jobLength) {
      spare = buffer;
      proceed();
    } else {
      buffer.close();
    }
  }

  private void sent(int bytes, int count, long nanos) {
    context.counters().bytesSent.add(bytes);
    meter.sent(count, bytes);
    context.counters().blocksSent.add(count);
    context.choker().sent(bytes);
    policy.sent(bytes);
    connection.useful(context.nanoTime().getAsLong());
    progressed = true;
    jobLength =
        nanos < QUICK
            ? Math.min(LARGEST_JOB, 2 * jobLength)
            : Math.max(SMALLEST_JOB, jobLength / 2);
  }

  /** Returns whether anything was sent since this method was last called. */
  boolean progressedSince() {
    boolean since = progressed;
    progressed = false;
    return since;
  }

  /** Ends the upload. The content stays open until a job that is running has ended. */
  void close() {
    closed = true;
    waiting.clear();
    closeSpare();
    if (!reading) {
      leave();
    }
  }

  private void leave() {
    context.torrents().leave(content, connection);
  }
}
