package org.spillway.catalog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.spillway.catalog.source.Content;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.ContentSource;
import org.spillway.catalog.source.PathKind;
import org.spillway.catalog.source.SourceFile;
import org.spillway.catalog.source.SourcePage;

/** Files that hold nothing but zeros, whose reading can be held up. */
final class FakeSource implements ContentSource {
  /** A place where readers of the file of one path wait. */
  static final class Gate {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    void awaitReader() {
      await(reached);
    }

    void open() {
      opened.countDown();
    }

    private void pass() {
      reached.countDown();
      await(opened);
    }

    private static void await(CountDownLatch latch) {
      try {
        if (!latch.await(60, TimeUnit.SECONDS)) {
          throw new AssertionError("nobody came in a minute");
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private final Map<String, SourceFile> files = new ConcurrentHashMap<>();
  private final Map<String, Gate> gates = new ConcurrentHashMap<>();
  private final CountDownLatch walked = new CountDownLatch(1);
  private final List<String> opened = new CopyOnWriteArrayList<>();
  private volatile Runnable afterVerify = () -> {};

  SourceFile put(String path, long length, String version) {
    var file = new SourceFile(path, length, Instant.EPOCH, version);
    files.put(path, file);
    return file;
  }

  SourceFile put(String path, long length) {
    return put(path, length, "1");
  }

  void remove(String path) {
    files.remove(path);
  }

  Gate hold(String path) {
    var gate = new Gate();
    gates.put(path, gate);
    return gate;
  }

  void afterVerify(Runnable action) {
    afterVerify = action;
  }

  /** Paths, in the order in which they were opened. */
  List<String> opened() {
    return opened;
  }

  @Override
  public Optional<SourceFile> find(String path) {
    return Optional.ofNullable(files.get(path));
  }

  /** There are no folders here. */
  @Override
  public PathKind kindOf(String path) {
    return PathKind.NOTHING;
  }

  @Override
  public Optional<SourcePage> list(String folder, String after, int limit) {
    return Optional.empty();
  }

  @Override
  public void walk(Predicate<SourceFile> visitor) {
    var unused = files.values().stream().allMatch(visitor);
    walked.countDown();
  }

  /** Returns when the first walk is over: what is put from then on, only requests find. */
  void awaitWalk() throws InterruptedException {
    if (!walked.await(60, TimeUnit.SECONDS)) {
      throw new AssertionError("nobody walked");
    }
  }

  @Override
  public Content open(SourceFile file) throws IOException {
    opened.add(file.path());
    var content = new Zeros(file);
    content.verify();
    return content;
  }

  @Override
  public Content openKept(SourceFile file) throws IOException {
    return open(file);
  }

  private final class Zeros implements Content {
    private final SourceFile file;

    Zeros(SourceFile file) {
      this.file = file;
    }

    @Override
    public long length() {
      return file.length();
    }

    @Override
    public void read(ByteBuffer target, long position) {
      var gate = gates.remove(file.path());
      if (gate != null) {
        gate.pass();
      }
      target.put(new byte[(int) Math.min(target.remaining(), file.length() - position)]);
    }

    @Override
    public void verify() throws ContentChangedException {
      if (find(file.path()).filter(file::equals).isEmpty()) {
        throw new ContentChangedException(file.path());
      }
      afterVerify.run();
    }

    @Override
    public void close() {}
  }
}
